package dev.lineman.agent;

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
}
