package dev.lineman.cli.console;

import dev.lineman.build.ProgressListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** One line on a terminal that says how far work is, once it has taken longer than a second. It is gone at the end. */
final class TerminalProgress implements ProgressListener {
    private static final long SHOW_AFTER_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long UPDATE_NANOS = Duration.ofMillis(100).toNanos();

    /** To the beginning of the line, and erase it (ECMA-48, EL). */
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream terminal;
    private final LongSupplier nanos;
    private String doing = "";
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
