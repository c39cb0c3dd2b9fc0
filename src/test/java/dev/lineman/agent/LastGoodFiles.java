package dev.lineman.agent;

import dev.lineman.build.InputReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Keeps a copy of a root folder that has the last good content of each file. */
final class LastGoodFiles {
    private final Path root;
    private final Path copy;
    private final InputReader reader = new InputReader("secrets.yaml", () -> false);
    private final Map<String, byte[]> good = new TreeMap<>();
    private final Set<String> broken = new TreeSet<>();
    private final Set<String> lost = new TreeSet<>();
    private final Set<String> unknown = new TreeSet<>();
    private boolean started;
    private Map<String, byte[]> copied = new HashMap<>();

    LastGoodFiles(Path root, Path copy) throws IOException {
        this.root = root;
        this.copy = copy;
        for (Path folder : new Path[] {root, copy}) {
            Files.createDirectories(folder.resolve("extensions.d"));
            Files.createDirectories(folder.resolve("templates"));
        }
    }

    /** Returns the files that cannot be parsed now. */
    Set<String> broken() {
        return broken;
    }

    /**
     * Returns the broken files that were never readable since the last restart; their last good content is lost.
     */
    Set<String> lost() {
        return lost;
    }

    /** Returns the broken files without a good content in this process: those that are lost, and those that are new. */
    Set<String> unknown() {
        return unknown;
    }

    /** Forgets all contents, as a restart does. */
    void restart() {
        good.clear();
        started = false;
    }

    /** Reads every file and updates the copy. */
    void update() throws IOException {
        Map<String, byte[]> now = new TreeMap<>();
        broken.clear();
        unknown.clear();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                String path = root.relativize(file).toString();
                byte[] last = lastGood(path, file);
                if (last == null) {
                    broken.add(path);
                    last = good.get(path);
                }
                if (last == null) {
                    unknown.add(path);
                } else {
                    now.put(path, last);
                }
            }
        }
        if (started) {
            lost.retainAll(unknown);
        } else {
            lost.clear();
            lost.addAll(unknown);
        }
        started = true;
        good.clear();
        good.putAll(now);
        updateCopy();
    }

    private byte[] lastGood(String path, Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return null;
        }
        byte[] content = Files.readAllBytes(file);
        boolean whole = path.startsWith("templates/static/")
                || reader.read(path, content).document() != null;
        return whole ? content : null;
    }

    private void updateCopy() throws IOException {
        for (String path : copied.keySet()) {
            if (!good.containsKey(path)) {
                Files.delete(copy.resolve(path));
            }
        }
        for (Map.Entry<String, byte[]> file : good.entrySet()) {
            if (file.getValue() != copied.get(file.getKey())) {
                Files.createDirectories(copy.resolve(file.getKey()).getParent());
                Files.write(copy.resolve(file.getKey()), file.getValue());
            }
        }
        copied = new HashMap<>(good);
    }
}
