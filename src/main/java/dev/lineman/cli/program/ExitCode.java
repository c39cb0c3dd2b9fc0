package dev.lineman.cli.program;

/** The exit codes of all commands. Wrong usage is 2, the value of picocli. */
public final class ExitCode {
    /** The command succeeded. */
    public static final int OK = 0;

    /** The inputs have errors, or there was nothing to do. With {@code --strict}, warnings count too. */
    public static final int PROBLEMS = 1;

    /** The command could not start, such as without a root. */
    public static final int COULD_NOT_START = 3;

    /** The Java virtual machine exits with the same code when the heap is full ({@code -XX:+ExitOnOutOfMemoryError}). */
    public static final int OUT_OF_MEMORY = 3;

    /** A bug in Lineman. */
    public static final int FAULT = 4;

    private ExitCode() {}
}
