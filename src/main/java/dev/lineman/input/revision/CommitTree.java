package dev.lineman.input.revision;

import dev.lineman.input.snapshot.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a commit below the root. Their paths are absolute, as if the commit were checked out at the root.
 * Resolves symbolic links like the system. Not thread-safe.
 */
final class CommitTree {
    /** Git's mode of a symbolic link. */
    private static final String LINK = "120000";
    /** Git's mode of a submodule. */
    private static final String SUBMODULE = "160000";

    /** The limit of Linux for one path (path_resolution(7)). */
    private static final int MAX_LINKS = 40;

    /**
     * A file, link or submodule.
     *
     * @param mode six octal digits, as Git prints them
     * @param id the hash of its content
     */
    record Blob(String mode, String id) {
        boolean isLink() {
            return mode.equals(LINK);
        }

        boolean isSubmodule() {
            return mode.equals(SUBMODULE);
        }
    }

    /** Reads the content of a blob. */
    @FunctionalInterface
    interface BlobContents {
        byte[] of(Blob blob) throws IOException;
    }

    private final Path root;
    /** The path of the root as the user named it. */
    private final Path alias;

    private final BlobContents contents;
    /** By their paths below the root. */
    private final TreeMap<String, Blob> blobs = new TreeMap<>();
    /** Targets of links that were read. */
    private final Map<Blob, String> targets = new HashMap<>();

    /**
     * Parses a listing.
     *
     * @param root the real path of the root
     * @param alias another path of the root
     * @param listing the output of {@code git ls-tree -r -z} for the root's folder in the commit
     * @param contents reads the targets of links
     */
    CommitTree(Path root, Path alias, String listing, BlobContents contents) {
        this.root = root;
        this.alias = alias;
        this.contents = contents;
        for (String line : listing.split("\0", -1)) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                String[] words = line.substring(0, tab).split(" ", -1);
                blobs.put(line.substring(tab + 1), new Blob(words[0], words[2]));
            }
        }
    }

    /** The blob at a path, links not followed; null if there is none, or a folder. */
    @Nullable
    Blob blobAt(Path path) {
        return path.startsWith(root) ? blobs.get(name(path)) : null;
    }

    /** All blobs below a folder, at any depth, by their paths below the folder. Links are not followed. */
    NavigableMap<String, Blob> below(Path folder) {
        String name = name(folder);
        if (name.isEmpty()) {
            return blobs;
        }
        NavigableMap<String, Blob> below = new TreeMap<>();
        Snapshot.below(blobs, name).forEach((path, blob) -> below.put(path.substring(name.length() + 1), blob));
        return below;
    }

    /**
     * Resolves all symbolic links of a path; null if it leads nowhere. Outside the root, which the commit does not
     * contain, it resolves nothing.
     *
     * @throws UncheckedIOException if Git's answer cannot be read
     */
    @Nullable
    Path resolveLinks(Path path) {
        Deque<Path> rest = new ArrayDeque<>();
        push(rest, path);
        Path at = path.getRoot();
        for (int links = 0; !rest.isEmpty(); ) {
            Path name = rest.pop();
            Path named = at.resolve(name).normalize();
            Path next = named.equals(alias) ? root : named;
            Blob blob = blobAt(next);
            if (blob != null && blob.isLink()) {
                if (++links > MAX_LINKS) {
                    return null;
                }
                Path target = Path.of(targetOf(blob));
                at = target.isAbsolute() ? target.getRoot() : at;
                push(rest, target);
            } else if (next.startsWith(root) && blob == null && !isFolder(next)) {
                return null;
            } else {
                at = next;
            }
        }
        return at;
    }

    private boolean isFolder(Path path) {
        return path.equals(root) || !Snapshot.below(blobs, name(path)).isEmpty();
    }

    /** The target of a link, as it is stored. */
    private String targetOf(Blob link) {
        return targets.computeIfAbsent(link, unread -> {
            try {
                return new String(contents.of(unread), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Puts the parts of a path in front of the rest. */
    private static void push(Deque<Path> rest, Path path) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            rest.push(path.getName(i));
        }
    }

    private String name(Path path) {
        return root.relativize(path).toString();
    }
}
