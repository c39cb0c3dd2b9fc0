package dev.lineman.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds MACs in names of files, User-Agents and certificates. A MAC is a run of exactly 12 hex digits, or six
 * pairs with {@code :} or {@code -} between them. Access depends on the result, so it is strict; {@link
 * RequestedMac} is more generous. Thread-safe.
 */
public final class MacFinder {
    /** Hex digits of a MAC. */
    static final int DIGITS = 12;

    /** Characters of a MAC with separators. */
    private static final int PAIRS = DIGITS + 5;

    /**
     * Files for all phones are named 000000000000.cfg or y000000000028.cfg. A MAC with this prefix is not a
     * phone's.
     */
    private static final String COMMON_FILE_PREFIX = "00000000";

    private static final Pattern WHOLE = Pattern.compile("[0-9a-f]{12}");

    private MacFinder() {}

    /** The text without {@code :}, {@code -} and {@code .}, in lower case. */
    public static String digits(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ':' && c != '-' && c != '.') {
                digits.append(c);
            }
        }
        return digits.toString().toLowerCase(Locale.ROOT);
    }

    /** Whether the text is 12 lower-case hex digits. */
    public static boolean isMac(String digits) {
        return WHOLE.matcher(digits).matches();
    }

    /** The last MAC in a path, in 12 lower-case digits; null if there is none. */
    public static @Nullable String findInPath(String path) {
        List<String> all = findAll(path);
        for (int i = all.size() - 1; i >= 0; i--) {
            if (!all.get(i).startsWith(COMMON_FILE_PREFIX)) {
                return all.get(i);
            }
        }
        return null;
    }

    /** All MACs in a text, in 12 lower-case digits. */
    public static List<String> findAll(String text) {
        List<String> all = List.of();
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (!isHex(text.charAt(i))) {
                continue;
            }
            int end = i;
            while (end < length && isHex(text.charAt(end))) {
                end++;
            }
            String mac = null;
            if (end - i == DIGITS) {
                mac = text.substring(i, end);
            } else if (end - i == 2) {
                int last = endOfPairs(text, i);
                // In MAC:00:04:13:24:66:72 the first pair found is AC.
                mac = last - i == PAIRS || last - i == PAIRS + 3 ? digits(text.substring(last - PAIRS, last)) : null;
                end = last;
            }
            if (mac != null) {
                all = all.isEmpty() ? new ArrayList<>(2) : all;
                all.add(mac.toLowerCase(Locale.ROOT));
            }
            i = end;
        }
        return all;
    }

    /** Where a chain of pairs with the same separator ends. */
    private static int endOfPairs(String text, int from) {
        int end = from + 2;
        char between = end < text.length() ? text.charAt(end) : ' ';
        if (between != ':' && between != '-') {
            return end;
        }
        while (end + 2 < text.length()
                && text.charAt(end) == between
                && isHex(text.charAt(end + 1))
                && isHex(text.charAt(end + 2))) {
            end += 3;
        }
        return end < text.length() && isHex(text.charAt(end)) ? from + 2 : end;
    }

    static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
