package dev.lineman.agent;

import dev.lineman.disk.Digest;
import dev.lineman.disk.Disk;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps inputs that end the process from ending it again and again. It holds them back after two starts in a row that ended before the same
 * inputs were applied, with the same heap and the same version: most likely the heap is too small for them. A file in {@code out/.lineman}
 * counts the starts. The file is not flushed, since it need not outlive a power failure. {@link #end} is for any thread, all else for the
 * thread of the cycles.
 */
final class CrashLoopGuard {
    private static final Logger LOG = LoggerFactory.getLogger(CrashLoopGuard.class);

    private static final String FORM = "lineman-start 1";
    private static final @Nullable String VERSION =
            CrashLoopGuard.class.getPackage().getImplementationVersion();
    private static final int MOST = 2;
    private static final int MEGABYTE = 1 << 20;

    private final Path file;
    private final Disk disk;
    private @Nullable Attempts attempts;
    private boolean begun;
    private boolean decided;
    private boolean holding;
    private boolean ended;
    private boolean told;

    /**
     * How many starts in a row tried to apply the same inputs.
     *
     * @param count 0 when the inputs are applied, or are not known
     * @param inputs what identifies them; empty when the count is 0
     */
    private record Attempts(int count, String inputs) {}

    CrashLoopGuard(Settings settings) {
        this.file = settings.out().resolve(".lineman").resolve("start");
        this.disk = new Disk(settings.fileMode());
    }

    /**
     * Whether the inputs are held back. If not, the caller applies them next.
     *
     * @param signature of the inputs as they are now; it takes a walk over them, and is asked only after a start that has not ended in order.
     *     Inputs that it cannot walk are not held back
     */
    boolean holds(LongSupplier signature) {
        if (!begun) {
            attempts = read();
            begun = true;
        }
        Attempts last = attempts;
        try {
            // Before the monitor is taken: the walk may hang.
            return decide(last, last == null ? new Attempts(0, "") : next(last, signature.getAsLong()));
        } catch (UncheckedIOException e) {
            return decide(last, last);
        }
    }

    private static Attempts next(Attempts last, long signature) {
        String inputs = Digest.of((signature + "\n" + heap() + "\n" + VERSION).getBytes(StandardCharsets.UTF_8))
                .toString();
        return new Attempts(last.inputs().equals(inputs) ? last.count() + 1 : 1, inputs);
    }

    private synchronized boolean decide(@Nullable Attempts last, @Nullable Attempts now) {
        boolean before = holding;
        decided = true;
        holding = now != null && now.count() > MOST;
        if (holding && !before) {
            LOG.warn(
                    "the inputs are held back: the last starts ended before they had applied them, with a heap of {}",
                    heap());
        }
        if (!holding && now != null && !now.equals(last)) {
            write(now);
        }
        return holding;
    }

    /** Takes note that the inputs are applied. */
    synchronized void applied() {
        if (attempts != null && attempts.count() > 0) {
            write(new Attempts(0, ""));
        }
    }

    /** What to do while inputs are held back. */
    synchronized List<Problem> problems() {
        return holding
                ? List.of(Problem.error(
                        Position.of("-Xmx"),
                        "the last starts ended before they had applied the inputs, most likely because the heap of "
                                + heap()
                                + " is too small: phones get the last publication, and no change is applied. Start Lineman with"
                                + " a larger heap, or take the last change of the inputs back"))
                : List.of();
    }

    /** The heap that the process has at most. */
    static String heap() {
        return Runtime.getRuntime().maxMemory() / MEGABYTE + " MB";
    }

    private @Nullable Attempts read() {
        try {
            String[] words = Files.readString(file).strip().split("\n", -1);
            return words[0].equals(FORM)
                    ? new Attempts(Integer.parseInt(words[1]), words.length > 2 ? words[2] : "")
                    : null;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            // There is none, or a crash of the system has left half of it.
            return null;
        }
    }

    private void write(Attempts now) {
        if (ended) {
            return;
        }
        String text = FORM + '\n' + now.count() + '\n' + now.inputs() + '\n';
        try {
            disk.replace(file, opened -> opened.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0));
            attempts = now;
        } catch (IOException e) {
            if (!told) {
                LOG.warn("{} cannot be written ({}): starts are not counted", file, Disk.reason(e));
            }
            told = true;
        }
    }

    /** Takes note that the process ends in order. Waits while the file is being written. */
    synchronized void end() {
        ended = true;
        if (decided && !holding) {
            disk.discard(file);
        }
    }
}
