package dev.lineman.problem;

/** How severe a {@link Problem} is. */
public enum Severity {
    /** What the problem is about is not applied: an output is missing or keeps its last good content. */
    BLOCKING("error"),
    /** The output is made without a value that was given. Commands end with exit code 1. */
    ERROR("error"),
    /** The output is made, but it may not be what the administrator wants. */
    WARNING("warning");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** Whether commands end with exit code 1 after such a problem. */
    public boolean isError() {
        return this != WARNING;
    }

    /** The word for a problem's line: {@code error} or {@code warning}. */
    @Override
    public String toString() {
        return word;
    }
}
