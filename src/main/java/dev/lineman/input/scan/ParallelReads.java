package dev.lineman.input.scan;

import dev.lineman.input.OpenFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects files that a walk found into batches, and reads a full batch on all processors while the walk goes on. Each
 * batch is bounded, and two are kept at most: the one that is read, and the one that is collected. For one thread.
 */
final class ParallelReads {
    /** A batch has so many times the files from which on all processors read, so that other threads can start. */
    private static final int BATCH_FACTOR = 4;

    /** Bounds for one batch: files, bytes and open folders. */
    private static final int MAX_FILES = 256;

    private static final int MAX_BYTES = 2 << 20;

    /** Each folder is one file descriptor, and a process may have only about a thousand. */
    private static final int MAX_FOLDERS = 32;

    private final StableReader stableReader;
    private final int parallelFrom;
    private final int maxFiles;
    private Map<String, StableReader.FoundFile> waiting = new LinkedHashMap<>();
    private List<OpenFolder> folders = new ArrayList<>();
    /** Size of the waiting files. */
    private long bytes;

    /** The batch that other threads read; null if there is none. */
    private @Nullable Batch running;

    /**
     * A collection without files.
     *
     * @param parallelFrom from this number of files on, all processors read them
     */
    ParallelReads(StableReader stableReader, int parallelFrom) {
        this.stableReader = stableReader;
        this.parallelFrom = parallelFrom;
        this.maxFiles = (int) Math.min(MAX_FILES, (long) BATCH_FACTOR * parallelFrom);
    }

    /** Files that several threads read. Each thread takes the next one that is left. */
    private final class Batch implements Runnable {
        private final Map<String, StableReader.FoundFile> byPath;
        private final List<StableReader.FoundFile> files;
        private final List<OpenFolder> open;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReferenceArray<StableReader.ReadOutcome> outcomes;
        private final CountDownLatch left;

        Batch(Map<String, StableReader.FoundFile> byPath, List<OpenFolder> open) {
            this.byPath = byPath;
            this.files = List.copyOf(byPath.values());
            this.open = open;
            this.outcomes = new AtomicReferenceArray<>(files.size());
            this.left = new CountDownLatch(files.size());
        }

        @Override
        public void run() {
            for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
                try {
                    outcomes.set(i, stableReader.read(files.get(i)));
                } finally {
                    left.countDown();
                }
            }
        }

        /** Reads what is left, passes on all results, and closes the folders. */
        void finish(Consumer<StableReader.ReadOutcome> findings) throws IOException {
            try {
                run();
                awaitOthers();
                for (int i = 0; i < files.size(); i++) {
                    StableReader.ReadOutcome outcome = outcomes.get(i);
                    // A failure on another thread happens again here, where the scan ends with it.
                    findings.accept(outcome == null ? stableReader.read(files.get(i)) : outcome);
                }
            } finally {
                for (OpenFolder folder : open) {
                    folder.close();
                }
            }
        }

        /** Waits for the files that other threads have taken. An interrupt ends no scan. */
        private void awaitOthers() {
            boolean interrupted = false;
            boolean done = false;
            while (!done) {
                try {
                    left.await();
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Adds a file, and keeps its folder open until the read. */
    void add(StableReader.FoundFile file) {
        if (folders.isEmpty() || folders.get(folders.size() - 1) != file.in()) {
            folders.add(file.in().retain());
        }
        waiting.put(file.path(), file);
        bytes += file.status().stamp().size();
    }

    /** Whether the batch must be read before another file is added. */
    boolean isFull() {
        return waiting.size() >= maxFiles || bytes >= MAX_BYTES || folders.size() >= MAX_FOLDERS;
    }

    /** Whether the file at this path waits, or is being read. */
    boolean holds(String path) {
        return waiting.containsKey(path) || (running != null && running.byPath.containsKey(path));
    }

    /** Starts to read the waiting files on other threads. Passes on the results of the batch before. */
    void start(Consumer<StableReader.ReadOutcome> findings) throws IOException {
        finishRunning(findings);
        Batch batch = takeWaiting();
        running = batch;
        if (batch.files.size() >= parallelFrom) {
            ForkJoinPool pool = ForkJoinPool.commonPool();
            for (int i = 0; i < pool.getParallelism(); i++) {
                pool.execute(batch);
            }
        }
    }

    /** Reads all files that are left, and passes on the results in the order of the files. */
    void read(Consumer<StableReader.ReadOutcome> findings) throws IOException {
        start(findings);
        finishRunning(findings);
    }

    private void finishRunning(Consumer<StableReader.ReadOutcome> findings) throws IOException {
        Batch batch = running;
        running = null;
        if (batch != null) {
            batch.finish(findings);
        }
    }

    private Batch takeWaiting() {
        Batch batch = new Batch(waiting, folders);
        waiting = new LinkedHashMap<>();
        folders = new ArrayList<>();
        bytes = 0;
        return batch;
    }
}
