package dev.lineman.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Mounts below a root without privileges: a folder replaces another, and a file in the form of {@code mountinfo}
 * lists it.
 */
final class MountFixture {
    private static final String FIRST = "1 0 8:1 / / rw - ext4 /dev/sda1 rw";

    private final Path root;
    private final Path hidden;
    private final Map<String, Integer> mounted = new TreeMap<>();
    private int boots;

    /** @param hidden a folder beside the root, for the folders that are covered */
    MountFixture(Path root, Path hidden) {
        this.root = root;
        this.hidden = hidden;
    }

    boolean isMounted(String path) {
        return mounted.containsKey(path);
    }

    /** Returns the current folder of a share's files. */
    Path files(String path) throws IOException {
        return isMounted(path) ? root.resolve(path) : Files.createDirectories(server(path));
    }

    private Path server(String path) {
        return hidden.resolve("server").resolve(path.replace('/', '_'));
    }

    private Path covered(String path) {
        return hidden.resolve("covered").resolve(path.replace('/', '_'));
    }

    void mount(String path) throws IOException {
        Files.createDirectories(root.resolve(path));
        Files.createDirectories(Objects.requireNonNull(covered(path).getParent()));
        Files.createDirectories(server(path));
        Files.move(root.resolve(path), covered(path));
        Files.move(server(path), root.resolve(path));
        mounted.put(path, 100 + mounted.size());
        writeMountTable();
    }

    /** Unmounts a share: the covered folder becomes visible. */
    void unmount(String path) throws IOException {
        Files.createDirectories(Objects.requireNonNull(server(path).getParent()));
        Files.move(root.resolve(path), server(path));
        Files.move(covered(path), root.resolve(path));
        mounted.remove(path);
        writeMountTable();
    }

    /** Simulates a boot: devices and mounts get other numbers. */
    void boot() throws IOException {
        boots++;
        writeMountTable();
    }

    private void writeMountTable() throws IOException {
        List<String> lines = new ArrayList<>(List.of(FIRST));
        int number = 2;
        for (Map.Entry<String, Integer> one : mounted.entrySet()) {
            lines.add((number + 10 * boots) + " 1 0:" + (number + 50 - boots) + " / "
                    + root.toRealPath().resolve(one.getKey()).toString().replace(" ", "\\040")
                    + " rw shared:1 - nfs4 server:/" + one.getKey() + " rw");
            number++;
        }
        Files.write(root.resolve(Cycles.MOUNTS), lines);
    }
}
