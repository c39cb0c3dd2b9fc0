package dev.lineman.fs;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Compares file names as file systems do that ignore case or Unicode normalization. Two names with the same
 * folded form cannot both be files on every system. Stateless.
 */
public final class FileNames {
    private FileNames() {}

    /**
     * Returns the folded form of a path. Paths are equal after folding if they differ only in case, or as NFC and
     * NFD differ (Unicode Standard Annex 15).
     */
    public static String fold(String path) {
        // Nearly all paths are ASCII, where lower case is enough.
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) > 0x7f) {
                return foldUnicode(path);
            }
        }
        return path.toLowerCase(Locale.ROOT);
    }

    /**
     * Folds letter by letter, as {@link String#equalsIgnoreCase} compares: ß differs from ss, and a final ς
     * equals σ.
     */
    private static String foldUnicode(String path) {
        String letters = Normalizer.normalize(path, Normalizer.Form.NFC)
                .codePoints()
                .map(letter -> Character.toLowerCase(Character.toUpperCase(letter)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        // A changed letter may form a new pair with its accent.
        return Normalizer.normalize(letters, Normalizer.Form.NFC);
    }
}
