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
 * What only one phone has, such as its MAC and its number. Lines of two phones that differ in nothing else are alike.
 * Immutable.
 */
public final class PhoneIdentity {
    /** Of a file that is no phone's. */
    public static final PhoneIdentity NONE = new PhoneIdentity("", Map.of());

    /** What no line of a text has. */
    private static final char NAME_MARK = '\0';

    /** From this length on a value is found inside a word as well, as a MAC is in {@code cfg000413246672}. */
    private static final int MIN_LENGTH_IN_WORD = 8;

    private final String mac;

    /** What each value is called, in lower case. */
    private final Map<String, String> names;

    private PhoneIdentity(String mac, Map<String, String> names) {
        this.mac = mac;
        this.names = names;
    }

    /**
     * The belongings of a phone.
     *
     * @param mac 12 hex digits
     * @param values by what they are called; of two that are the same, the first gives the name
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

    /** The phone's MAC; empty when it is no phone's. */
    String mac() {
        return mac;
    }

    /** A line with what each of these values is called in its place. */
    String mask(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        // Most lines have none, and there may be one for each of ten thousand phones.
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

    /** Six pairs of digits with something between. */
    private static String withSeparators(String mac, char between) {
        StringBuilder spelt = new StringBuilder(mac);
        for (int at = mac.length() - 2; at > 0; at -= 2) {
            spelt.insert(at, between);
        }
        return spelt.toString();
    }
}
