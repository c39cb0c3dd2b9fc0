package dev.lineman.disk;

import java.util.Locale;

/** Names of files as they are compared: two that differ only in case cannot both be files on every system. */
public final class FileName {
    private FileName() {}

    /** What names have in common that differ only in case. */
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
        return path.codePoints()
                .map(letter -> Character.toLowerCase(Character.toUpperCase(letter)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
