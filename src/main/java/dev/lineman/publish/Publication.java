package dev.lineman.publish;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * Everything that is published, at one moment: names and where their content lies. Immutable, and shares structure
 * with the publication before it, so that a change costs what it touches.
 */
public final class Publication {
    /** Nothing is published. */
    static final Publication EMPTY = new Publication(HashTreePMap.empty());

    private final HashPMap<String, Entry> byFoldedPath;

    private Publication(HashPMap<String, Entry> byFoldedPath) {
        this.byFoldedPath = byFoldedPath;
    }

    /**
     * The entry of a name, exactly or without regard to case: names that differ only in case never stand side by
     * side.
     *
     * @param path below {@code out/}, with {@code /}
     */
    public @Nullable Entry find(String path) {
        return byFoldedPath.get(fold(path));
    }

    /** How many names there are. */
    public int size() {
        return byFoldedPath.size();
    }

    /** All entries, in no order. */
    public Collection<Entry> entries() {
        return byFoldedPath.values();
    }

    /** What names have in common that differ only in case. */
    static String fold(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) > 0x7f) {
                return foldUnicode(path);
            }
        }
        return path.toLowerCase(Locale.ROOT);
    }

    /** Letter by letter, as {@link String#equalsIgnoreCase} compares: ß is not ss, and a final ς is σ. */
    private static String foldUnicode(String path) {
        return path.codePoints()
                .map(letter -> Character.toLowerCase(Character.toUpperCase(letter)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The entry of a name that {@link #fold} has been through. */
    @Nullable
    Entry findFolded(String folded) {
        return byFoldedPath.get(folded);
    }

    Publication with(String folded, Entry entry) {
        return new Publication(byFoldedPath.plus(folded, entry));
    }

    Publication without(String folded) {
        return new Publication(byFoldedPath.minus(folded));
    }
}
