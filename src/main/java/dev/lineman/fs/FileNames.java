package dev.lineman.fs;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Names of files as they are compared: two that differ only in case, or in how Unicode writes their accents, cannot both be files
 * on every system.
 */
public final class FileNames {
    private FileNames() {}

    /** What names have in common that differ only in case, or as NFC and NFD do (Unicode Standard Annex 15). */
    public static String fold(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) > 0x7f) {
                return foldUnicode(path);
            }
        }
        return path.toLowerCase(Locale.ROOT);
    }

    /** Letter by letter, as {@link String#equalsIgnoreCase} compares: ß is not ss, and a final ς is σ. */
    private static String foldUnicode(String path) {
        String letters = Normalizer.normalize(path, Normalizer.Form.NFC)
                .codePoints()
                .map(letter -> Character.toLowerCase(Character.toUpperCase(letter)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return Normalizer.normalize(letters, Normalizer.Form.NFC);
    }
}
