package dev.lineman.command.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that identify one phone, such as its MAC and number. {@link DiffSummary} masks them to group equal diffs.
 * Immutable.
 */
public final class PhoneIdentity {
    /** For files that belong to no phone. */
    public static final PhoneIdentity NONE = new PhoneIdentity("", Map.of());

    /** Surrounds names in masked lines. No line of text contains it. */
    private static final char NAME_MARK = '\0';

    /** Values of this length are also masked inside a word, such as the MAC in {@code cfg000413246672}. */
    private static final int MIN_LENGTH_IN_WORD = 8;

    private final String mac;

    /** The name of each value, by the value in lower case. */
    private final Map<String, String> names;

    private PhoneIdentity(String mac, Map<String, String> names) {
        this.mac = mac;
        this.names = names;
    }

    /**
     * Returns the identity of a phone.
     *
     * @param mac 12 hex digits
     * @param values the values by name; if two are equal, the first name is used
     */
    public static PhoneIdentity of(String mac, Map<String, String> values) {
        Map<String, String> names = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (!value.isBlank()) {
                names.putIfAbsent(value.toLowerCase(Locale.ROOT), name);
            }
        });
        names.putIfAbsent(mac, "mac");
        names.putIfAbsent(withSeparators(mac, ':'), "mac:");
        names.putIfAbsent(withSeparators(mac, '-'), "mac-");
        return new PhoneIdentity(mac, names);
    }

    /** Returns the MAC; empty if the file belongs to no phone. */
    public String mac() {
        return mac;
    }

    /** Replaces each value in a line with its name. */
    String mask(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        // Most lines contain no value, and a large fleet has many lines: check before building the pattern.
        if (names.keySet().stream().noneMatch(lower::contains)) {
            return line;
        }
        Matcher found = values().matcher(line);
        return found.replaceAll(value -> Matcher.quoteReplacement(
                NAME_MARK + names.getOrDefault(value.group().toLowerCase(Locale.ROOT), "") + NAME_MARK));
    }

    private Pattern values() {
        List<String> longestFirst = new ArrayList<>(names.keySet());
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        List<String> found = new ArrayList<>();
        for (String value : longestFirst) {
            String quoted = Pattern.quote(value);
            found.add(
                    value.length() < MIN_LENGTH_IN_WORD
                            ? "(?<![\\p{L}\\p{N}])" + quoted + "(?![\\p{L}\\p{N}])"
                            : quoted);
        }
        return Pattern.compile(String.join("|", found), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** Writes a MAC as six pairs with a separator. */
    private static String withSeparators(String mac, char between) {
        StringBuilder spelt = new StringBuilder(mac);
        for (int at = mac.length() - 2; at > 0; at -= 2) {
            spelt.insert(at, between);
        }
        return spelt.toString();
    }
}
