package dev.lineman.template.header;

import dev.lineman.problem.Position;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value of a type, which {@code vars} may give.
 *
 * @param name in lower case
 * @param at the element
 * @param integer whether it is a whole number, else true or false
 * @param defaultValue its value when nobody gives one; null when somebody has to
 * @param min the smallest number, or null
 * @param max the largest number, or null
 * @param phoneValues what the phone is told instead, by value
 */
public record TypedSetting(
        String name,
        Position at,
        boolean integer,
        @Nullable String defaultValue,
        @Nullable Long min,
        @Nullable Long max,
        Map<String, String> phoneValues) {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}");

    public TypedSetting {
        phoneValues = Map.copyOf(phoneValues);
    }

    /** The setting that an element declares, or null when it declares none. */
    static @Nullable TypedSetting of(HeaderElement element) {
        String type = element.attribute("type");
        String param = element.attribute("param");
        boolean whole = "int".equalsIgnoreCase(type);
        if (param == null || param.isEmpty() || !(whole || "bool".equalsIgnoreCase(type))) {
            return null;
        }
        Map<String, String> words = new LinkedHashMap<>();
        for (HeaderElement item : element.children("item")) {
            String value = item.attribute("value");
            if (value != null) {
                words.putIfAbsent(normalize(value, whole), item.text());
            }
        }
        return new TypedSetting(
                param.toLowerCase(Locale.ROOT),
                element.at(),
                whole,
                element.attribute("default"),
                bound(element, "min"),
                bound(element, "max"),
                words);
    }

    /** Whether a value is of the type and within its bounds. */
    public boolean allows(String value) {
        if (!integer) {
            return !normalize(value, false).isEmpty();
        }
        Long number = number(value);
        return number != null && (min == null || number >= min) && (max == null || number <= max);
    }

    /** What the phone is told for a value. */
    public String phoneValue(String value) {
        return phoneValues.getOrDefault(normalize(value, integer), value);
    }

    /** What it takes, in words. */
    public String describeRange() {
        if (!integer) {
            return "true or false";
        }
        if (min == null) {
            return max == null ? "a whole number" : "a whole number up to " + max;
        }
        return "a whole number from " + min + (max == null ? " on" : " to " + max);
    }

    /** The bound of an element, which published templates call {@code minvalue} and {@code maxvalue}. */
    private static @Nullable Long bound(HeaderElement element, String name) {
        Long bound = number(element.attribute(name + "value"));
        return bound == null ? number(element.attribute(name)) : bound;
    }

    private static @Nullable Long number(@Nullable String text) {
        return text != null && NUMBER.matcher(text).matches() ? Long.valueOf(text) : null;
    }

    /** The same for all ways to write a value; empty for what is neither true nor false. */
    private static String normalize(String value, boolean whole) {
        if (whole) {
            Long number = number(value);
            return number == null ? value : number.toString();
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> "true";
            case "false", "0", "no", "off" -> "false";
            default -> "";
        };
    }
}
