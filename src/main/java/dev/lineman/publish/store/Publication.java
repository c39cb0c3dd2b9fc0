package dev.lineman.publish.store;

import dev.lineman.collection.HashOrder;
import dev.lineman.fs.FileNames;
import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * All published files at one moment: names, and where their content is. Immutable and thread-safe. Shares its
 * structure with the publication before it, so the cost of a change depends only on its size.
 */
public final class Publication {
    /** The folder below {@code out/} with the publisher's own files. */
    public static final String STATE = ".lineman";

    /** The publication without files. */
    public static final Publication EMPTY = new Publication(TreePMap.empty(HashOrder.BY_HASH));

    private final TreePMap<String, PublishedFile> byFoldedPath;

    private Publication(TreePMap<String, PublishedFile> byFoldedPath) {
        this.byFoldedPath = byFoldedPath;
    }

    /**
     * Creates a publication in one pass. Adding its files one by one takes several times as long.
     *
     * @param byFoldedPath in the order of {@link HashOrder}
     */
    static Publication of(SortedMap<String, PublishedFile> byFoldedPath) {
        return new Publication(TreePMap.fromSortedMap(byFoldedPath));
    }

    /**
     * Returns the file with a name, without regard to case; null if there is none. Two published names never differ
     * only in case.
     *
     * @param path below {@code out/}, with {@code /}
     */
    public @Nullable PublishedFile find(String path) {
        return byFoldedPath.get(FileNames.fold(path));
    }

    /** Returns the number of files. */
    public int size() {
        return byFoldedPath.size();
    }

    /** Returns all files, in no order. */
    public Collection<PublishedFile> entries() {
        return byFoldedPath.values();
    }

    /** Returns all folded names, in {@link HashOrder}. */
    public Set<String> names() {
        return byFoldedPath.keySet();
    }

    /** Returns the file with a name that {@link FileNames#fold} has folded; null if there is none. */
    public @Nullable PublishedFile findFolded(String folded) {
        return byFoldedPath.get(folded);
    }

    /** Returns a publication with this file. */
    Publication with(String folded, PublishedFile entry) {
        return new Publication(byFoldedPath.plus(folded, entry));
    }

    /** Returns a publication without this file. */
    Publication without(String folded) {
        return new Publication(byFoldedPath.minus(folded));
    }
}
