package dev.lineman.build.make;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the files of sites beside the cycles, so that no phone's file waits for a phonebook. What is made, a later cycle takes
 * up; what is held here until then is bounded.
 */
public final class BackgroundSiteRenderer implements SiteOutputSource {
    /** What is held may be this and one unit's files more. */
    private static final long MOST_BYTES = 1 << 20;

    private final Executor executor;
    private final Map<String, SiteJob> jobs = new HashMap<>();
    private final Queue<SiteJob> waiting = new ArrayDeque<>();
    private long held;
    private boolean working;

    /** @param executor makes them on another thread, and has a cycle take up what is made */
    public BackgroundSiteRenderer(Executor executor) {
        this.executor = executor;
    }

    /** One unit that is being made, or is made. */
    private static final class SiteJob {
        private Supplier<SiteOutputs> making;
        private boolean begun;
        private boolean outdated;
        private boolean dropped;
        private @Nullable SiteOutputs files;
        private @Nullable RuntimeException failure;

        SiteJob(Supplier<SiteOutputs> making) {
            this.making = making;
        }
    }

    @Override
    public synchronized void changed(String unit) {
        SiteJob job = jobs.get(unit);
        if (job != null) {
            job.outdated = job.begun;
        }
    }

    @Override
    public synchronized @Nullable SiteOutputs of(String unit, Supplier<SiteOutputs> making) {
        SiteJob job = jobs.get(unit);
        if (job == null) {
            SiteJob next = new SiteJob(making);
            jobs.put(unit, next);
            waiting.add(next);
            begin();
            return null;
        }
        if (!job.begun) {
            job.making = making;
        }
        SiteOutputs files = job.files;
        if (files == null && job.failure == null) {
            return null;
        }
        drop(unit);
        begin();
        if (files == null) {
            throw job.failure;
        }
        return job.outdated ? files.outdating() : files;
    }

    @Override
    public synchronized void drop(String unit) {
        SiteJob job = jobs.remove(unit);
        if (job != null) {
            job.dropped = true;
            waiting.remove(job);
            held -= job.files == null ? 0 : job.files.size();
        }
    }

    @Override
    public synchronized boolean working() {
        return working;
    }

    private synchronized void begin() {
        if (!working && !waiting.isEmpty() && held < MOST_BYTES) {
            executor.execute(this::work);
            working = true;
        }
    }

    private void work() {
        for (SiteJob job = next(); job != null; job = next()) {
            try {
                finish(job, job.making.get(), null);
            } catch (RuntimeException e) {
                finish(job, null, e);
            } catch (StackOverflowError e) {
                finish(job, null, new IllegalStateException(e));
            }
        }
    }

    private synchronized @Nullable SiteJob next() {
        SiteJob job = held < MOST_BYTES ? waiting.poll() : null;
        if (job == null) {
            working = false;
        } else {
            job.begun = true;
        }
        return job;
    }

    private synchronized void finish(SiteJob job, @Nullable SiteOutputs files, @Nullable RuntimeException failure) {
        if (!job.dropped) {
            job.files = files;
            job.failure = failure;
            held += files == null ? 0 : files.size();
        }
    }
}
