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
 * Hashes large static files in the background, one after the other: a scan does not wait for them, and neither does any edit. A
 * file that changes meanwhile is hashed anew. Thread-safe.
 */
public final class LargeFileHasher {
    /** A file with more bytes is large. */
    static final long LARGE_BYTES = 32 << 20;

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Executor executor;
    private final InstantSource clock;
    private final BooleanSupplier stopped;
    private final Map<String, Job> jobs = new HashMap<>();

    /**
     * @param executor hashes one file after the other, and has a scan take each when it is hashed
     * @param clock the one that the times of files are compared with
     * @param stopped whether the agent ends, so that hashing ends too
     */
    public LargeFileHasher(Executor executor, InstantSource clock, BooleanSupplier stopped) {
        this.executor = executor;
        this.clock = clock;
        this.stopped = stopped;
    }

    /** One file that is being hashed, or is hashed. */
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
     * The digest of a file as it was sighted; null while it is being hashed.
     *
     * @throws IOException when the file could not be read
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

    /** Whether a file is being hashed, or is hashed, as it is now. */
    synchronized boolean isHashing(String path, PathStatus status) {
        Job job = jobs.get(path);
        return job != null && job.file.status().equals(status);
    }

    /** Of the files that a snapshot waits for, those that need not be waited for any more. All others are forgotten. */
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

    /** Waits until no further change can leave the file's signature as it is; false when the file is not asked for any more. */
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

    private boolean isCancelled(Job job) {
        return job.cancelled || stopped.getAsBoolean();
    }

    /** Null when the file is no longer as it was sighted. */
    private @Nullable Digest read(Job job, OpenFolder in) throws IOException {
        try (InputStream file = Channels.newInputStream(in.openFile(job.file.name()))) {
            long size = job.file.status().stamp().size();
            Digest digest = Digest.read(file, size, null, () -> isCancelled(job));
            PathStatus now = PathStatus.of(in.path().resolve(job.file.name()));
            return job.file.status().equals(now) ? digest : null;
        }
    }
}
