package dev.lineman.input.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The commit and branch that a working tree has checked out. Read from Git's files (gitrepository-layout(5)), without
 * running Git. Status and metrics show it. Immutable.
 *
 * @param commit its hash: 40 or 64 hex digits
 * @param branch null if no branch is checked out
 */
public record GitHead(String commit, @Nullable String branch) {
    private static final String REFERENCE = "ref: ";
    private static final String BRANCHES = "refs/heads/";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    /** A larger file is not a reference. */
    private static final int MAX_FILE_BYTES = 4096;

    /** The commit that the working tree around a folder has checked out; null if it cannot be read. */
    public static @Nullable GitHead around(Path folder) {
        try {
            WorkingTrees.Tree tree = WorkingTrees.around(folder);
            String head = tree == null ? null : line(tree.git().resolve("HEAD"));
            if (tree == null || head == null) {
                return null;
            }
            if (!head.startsWith(REFERENCE)) {
                return HASH.matcher(head).matches() ? new GitHead(head, null) : null;
            }
            String name = head.substring(REFERENCE.length());
            String hash = name.contains("..") ? null : hash(tree.git(), name);
            String branch = name.startsWith(BRANCHES) ? name.substring(BRANCHES.length()) : name;
            return hash == null || !HASH.matcher(hash).matches() ? null : new GitHead(hash, branch);
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    /**
     * The hash that a reference names. Linked working trees keep their branches in the first one's folder, which
     * {@code commondir} names.
     */
    private static @Nullable String hash(Path git, String name) throws IOException {
        String common = line(git.resolve("commondir"));
        Path home = common == null ? git : git.resolve(common).normalize();
        String loose = line(home.resolve(name));
        return loose == null ? packed(home.resolve("packed-refs"), name) : loose;
    }

    /** The hash of a reference in {@code packed-refs}, where {@code git gc} moves it. */
    private static @Nullable String packed(Path file, String name) throws IOException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            String end = ' ' + new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            return lines.filter(line -> line.endsWith(end))
                    .map(line -> line.substring(0, line.length() - end.length()))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** The text of a small file without its line break; null if there is none. */
    private static @Nullable String line(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) <= MAX_FILE_BYTES
                ? Files.readString(file, StandardCharsets.UTF_8).strip()
                : null;
    }
}
