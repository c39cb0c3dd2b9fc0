package dev.lineman.input.scan;

import dev.lineman.fs.Digest;
import dev.lineman.input.OpenFolder;
import dev.lineman.input.PathStatus;
import dev.lineman.problem.FaultDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes large static files in the background, one after the other, so that no scan and no edit waits for them. A
 * file that changes during that is hashed again. Thread-safe.
 */
public final class LargeFileHasher {
    /** A file with more bytes is large. */
    static final long LARGE_BYTES = 32 << 20;

    /** Between two checks whether a file's stamp is old enough. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Executor executor;
    private final InstantSource clock;
    private final BooleanSupplier stopped;
    /** By path; guarded by this object. */
    private final Map<String, Job> jobs = new HashMap<>();

    /**
     * A hasher without jobs.
     *
     * @param executor runs one job after the other, and starts a scan after each
     * @param clock the clock of the times of files
     * @param stopped whether the agent stops, which ends the hashing
     */
    public LargeFileHasher(Executor executor, InstantSource clock, BooleanSupplier stopped) {
        this.executor = executor;
        this.clock = clock;
        this.stopped = stopped;
    }

    /** One file that is being hashed or is hashed. Guarded by the hasher, except {@code cancelled}. */
    private static final class Job {
        private final StableReader.FoundFile file;
        private volatile boolean cancelled;
        private boolean done;
        private @Nullable Digest digest;
        private @Nullable IOException failure;

        Job(StableReader.FoundFile file) {
            this.file = file;
        }
    }

    /**
     * The digest of a file as the walk found it; null while it is being hashed. Starts a job if there is none.
     *
     * @throws IOException if the file could not be read
     */
    @Nullable
    Digest digest(StableReader.FoundFile file) throws IOException {
        Job next;
        synchronized (this) {
            Job job = jobs.get(file.path());
            if (job != null && job.file.status().equals(file.status())) {
                if (!job.done || job.digest != null) {
                    return job.digest;
                }
                jobs.remove(file.path());
                if (job.failure != null) {
                    throw job.failure;
                }
            } else if (job != null) {
                job.cancelled = true;
            }
            file.in().retain();
            next = new Job(file);
            jobs.put(file.path(), next);
        }
        executor.execute(() -> hash(next));
        return null;
    }

    /** Whether there is a job for a file with its present status, running or finished. */
    synchronized boolean isHashing(String path, PathStatus status) {
        Job job = jobs.get(path);
        return job != null && job.file.status().equals(status);
    }

    /**
     * Of the files that a snapshot waits for, those without a running job. Cancels and forgets the jobs of files that
     * it does not wait for.
     */
    synchronized SortedSet<String> finished(Set<String> awaited) {
        jobs.entrySet().removeIf(each -> {
            boolean forgotten = !awaited.contains(each.getKey());
            each.getValue().cancelled |= forgotten;
            return forgotten;
        });
        SortedSet<String> finished = new TreeSet<>();
        for (String path : awaited) {
            Job job = jobs.get(path);
            if (job == null || job.done) {
                finished.add(path);
            }
        }
        return finished;
    }

    /** Runs a job on the executor's thread. */
    private void hash(Job job) {
        Digest digest = null;
        IOException failure = null;
        try (OpenFolder in = job.file.in()) {
            if (awaitStableStamp(job)) {
                digest = read(job, in);
            }
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new IOException("a fault in Lineman, please report it: " + FaultDescription.of(e), e);
        }
        synchronized (this) {
            job.done = true;
            job.digest = digest;
            job.failure = failure;
        }
    }

    /** Waits until a further change must change the file's stamp; false if the job is cancelled. */
    private boolean awaitStableStamp(Job job) {
        try {
            while (!isCancelled(job) && job.file.status().stamp().mayMissChange(clock.instant())) {
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !isCancelled(job);
    }

    /** Whether the result of a job is not needed any more. */
    private boolean isCancelled(Job job) {
        return job.cancelled || stopped.getAsBoolean();
    }

    /** The digest; null if the file has changed since the walk found it. */
    private @Nullable Digest read(Job job, OpenFolder in) throws IOException {
        try (InputStream file = Channels.newInputStream(in.openFile(job.file.name()))) {
            long size = job.file.status().stamp().size();
            Digest digest = Digest.read(file, size, null, () -> isCancelled(job));
            PathStatus now = PathStatus.of(in.path().resolve(job.file.name()));
            return job.file.status().equals(now) ? digest : null;
        }
    }
}
