package dev.lineman.http.message;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One part of a content, as a {@code Range} field asks for it (RFC 9110, section 14.1.2). Immutable.
 *
 * @param from the first byte, counted from 0
 * @param length in bytes; 0 if the range lies outside of the content (status 416)
 */
record ByteRange(long from, long length) {
    private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d*)-(\\d*)\\s*");
    private static final ByteRange NOTHING = new ByteRange(0, 0);

    /**
     * The range of a {@code Range} field. Null if the field is malformed or has several ranges; the client then
     * gets the whole content, as RFC 9110 allows.
     *
     * @param length the length of the content, in bytes
     */
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

    /** Numbers of more than 18 digits count as the largest long value. */
    private static long number(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > 18 ? Long.MAX_VALUE : Long.parseLong(significant);
    }

    /** The last byte of the range, as {@code Content-Range} names it. */
    long last() {
        return from + length - 1;
    }
}
