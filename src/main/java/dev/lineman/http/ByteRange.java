package dev.lineman.http;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One part of a content (RFC 9110, section 14.1.2).
 *
 * @param length in bytes; 0 if nothing of the content was asked for
 */
record ByteRange(long from, long length) {
    private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");
    private static final ByteRange NOTHING = new ByteRange(0, 0);

    /** The range that a {@code Range} field asks for; null if it is malformed or several, and the whole is to be sent. */
    static @Nullable ByteRange of(String field, long length) {
        Matcher range = ONE.matcher(field.toLowerCase(Locale.ROOT));
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return null;
        }
        if (range.group(1).isEmpty()) {
            long suffix = Math.min(Long.parseLong(range.group(2)), length);
            return new ByteRange(length - suffix, suffix);
        }
        long from = Long.parseLong(range.group(1));
        long last = range.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(range.group(2));
        if (last < from) {
            return null;
        }
        return from >= length ? NOTHING : new ByteRange(from, Math.min(last, length - 1) - from + 1);
    }

    long last() {
        return from + length - 1;
    }
}
