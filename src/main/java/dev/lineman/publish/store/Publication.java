package dev.lineman.publish.store;

import dev.lineman.collection.HashOrder;
import dev.lineman.fs.FileNames;
import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Everything that is published, at one moment: names and where their content lies. Immutable, and shares structure
 * with the publication before it, so that a change costs what it touches.
 */
public final class Publication {
    /** The folder below {@code out/} that holds the publisher's own files. */
    public static final String STATE = ".lineman";

    /** Nothing is published. */
    public static final Publication EMPTY = new Publication(TreePMap.empty(HashOrder.BY_HASH));

    private final TreePMap<String, PublishedFile> byFoldedPath;

    private Publication(TreePMap<String, PublishedFile> byFoldedPath) {
        this.byFoldedPath = byFoldedPath;
    }

    /** All of it at once, by folded path in {@link HashOrder}: as many changes would take several times as long. */
    static Publication of(SortedMap<String, PublishedFile> byFoldedPath) {
        return new Publication(TreePMap.fromSortedMap(byFoldedPath));
    }

    /**
     * The entry of a name, exactly or without regard to case: names that differ only in case never stand side by
     * side.
     *
     * @param path below {@code out/}, with {@code /}
     */
    public @Nullable PublishedFile find(String path) {
        return byFoldedPath.get(FileNames.fold(path));
    }

    /** How many names there are. */
    public int size() {
        return byFoldedPath.size();
    }

    /** All entries, in no order. */
    public Collection<PublishedFile> entries() {
        return byFoldedPath.values();
    }

    /** All names, folded, in {@link HashOrder}. */
    public Set<String> names() {
        return byFoldedPath.keySet();
    }

    /** The entry of a name that {@link FileNames#fold} has been through. */
    public @Nullable PublishedFile findFolded(String folded) {
        return byFoldedPath.get(folded);
    }

    Publication with(String folded, PublishedFile entry) {
        return new Publication(byFoldedPath.plus(folded, entry));
    }

    Publication without(String folded) {
        return new Publication(byFoldedPath.minus(folded));
    }
}
