package dev.lineman.build.copy;

import dev.lineman.input.StaticFile;
import dev.lineman.problem.FaultDescription;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.body.BodyCopy;
import dev.lineman.publish.body.NotStoredException;
import dev.lineman.publish.store.PublishTransaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies large static files into {@code out/.lineman} in the background, one after the other. No cycle waits for a
 * copy; a later cycle publishes it. The thread of the cycles calls the methods, and the executor's thread copies.
 */
public final class LargeFileCopier implements AutoCloseable {
    /** The pause before a failed copy is tried again. Each further failure doubles it. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    /** The pause doubles at most this often: to about 11 minutes. */
    private static final int MAX_DOUBLINGS = 6;

    /** How long {@link #close} waits for the copy in progress. After that it deletes the unfinished file. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);

    private final Publisher publisher;
    private final Executor executor;
    private final LongSupplier nanos;
    private final BooleanSupplier stopped;

    /** By the path of the static file. */
    private final Map<Path, CopyJob> jobs = new HashMap<>();
    /** Held while a file is copied. */
    private final ReentrantLock writing = new ReentrantLock();

    private boolean closed;

    /**
     * Creates a copier without jobs.
     *
     * @param executor copies one file after the other, and starts a cycle after each
     * @param nanos a clock in nanoseconds that never goes back
     * @param stopped whether the agent ends, which ends the copy in progress
     */
    public LargeFileCopier(Publisher publisher, Executor executor, LongSupplier nanos, BooleanSupplier stopped) {
        this.publisher = publisher;
        this.executor = executor;
        this.nanos = nanos;
        this.stopped = stopped;
    }

    /**
     * One file that waits, is being copied, is copied, or failed. The copier's lock protects the fields, except
     * {@code cancelled}.
     */
    private static final class CopyJob {
        private final StaticFile file;
        private final int failures;
        private boolean wanted = true;
        private volatile boolean cancelled;
        private @Nullable BodyCopy copy;
        private @Nullable StaticFileResult failure;
        private long failedAt;

        CopyJob(StaticFile file, int failures) {
            this.file = file;
            this.failures = failures;
        }
    }

    /**
     * Adds a copied file to a transaction. If the file is not copied yet, starts or continues the copy.
     *
     * @return {@code STORED} after a copy, {@code COPYING} during it, or why it failed
     */
    public synchronized StaticFileResult put(StaticFile file, PublishTransaction publishTransaction) {
        CopyJob known = jobs.get(file.file());
        CopyJob last = known != null && known.file.equals(file) ? known : null;
        CopyJob job = last;
        if (job == null || isDue(job)) {
            StaticFileResult refusal = DiskSpace.refusal(publisher, file.length());
            if (refusal != null) {
                return refusal;
            }
            job = start(new CopyJob(file, last == null ? 0 : last.failures + 1));
        }
        job.wanted = true;
        BodyCopy copy = job.copy;
        if (copy == null) {
            StaticFileResult failure = job.failure;
            if (failure != null && failure.state() == StaticFileResult.StaticFileState.CHANGED) {
                remove(job);
            }
            return failure == null ? StaticFileResult.COPYING : failure;
        }
        if (!copy.digest().equals(file.digest())) {
            remove(job);
            return StaticFileResult.CHANGED;
        }
        jobs.remove(file.file());
        publishTransaction.addContent(copy);
        return StaticFileResult.STORED;
    }

    /** Returns whether a copy that failed is to be tried again now. */
    private boolean isDue(CopyJob job) {
        long pause = RETRY.toNanos() << Math.min(job.failures, MAX_DOUBLINGS);
        return job.failure != null && nanos.getAsLong() - job.failedAt >= pause;
    }

    /** Queues a copy. It replaces an earlier job of the same path. */
    private CopyJob start(CopyJob job) {
        CopyJob other = jobs.put(job.file.file(), job);
        if (other != null) {
            cancel(other);
        }
        executor.execute(() -> copy(job));
        return job;
    }

    /** Copies one file, on the executor's thread. */
    private void copy(CopyJob job) {
        BodyCopy copy = null;
        StaticFileResult failure = null;
        writing.lock();
        try (InputStream content = Files.newInputStream(job.file.file())) {
            copy = publisher.bodyCopier().copy(content, () -> job.cancelled || stopped.getAsBoolean());
        } catch (CancellationException e) {
            failure = StaticFileResult.CHANGED;
        } catch (NotStoredException e) {
            failure = DiskSpace.refused(e, job.file.length());
        } catch (IOException e) {
            failure = StaticFileResult.CHANGED;
        } catch (RuntimeException e) {
            failure = StaticFileResult.refused("a fault in Lineman, please report it: " + FaultDescription.of(e));
        } finally {
            writing.unlock();
        }
        synchronized (this) {
            job.copy = copy;
            job.failure = failure;
            job.failedAt = nanos.getAsLong();
            if (job.cancelled || closed) {
                cancel(job);
            }
        }
    }

    /** Cancels the copies that this cycle did not ask for. */
    public synchronized void endCycle() {
        jobs.values().removeIf(job -> {
            boolean unwanted = !job.wanted;
            job.wanted = false;
            if (unwanted) {
                cancel(job);
            }
            return unwanted;
        });
    }

    /** Removes a job and its copy. */
    private void remove(CopyJob job) {
        jobs.remove(job.file.file());
        cancel(job);
    }

    /** Stops a copy and deletes its result. */
    private void cancel(CopyJob job) {
        job.cancelled = true;
        BodyCopy copy = job.copy;
        if (copy != null) {
            publisher.bodyCopier().discard(copy);
        }
    }

    /** Stops all copies and deletes their files. */
    @Override
    public synchronized void close() {
        closed = true;
        jobs.values().forEach(this::cancel);
        try {
            if (writing.tryLock(CLOSE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
                writing.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publisher.bodyCopier().discardAll();
    }
}
