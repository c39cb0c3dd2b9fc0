package dev.lineman.agent;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileOperations;
import dev.lineman.fs.record.RecordFile;
import dev.lineman.fs.record.RecordFormat;
import dev.lineman.fs.record.RecordWriter;
import dev.lineman.input.watch.Debouncer;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
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

    /** One record: the count, and the inputs. */
    private static final RecordFormat FORMAT = new RecordFormat(6, 1);

    private static final @Nullable String VERSION =
            CrashLoopGuard.class.getPackage().getImplementationVersion();
    private static final int MOST = 2;
    private static final int MEGABYTE = 1 << 20;
    private static final Attempts NONE = new Attempts(0, "");

    private final Path file;
    private final FileOperations fileOperations;
    private volatile GuardState state = GuardState.UNDECIDED;
    private @Nullable Attempts attempts;
    private boolean warned;

    private enum GuardState {
        /** Nobody has asked yet whether the inputs are held back. */
        UNDECIDED,
        APPLYING,
        HOLDING,
        /** The process ends in order: the file stays as it is. */
        ENDED
    }

    /**
     * How many starts in a row tried to apply the same inputs.
     *
     * @param count 0 when the inputs are applied, or are not known
     * @param inputs what identifies them; empty when the count is 0
     */
    private record Attempts(int count, String inputs) {}

    CrashLoopGuard(Settings settings) {
        this.file = settings.out().resolve(".lineman").resolve("start");
        this.fileOperations = new FileOperations(settings.fileMode());
    }

    /**
     * Waits while the inputs are held back, and decides anew when something happens there or a period has passed.
     *
     * @param signature see {@link #holds}
     * @param held is run each time that the inputs are held back
     */
    void await(LongSupplier signature, Debouncer bell, Duration period, Runnable held) throws InterruptedException {
        try {
            while (!bell.stopped() && holds(signature)) {
                held.run();
                bell.await(period);
            }
        } catch (CancellationException e) {
            LOG.debug("stopped during the walk over the inputs");
        }
    }

    /**
     * Whether the inputs are held back. If not, the caller applies them next.
     *
     * @param signature of the inputs as they are now; it takes a walk over them, and is asked only after a start that has not ended in order.
     *     Inputs that it cannot walk are not held back
     */
    boolean holds(LongSupplier signature) {
        // Outside the monitor, since the file and the walk may hang.
        if (state == GuardState.UNDECIDED) {
            attempts = read();
        }
        Attempts last = attempts;
        if (last == null) {
            return decide(NONE);
        }
        try {
            return decide(next(last, signature.getAsLong()));
        } catch (UncheckedIOException e) {
            return decide(last);
        }
    }

    private static Attempts next(Attempts last, long signature) {
        String inputs = Digest.of((signature + "\n" + heap() + "\n" + VERSION).getBytes(StandardCharsets.UTF_8))
                .toString();
        return new Attempts(last.inputs().equals(inputs) ? last.count() + 1 : 1, inputs);
    }

    private synchronized boolean decide(Attempts now) {
        if (state == GuardState.ENDED) {
            return false;
        }
        boolean holding = now.count() > MOST;
        if (holding && state != GuardState.HOLDING) {
            LOG.warn(
                    "the inputs are held back: the last starts ended before they had applied them, with a heap of {}",
                    heap());
        }
        state = holding ? GuardState.HOLDING : GuardState.APPLYING;
        if (!holding && !now.equals(attempts)) {
            write(now);
        }
        return holding;
    }

    /** Takes note that the inputs are applied. */
    synchronized void applied() {
        if (state == GuardState.APPLYING && attempts != null && attempts.count() > 0) {
            write(NONE);
        }
    }

    /** What to do while inputs are held back. */
    synchronized List<Problem> problems() {
        return state == GuardState.HOLDING
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
        List<Attempts> found = new ArrayList<>();
        try {
            boolean sound = RecordFile.readAll(
                    file, FORMAT, record -> found.add(new Attempts(record.readInt(), record.readText())));
            if (!sound || found.size() != 1) {
                throw new IOException("it is damaged, or another version wrote it");
            }
            return found.get(0);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            LOG.warn("{} cannot be read ({}): starts are counted anew", file, FileOperations.reason(e));
            return null;
        }
    }

    private void write(Attempts now) {
        RecordWriter record = new RecordWriter(FORMAT);
        record.putInt(now.count());
        record.putText(now.inputs());
        record.end();
        try {
            fileOperations.replace(file, opened -> opened.write(record.bytes(), 0));
            attempts = now;
        } catch (IOException e) {
            if (!warned) {
                LOG.warn("{} cannot be written ({}): starts are not counted", file, FileOperations.reason(e));
            }
            warned = true;
        }
    }

    /** Takes note that the process ends in order. Waits while the file is being written. */
    synchronized void end() {
        if (state == GuardState.APPLYING) {
            fileOperations.deleteQuietly(file);
        }
        state = GuardState.ENDED;
    }
}
