package dev.lineman.http.message;

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
    private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d*)-(\\d*)\\s*");
    private static final ByteRange NOTHING = new ByteRange(0, 0);

    /** The range that a {@code Range} field asks for; null if it is malformed or several, and the whole is to be sent. */
    static @Nullable ByteRange of(String field, long length) {
        Matcher range = ONE.matcher(field.toLowerCase(Locale.ROOT));
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return null;
        }
        if (range.group(1).isEmpty()) {
            long suffix = Math.min(number(range.group(2)), length);
            return new ByteRange(length - suffix, suffix);
        }
        long from = number(range.group(1));
        long last = range.group(2).isEmpty() ? Long.MAX_VALUE : number(range.group(2));
        if (last < from) {
            return null;
        }
        return from >= length ? NOTHING : new ByteRange(from, Math.min(last, length - 1) - from + 1);
    }

    /** As large as it says, or as large as a number gets. */
    private static long number(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > 18 ? Long.MAX_VALUE : Long.parseLong(significant);
    }

    long last() {
        return from + length - 1;
    }
}
