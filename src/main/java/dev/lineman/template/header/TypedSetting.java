package dev.lineman.template.header;

import dev.lineman.problem.Position;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A setting with a type. The key {@code vars} of a phone may set it. Immutable.
 *
 * @param name in lower case
 * @param at position of the element
 * @param integer whether it is a whole number; otherwise it is true or false
 * @param defaultValue value for a phone that sets none; null if each phone must set it
 * @param min smallest number, or null
 * @param max largest number, or null
 * @param phoneValues the texts that a phone expects, by value
 */
public record TypedSetting(
        String name,
        Position at,
        boolean integer,
        @Nullable String defaultValue,
        @Nullable Long min,
        @Nullable Long max,
        Map<String, String> phoneValues) {
    /** At most 18 digits, so that the number fits into a {@code long}. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}");

    public TypedSetting {
        phoneValues = Map.copyOf(phoneValues);
    }

    /** The setting that an element declares; null if it declares none. */
    static @Nullable TypedSetting of(HeaderElement element) {
        String type = element.attribute("type");
        String param = element.attribute("param");
        boolean whole = "int".equalsIgnoreCase(type);
        if (param == null || param.isEmpty() || !(whole || "bool".equalsIgnoreCase(type))) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (HeaderElement item : element.children("item")) {
            String value = item.attribute("value");
            if (value != null) {
                texts.putIfAbsent(normalize(value, whole), item.text());
            }
        }
        return new TypedSetting(
                param.toLowerCase(Locale.ROOT),
                element.at(),
                whole,
                element.attribute("default"),
                bound(element, "min"),
                bound(element, "max"),
                texts);
    }

    /** Whether a value has the right type and is within the bounds. */
    public boolean allows(String value) {
        if (!integer) {
            return !normalize(value, false).isEmpty();
        }
        Long number = number(value);
        return number != null && (min == null || number >= min) && (max == null || number <= max);
    }

    /** The text to write into the provisioning file for a value. */
    public String phoneValue(String value) {
        return phoneValues.getOrDefault(normalize(value, integer), value);
    }

    /** The allowed values as text for people, such as {@code a whole number from 1 to 4094}. */
    public String describeRange() {
        if (!integer) {
            return "true or false";
        }
        if (min == null) {
            return max == null ? "a whole number" : "a whole number up to " + max;
        }
        return "a whole number from " + min + (max == null ? " on" : " to " + max);
    }

    /** A bound of a number. Published templates call it {@code minvalue} or {@code maxvalue}. */
    private static @Nullable Long bound(HeaderElement element, String name) {
        Long bound = number(element.attribute(name + "value"));
        return bound == null ? number(element.attribute(name)) : bound;
    }

    private static @Nullable Long number(@Nullable String text) {
        return text != null && NUMBER.matcher(text).matches() ? Long.valueOf(text) : null;
    }

    /** Returns the same text for all spellings of a value. Empty for text that is neither true nor false. */
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
