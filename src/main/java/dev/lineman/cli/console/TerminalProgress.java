package dev.lineman.cli.console;

import dev.lineman.build.ProgressListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Shows the progress of long work in one line of a terminal. The line appears after a second and is erased at the end.
 * Thread-safe.
 */
final class TerminalProgress implements ProgressListener {
    /** Work that is shorter shows nothing. */
    private static final long SHOW_AFTER_NANOS = Duration.ofSeconds(1).toNanos();

    /** The shortest time between two updates. */
    private static final long UPDATE_NANOS = Duration.ofMillis(100).toNanos();

    /** Moves to the start of the line and erases it (ECMA-48, EL). */
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream terminal;
    private final LongSupplier nanos;

    /** The current step; empty when no work is in progress. */
    private String doing = "";

    /** How many files the step has done. */
    private int files;

    private boolean busy;
    private boolean visible;
    private long began;
    private long shown;

    TerminalProgress(PrintStream terminal, LongSupplier nanos) {
        this.terminal = terminal;
        this.nanos = nanos;
    }

    @Override
    public synchronized void step(String next) {
        long now = nanos.getAsLong();
        if (!busy) {
            busy = true;
            began = now;
            shown = now;
        }
        files = next.equals(doing) ? files + 1 : 1;
        doing = next;
        if (now - began >= SHOW_AFTER_NANOS && now - shown >= UPDATE_NANOS) {
            terminal.print(ERASE_LINE + doing + (files == 1 ? " …" : " " + files + " files …"));
            terminal.flush();
            shown = now;
            visible = true;
        }
    }

    @Override
    public synchronized void done() {
        if (visible) {
            terminal.print(ERASE_LINE);
            terminal.flush();
        }
        busy = false;
        visible = false;
        doing = "";
    }
}
