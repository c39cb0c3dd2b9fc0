package dev.lineman.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds MACs in texts of other people's making: 12 hex digits that no further one adjoins, or six pairs of them. */
public final class Mac {
    private static final int DIGITS = 12;

    /** Common files are called 000000000000.cfg or y000000000028.cfg. */
    private static final String COMMON = "00000000";

    private Mac() {}

    /** The last MAC in a file's path, in 12 lower-case digits; null when there is none. */
    public static @Nullable String in(String path) {
        List<String> all = all(path);
        for (int i = all.size() - 1; i >= 0; i--) {
            if (!all.get(i).startsWith(COMMON)) {
                return all.get(i);
            }
        }
        return null;
    }

    /** All MACs in a text, in 12 lower-case digits: with {@code :} or {@code -} between pairs, or with nothing between. */
    public static List<String> all(String text) {
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
                int last = pairs(text, i);
                mac = last < 0 ? null : digits(text, i, last);
                end = last < 0 ? end : last;
            }
            if (mac != null) {
                all = all.isEmpty() ? new ArrayList<>(2) : all;
                all.add(mac.toLowerCase(Locale.ROOT));
            }
            i = end;
        }
        return all;
    }

    /** Where six pairs from here on end; -1 when they are not six. */
    private static int pairs(String text, int from) {
        int end = from + DIGITS + 5;
        if (end > text.length()) {
            return -1;
        }
        char between = text.charAt(from + 2);
        if (between != ':' && between != '-') {
            return -1;
        }
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if ((i - from) % 3 == 2 ? c != between : !isHex(c)) {
                return -1;
            }
        }
        return end < text.length() && isHex(text.charAt(end)) ? -1 : end;
    }

    private static String digits(String text, int from, int to) {
        StringBuilder digits = new StringBuilder(DIGITS);
        for (int i = from; i < to; i++) {
            if ((i - from) % 3 != 2) {
                digits.append(text.charAt(i));
            }
        }
        return digits.toString();
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
