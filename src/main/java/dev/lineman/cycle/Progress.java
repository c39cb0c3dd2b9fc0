package dev.lineman.cycle;

import dev.lineman.disk.Digest;
import dev.lineman.make.Kept;
import dev.lineman.source.StaticFile;

/** Is told of long work, step by step, so that somebody who waits can be told how far it is. For any thread. */
public interface Progress {
    /** Nobody waits. */
    Progress NONE = new Progress() {
        @Override
        public void step(String doing) {}

        @Override
        public void done() {}
    };

    /** One more file is being dealt with; {@code doing} says how: {@code reading}, {@code rendering}. */
    void step(String doing);

    /** The work is done, or given up. */
    void done();

    /** Bodies that take a step for each file. */
    default Store.BodySink counting(Store.BodySink bodies) {
        return new Store.BodySink() {
            @Override
            public void put(Digest digest, byte[] bytes) {
                step("rendering");
                bodies.put(digest, bytes);
            }

            @Override
            public Kept put(StaticFile file) {
                step("copying");
                return bodies.put(file);
            }
        };
    }
}
