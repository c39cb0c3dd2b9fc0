package dev.lineman.build;

import dev.lineman.build.copy.StaticFileResult;
import dev.lineman.fs.Digest;
import dev.lineman.input.StaticFile;

/** Receives the steps of long work, for a progress display. Thread-safe. */
public interface ProgressListener {
    /** Ignores all steps. */
    ProgressListener NONE = new ProgressListener() {
        @Override
        public void step(String doing) {}

        @Override
        public void done() {}
    };

    /**
     * One more file is in work.
     *
     * @param doing the kind of work: {@code reading}, {@code rendering}, {@code copying}, {@code writing}
     */
    void step(String doing);

    /** The work has ended, completely or not. */
    void done();

    /** Wraps a sink so that each stored file is a step. */
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
