package dev.lineman.input.scan;

import dev.lineman.input.OpenFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Collects files that a walk found, and reads them together: many files on all processors. The batch is bounded.
 * Not thread-safe.
 */
final class ParallelReads {
    /** Bounds for one batch: files, bytes and open folders. */
    private static final int MAX_FILES = 512;

    private static final int MAX_BYTES = 2 << 20;

    /** Each folder is one file descriptor, and a process may have only about a thousand. */
    private static final int MAX_FOLDERS = 32;

    private final StableReader stableReader;
    private final int parallelFrom;
    private Map<String, StableReader.FoundFile> waiting = new LinkedHashMap<>();
    private List<OpenFolder> folders = new ArrayList<>();
    /** Size of the waiting files. */
    private long bytes;

    /**
     * A collection without files.
     *
     * @param parallelFrom from this number of files on, all processors read them
     */
    ParallelReads(StableReader stableReader, int parallelFrom) {
        this.stableReader = stableReader;
        this.parallelFrom = parallelFrom;
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
        return waiting.size() >= MAX_FILES || bytes >= MAX_BYTES || folders.size() >= MAX_FOLDERS;
    }

    /** Whether the file at this path waits. */
    boolean holds(String path) {
        return waiting.containsKey(path);
    }

    /** Reads all waiting files, and passes on the results in the order of the files. Closes the folders. */
    void read(Consumer<StableReader.ReadOutcome> findings) throws IOException {
        List<StableReader.FoundFile> all = List.copyOf(waiting.values());
        List<OpenFolder> open = folders;
        waiting = new LinkedHashMap<>();
        folders = new ArrayList<>();
        bytes = 0;
        try {
            Stream<StableReader.FoundFile> files = all.size() < parallelFrom ? all.stream() : all.parallelStream();
            files.map(stableReader::read).toList().forEach(findings);
        } finally {
            for (OpenFolder folder : open) {
                folder.close();
            }
        }
    }
}
