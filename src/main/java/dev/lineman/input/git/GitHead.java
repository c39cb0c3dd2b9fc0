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
 * What a working tree of git has checked out, read from git's own files (gitrepository-layout(5)) and without running it.
 *
 * @param commit its hash: 40 or 64 hex digits
 * @param branch null when no branch is checked out
 */
public record GitHead(String commit, @Nullable String branch) {
    private static final String REFERENCE = "ref: ";
    private static final String BRANCHES = "refs/heads/";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final int MAX_FILE_BYTES = 4096;

    /** What the working tree that a folder belongs to has checked out; null when that cannot be told. */
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

    /** In a further working tree, branches are kept where the first one is. */
    private static @Nullable String hash(Path git, String name) throws IOException {
        String common = line(git.resolve("commondir"));
        Path home = common == null ? git : git.resolve(common).normalize();
        String loose = line(home.resolve(name));
        return loose == null ? packed(home.resolve("packed-refs"), name) : loose;
    }

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

    private static @Nullable String line(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) <= MAX_FILE_BYTES
                ? Files.readString(file, StandardCharsets.UTF_8).strip()
                : null;
    }
}
