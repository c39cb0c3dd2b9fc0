package dev.lineman.build.make;

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
 * Copies large static files into {@code out/.lineman} in the background, one after the other: no cycle waits for them, and a later one
 * publishes them. For the thread of the cycles.
 */
public final class LargeFileCopier implements AutoCloseable {
    /** A file that the disk did not take is copied again after this time, and after twice the time when it fails again. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    private static final int MOST_DOUBLINGS = 6;

    /** What is still being written then is removed under the hands of its writer. */
    private static final Duration LONGEST_CLOSE = Duration.ofMillis(500);

    private final Publisher publisher;
    private final Executor executor;
    private final LongSupplier nanos;
    private final BooleanSupplier stopped;
    private final Map<Path, CopyJob> jobs = new HashMap<>();
    /** Held while a file is written. */
    private final ReentrantLock writing = new ReentrantLock();

    private boolean closed;

    /**
     * @param executor copies one file after the other, and has a cycle take each when it is copied
     * @param nanos a clock of nanoseconds that never goes back
     * @param stopped whether the agent ends, so that copying ends too
     */
    public LargeFileCopier(Publisher publisher, Executor executor, LongSupplier nanos, BooleanSupplier stopped) {
        this.publisher = publisher;
        this.executor = executor;
        this.nanos = nanos;
        this.stopped = stopped;
    }

    /** One file that is being copied, or is copied, or could not be. */
    private static final class CopyJob {
        private final StaticFile file;
        private final int failures;
        private boolean wanted = true;
        private volatile boolean cancelled;
        private @Nullable BodyCopy copy;
        private @Nullable StaticFileResult failure;
        private long failed;

        CopyJob(StaticFile file, int failures) {
            this.file = file;
            this.failures = failures;
        }
    }

    /** Gives a file to an edition when it is copied; else has it copied. */
    public synchronized StaticFileResult put(StaticFile file, PublishTransaction publishTransaction) {
        CopyJob known = jobs.get(file.file());
        CopyJob last = known != null && known.file.equals(file) ? known : null;
        CopyJob job = last;
        if (job == null || isDue(job)) {
            StaticFileResult crowded = DiskSpace.refusal(publisher, file.length());
            if (crowded != null) {
                return crowded;
            }
            job = begin(new CopyJob(file, last == null ? 0 : last.failures + 1));
        }
        job.wanted = true;
        BodyCopy copy = job.copy;
        if (copy == null) {
            StaticFileResult failure = job.failure;
            if (failure != null && failure.state() == StaticFileResult.StaticFileState.CHANGED) {
                drop(job);
            }
            return failure == null ? StaticFileResult.LATER : failure;
        }
        if (!copy.digest().equals(file.digest())) {
            drop(job);
            return StaticFileResult.CHANGED;
        }
        jobs.remove(file.file());
        publishTransaction.addContent(copy);
        return StaticFileResult.AT_HAND;
    }

    /** Whether a copy that failed is to be tried again. */
    private boolean isDue(CopyJob job) {
        long pause = RETRY.toNanos() << Math.min(job.failures, MOST_DOUBLINGS);
        return job.failure != null && nanos.getAsLong() - job.failed >= pause;
    }

    private CopyJob begin(CopyJob job) {
        CopyJob other = jobs.put(job.file.file(), job);
        if (other != null) {
            forget(other);
        }
        executor.execute(() -> copy(job));
        return job;
    }

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
            job.failed = nanos.getAsLong();
            if (job.cancelled || closed) {
                forget(job);
            }
        }
    }

    /** Ends a cycle: copies that it did not ask for are not wanted any more. */
    public synchronized void endCycle() {
        jobs.values().removeIf(job -> {
            boolean unwanted = !job.wanted;
            job.wanted = false;
            if (unwanted) {
                forget(job);
            }
            return unwanted;
        });
    }

    private void drop(CopyJob job) {
        jobs.remove(job.file.file());
        forget(job);
    }

    private void forget(CopyJob job) {
        job.cancelled = true;
        BodyCopy copy = job.copy;
        if (copy != null) {
            publisher.bodyCopier().discard(copy);
        }
    }

    /** Ends copying, and leaves nothing of it. */
    @Override
    public synchronized void close() {
        closed = true;
        jobs.values().forEach(this::forget);
        try {
            if (writing.tryLock(LONGEST_CLOSE.toNanos(), TimeUnit.NANOSECONDS)) {
                writing.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publisher.bodyCopier().discardAll();
    }
}
