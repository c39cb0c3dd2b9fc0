package dev.lineman.build.report;

import java.time.Instant;

/**
 * Something that the agent waits for before it publishes a change. Shown by the status page, the API and the log.
 * Immutable.
 *
 * @param reason why it waits
 * @param what the path or the digest that it waits for
 * @param since when the wait began
 */
public record WaitReason(WaitKind reason, String what, Instant since) {

    /** Why the agent waits. */
    public enum WaitKind {
        HEAP("heap", "waiting for a larger heap or other inputs: the last starts ran out of memory with a heap of"),
        GIT_LOCK("git_lock", "waiting for Git to remove"),
        FILE_BEING_WRITTEN("file_being_written", "waiting until nothing more is written to"),
        FILE_CUT_SHORT("file_cut_short", "waiting for the missing end of"),
        MOUNT("mount", "waiting until a file system is mounted again at"),
        LARGE_FILE("large_file", "waiting until Lineman has copied the large file"),
        REMOVALS("removals", "waiting before removing"),
        REMOVAL_GUARD("removal_guard", "waiting for a person to confirm the removals with the digest");

        private final String word;
        private final String text;

        WaitKind(String word, String text) {
            this.word = word;
            this.text = text;
        }

        /** Returns the word in JSON. */
        public String word() {
            return word;
        }

        /** Returns the beginning of a sentence; {@link WaitReason#what} ends it. */
        public String text() {
            return text;
        }

        /** Returns the same with a capital letter. */
        public String title() {
            return Character.toUpperCase(text.charAt(0)) + text.substring(1);
        }
    }

    /**
     * What the agent waits for, without the time.
     *
     * @param reason why it waits
     * @param what the path or the digest
     */
    public record WaitCause(WaitKind reason, String what) {}

    /** Returns one line for people. */
    public String message() {
        return reason.text() + ' ' + what;
    }
}
