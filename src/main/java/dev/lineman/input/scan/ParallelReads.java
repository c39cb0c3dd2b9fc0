package dev.lineman.input.scan;

import dev.lineman.input.OpenFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Files that were come upon and wait for being read: many of them on all processors at once. For one thread. */
final class ParallelReads {
    private static final int MAX_FILES = 512;
    private static final int MAX_BYTES = 2 << 20;

    /** Each is a descriptor, and there may be no more than a thousand of them. */
    private static final int MAX_FOLDERS = 32;

    private final StableReader stableReader;
    private final int parallelFrom;
    private Map<String, StableReader.FoundFile> waiting = new LinkedHashMap<>();
    private List<OpenFolder> folders = new ArrayList<>();
    private long bytes;

    /** @param together from how many on they are read on all processors */
    ParallelReads(StableReader stableReader, int together) {
        this.stableReader = stableReader;
        this.parallelFrom = together;
    }

    void add(StableReader.FoundFile file) {
        if (folders.isEmpty() || folders.get(folders.size() - 1) != file.in()) {
            folders.add(file.in().retain());
        }
        waiting.put(file.path(), file);
        bytes += file.status().stamp().size();
    }

    boolean isFull() {
        return waiting.size() >= MAX_FILES || bytes >= MAX_BYTES || folders.size() >= MAX_FOLDERS;
    }

    boolean holds(String path) {
        return waiting.containsKey(path);
    }

    /** Reads all, and tells what became of them in the order in which they came. */
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
