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
 * File systems that are mounted below a root, without a privilege: a folder takes the place of another, and a file in the form of
 * {@code mountinfo} says so.
 */
final class MountFixture {
    private static final String FIRST = "1 0 8:1 / / rw - ext4 /dev/sda1 rw";

    private final Path root;
    private final Path away;
    private final Map<String, Integer> mounted = new TreeMap<>();
    private int boots;

    /** @param away a folder beside the root, for what is not to be seen */
    MountFixture(Path root, Path away) {
        this.root = root;
        this.away = away;
    }

    boolean isMounted(String path) {
        return mounted.containsKey(path);
    }

    /** Where the files of a share are now. */
    Path files(String path) throws IOException {
        return isMounted(path) ? root.resolve(path) : Files.createDirectories(server(path));
    }

    private Path server(String path) {
        return away.resolve("server").resolve(path.replace('/', '_'));
    }

    private Path covered(String path) {
        return away.resolve("covered").resolve(path.replace('/', '_'));
    }

    void mount(String path) throws IOException {
        Files.createDirectories(root.resolve(path));
        Files.createDirectories(Objects.requireNonNull(covered(path).getParent()));
        Files.createDirectories(server(path));
        Files.move(root.resolve(path), covered(path));
        Files.move(server(path), root.resolve(path));
        mounted.put(path, 100 + mounted.size());
        note();
    }

    /** What the share covered is seen again. */
    void unmount(String path) throws IOException {
        Files.createDirectories(Objects.requireNonNull(server(path).getParent()));
        Files.move(root.resolve(path), server(path));
        Files.move(covered(path), root.resolve(path));
        mounted.remove(path);
        note();
    }

    /** Numbers of devices and mounts are others after a boot. */
    void boot() throws IOException {
        boots++;
        note();
    }

    private void note() throws IOException {
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
