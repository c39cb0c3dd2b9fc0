package dev.lineman.build;

import dev.lineman.build.make.StaticFileResult;
import dev.lineman.fs.Digest;
import dev.lineman.input.StaticFile;

/** Is told of long work, step by step, so that somebody who waits can be told how far it is. For any thread. */
public interface ProgressListener {
    /** Nobody waits. */
    ProgressListener NONE = new ProgressListener() {
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
    default OutputStore.BodySink counting(OutputStore.BodySink bodies) {
        return new OutputStore.BodySink() {
            @Override
            public void put(Digest digest, byte[] bytes) {
                step("rendering");
                bodies.put(digest, bytes);
            }

            @Override
            public StaticFileResult put(StaticFile file) {
                step("copying");
                return bodies.put(file);
            }
        };
    }
}
