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
 * Stops a crash loop that the inputs cause. The first start after an orderly end is not counted, since the guard does
 * not hash its inputs. If the next two starts also end before they apply the same inputs, the start after them does
 * not apply them. The heap is then most likely too small. A start counts only with the same inputs, heap size and
 * version.
 * <p>A file in {@code out/.lineman} holds the count. It is not flushed, because it need not survive a power failure.
 * {@link #markOrderlyEnd} is for any thread, all other methods are for the thread of the cycles.
 */
final class CrashLoopGuard {
    private static final Logger LOG = LoggerFactory.getLogger(CrashLoopGuard.class);

    /** One record: the count, and the digest of the inputs. */
    private static final RecordFormat FORMAT = new RecordFormat(6, 1);

    private static final @Nullable String VERSION =
            CrashLoopGuard.class.getPackage().getImplementationVersion();

    /** How many counted starts in a row may fail before the inputs are held back. */
    private static final int MAX_FAILED_STARTS = 2;

    private static final int MEGABYTE = 1 << 20;

    /** No start has failed. */
    private static final Attempts NONE = new Attempts(0, "");

    private final Path file;
    private final FileOperations fileOperations;
    private volatile GuardState state = GuardState.UNDECIDED;

    /** What the file says; null when there is no file, as after an orderly end. */
    private @Nullable Attempts attempts;

    /** Whether the log has the warning that the file cannot be written. It appears once. */
    private boolean writeFailureLogged;

    /** What the guard does with the inputs. */
    private enum GuardState {
        /** No call of {@link #shouldHold} yet. */
        UNDECIDED,
        /** The cycles apply the inputs. */
        APPLYING,
        /** The inputs are held back. */
        HOLDING,
        /** The process ends in order: the file stays as it is. */
        ENDED
    }

    /**
     * How many starts in a row tried to apply the same inputs.
     *
     * @param count 0 when the inputs were applied, or are unknown
     * @param inputs the digest of inputs, heap size and version; empty when the count is 0
     */
    private record Attempts(int count, String inputs) {}

    /** Creates a guard that has not read its file yet. */
    CrashLoopGuard(Settings settings) {
        this.file = settings.out().resolve(".lineman").resolve("start");
        this.fileOperations = new FileOperations(settings.fileMode());
    }

    /**
     * Waits while the inputs are held back. Decides again when a hint arrives or a period has passed.
     *
     * @param signature see {@link #shouldHold}
     * @param debouncer ends the wait on a hint, or when the agent stops
     * @param period the longest time between two decisions
     * @param onHeld runs each time that the inputs are held back
     */
    void awaitRelease(LongSupplier signature, Debouncer debouncer, Duration period, Runnable onHeld)
            throws InterruptedException {
        try {
            while (!debouncer.stopped() && shouldHold(signature)) {
                onHeld.run();
                debouncer.await(period);
            }
        } catch (CancellationException e) {
            LOG.debug("stopped during the walk over the inputs");
        }
    }

    /**
     * Returns whether to hold the inputs back. If not, the caller applies them next.
     *
     * @param signature computes a hash of the current inputs. It walks over all of them, so it runs only after a
     *     start that did not end in order. Inputs that it cannot walk over are not held back
     */
    boolean shouldHold(LongSupplier signature) {
        // Outside the lock, because the file and the walk may hang.
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

    /** Counts this start: one more for the same inputs, 1 for other inputs. */
    private static Attempts next(Attempts last, long signature) {
        String inputs = Digest.of((signature + "\n" + maxHeap() + "\n" + VERSION).getBytes(StandardCharsets.UTF_8))
                .toString();
        return new Attempts(last.inputs().equals(inputs) ? last.count() + 1 : 1, inputs);
    }

    /**
     * Sets the state from a count, and writes the count before the inputs are applied. Returns whether to hold the
     * inputs back.
     */
    private synchronized boolean decide(Attempts now) {
        if (state == GuardState.ENDED) {
            return false;
        }
        boolean holding = now.count() > MAX_FAILED_STARTS;
        if (holding && state != GuardState.HOLDING) {
            LOG.warn(
                    "the inputs are held back: the last starts ended before they had applied them, with a heap of {}",
                    maxHeap());
        }
        state = holding ? GuardState.HOLDING : GuardState.APPLYING;
        if (!holding && !now.equals(attempts)) {
            write(now);
        }
        return holding;
    }

    /** Resets the count, because the inputs were applied to all phones. */
    synchronized void inputsApplied() {
        if (state == GuardState.APPLYING && attempts != null && attempts.count() > 0) {
            write(NONE);
        }
    }

    /** Returns the problem while the inputs are held back; empty otherwise. */
    synchronized List<Problem> problems() {
        return state == GuardState.HOLDING
                ? List.of(Problem.blocking(
                        Position.of("-Xmx"),
                        "the last starts ended before they had applied the inputs, most likely because the heap of "
                                + maxHeap()
                                + " is too small: phones get the last publication, and no change is applied. Start Lineman with"
                                + " a larger heap, or take the last change of the inputs back"))
                : List.of();
    }

    /** Returns the largest heap that the process may use, as text in MB. */
    static String maxHeap() {
        return Runtime.getRuntime().maxMemory() / MEGABYTE + " MB";
    }

    /** Reads the file. Returns null when there is none or it is unusable; the count then starts at zero. */
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

    /** Writes the file. A failure is logged once and has no other effect. */
    private void write(Attempts now) {
        RecordWriter record = new RecordWriter(FORMAT);
        record.putInt(now.count());
        record.putText(now.inputs());
        record.end();
        try {
            fileOperations.replace(file, opened -> opened.write(record.bytes(), 0));
            attempts = now;
        } catch (IOException e) {
            if (!writeFailureLogged) {
                LOG.warn("{} cannot be written ({}): starts are not counted", file, FileOperations.reason(e));
            }
            writeFailureLogged = true;
        }
    }

    /** Deletes the file, because the process ends in order. Waits while the file is being written. */
    synchronized void markOrderlyEnd() {
        if (state == GuardState.APPLYING) {
            fileOperations.deleteQuietly(file);
        }
        state = GuardState.ENDED;
    }
}
