package dev.lineman.build.make;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Renders site outputs on a background thread, so that no phone waits for a phonebook. A later cycle takes the
 * result. When the results that wait exceed a limit, rendering pauses. Thread-safe.
 */
public final class BackgroundSiteRenderer implements SiteOutputSource {
    /** Rendering pauses above this many waiting bytes. The outputs of one target may exceed it. */
    private static final long MAX_HELD_BYTES = 1 << 20;

    private final Executor executor;
    private final Map<String, SiteJob> jobs = new HashMap<>();
    private final Queue<SiteJob> waiting = new ArrayDeque<>();

    /** The bytes of the results that no cycle has taken yet. */
    private long heldBytes;

    /** Whether the background task runs or is queued. */
    private boolean working;

    /**
     * Creates a renderer without jobs.
     *
     * @param executor runs the work on one other thread, and then starts a cycle
     */
    public BackgroundSiteRenderer(Executor executor) {
        this.executor = executor;
    }

    /**
     * One site target that waits for rendering, is being rendered, or is rendered. The renderer's lock protects its
     * fields.
     */
    private static final class SiteJob {
        private Supplier<SiteOutputs> task;
        private boolean started;
        private boolean outdated;
        private boolean cancelled;
        private @Nullable SiteOutputs files;
        private @Nullable RuntimeException failure;

        SiteJob(Supplier<SiteOutputs> task) {
            this.task = task;
        }
    }

    /** Notes a change that affects a target. If its rendering has started, the result is outdated. */
    @Override
    public synchronized void changed(String targetKey) {
        SiteJob job = jobs.get(targetKey);
        if (job != null) {
            job.outdated = job.started;
        }
    }

    /**
     * Returns finished outputs and removes the job; null while the job waits or runs. Without a job, queues one.
     *
     * @throws RuntimeException the failure of the rendering
     */
    @Override
    public synchronized @Nullable SiteOutputs outputsOf(String targetKey, Supplier<SiteOutputs> task) {
        SiteJob job = jobs.get(targetKey);
        if (job == null) {
            SiteJob next = new SiteJob(task);
            jobs.put(targetKey, next);
            waiting.add(next);
            startWork();
            return null;
        }
        if (!job.started) {
            job.task = task;
        }
        SiteOutputs files = job.files;
        if (files == null && job.failure == null) {
            return null;
        }
        cancel(targetKey);
        startWork();
        if (files == null) {
            throw job.failure;
        }
        return job.outdated ? files.asOutdated() : files;
    }

    /** Removes the job. If it runs, its result is discarded. */
    @Override
    public synchronized void cancel(String targetKey) {
        SiteJob job = jobs.remove(targetKey);
        if (job != null) {
            job.cancelled = true;
            waiting.remove(job);
            heldBytes -= job.files == null ? 0 : job.files.byteCount();
        }
    }

    @Override
    public synchronized boolean isWorking() {
        return working;
    }

    /** Starts the background task if it is idle, a job waits, and the limit allows it. */
    private synchronized void startWork() {
        if (!working && !waiting.isEmpty() && heldBytes < MAX_HELD_BYTES) {
            executor.execute(this::runJobs);
            working = true;
        }
    }

    /** Renders the waiting jobs one after the other, on the background thread. */
    private void runJobs() {
        for (SiteJob job = nextJob(); job != null; job = nextJob()) {
            try {
                finish(job, job.task.get(), null);
            } catch (RuntimeException e) {
                finish(job, null, e);
            } catch (StackOverflowError e) {
                finish(job, null, new IllegalStateException(e));
            }
        }
    }

    /** Returns the next job; null when none waits or the limit is reached. */
    private synchronized @Nullable SiteJob nextJob() {
        SiteJob job = heldBytes < MAX_HELD_BYTES ? waiting.poll() : null;
        if (job == null) {
            working = false;
        } else {
            job.started = true;
        }
        return job;
    }

    /** Stores the result or the failure of a job. */
    private synchronized void finish(SiteJob job, @Nullable SiteOutputs files, @Nullable RuntimeException failure) {
        if (!job.cancelled) {
            job.files = files;
            job.failure = failure;
            heldBytes += files == null ? 0 : files.byteCount();
        }
    }
}
