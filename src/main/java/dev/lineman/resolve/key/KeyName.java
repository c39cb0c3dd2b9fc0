package dev.lineman.resolve.key;

import dev.lineman.template.key.KeyKind;
import org.jspecify.annotations.Nullable;

/**
 * A name that means a detail of one key, or a part of its type: {@code blf3}, {@code blflabel3}, {@code softkey2}, {@code
 * blf3/value}. Immutable.
 *
 * @param detail the detail; the number if the name means a part
 * @param number the number of the key, from 1 to 9999
 * @param part the name of a part of the key's type, in lower case; null if the name means a detail
 */
public record KeyName(
        KeyKind kind,
        KeyDetail detail,
        int number,
        @Nullable String part) {
    /** Digits of a key's number. */
    private static final int MAX_DIGITS = 4;

    /** Reads a name in lower case; null if it means no key. */
    public static @Nullable KeyName parse(String name) {
        for (KeyKind kind : KeyKind.values()) {
            if (name.startsWith(kind.prefix())) {
                return parse(kind, name);
            }
        }
        return null;
    }

    private static @Nullable KeyName parse(KeyKind kind, String name) {
        int from = kind.prefix().length();
        KeyDetail detail = KeyDetail.NUMBER;
        for (KeyDetail each : KeyDetail.values()) {
            detail = name.startsWith(each.infix(), from) ? each : detail;
        }
        from += detail.infix().length();
        int to = from;
        while (to < name.length() && to - from < MAX_DIGITS && isDigit(name.charAt(to))) {
            to++;
        }
        // A number with a leading zero names no key.
        if (from == to || name.charAt(from) == '0') {
            return null;
        }
        boolean ofPart = to < name.length() && name.charAt(to) == '/' && detail == KeyDetail.NUMBER;
        if (to < name.length() && !ofPart) {
            return null;
        }
        int number = Integer.parseInt(name, from, to, 10);
        return new KeyName(kind, detail, number, ofPart ? name.substring(to + 1) : null);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
