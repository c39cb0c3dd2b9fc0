package dev.lineman.template.constraint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values that a template allows for a variable or a field. Immutable.
 *
 * @param min smallest number, or null
 * @param max largest number, or null
 * @param pattern what the whole value must match, or null
 * @param maxLength the most characters, or null
 * @param words the allowed values in the words of the template's author, for messages; or null
 * @param schemes the schemes of a URL, in lower case; empty for any
 */
public record ValueRule(
        ValueType type,
        @Nullable Long min,
        @Nullable Long max,
        @Nullable ValuePattern pattern,
        @Nullable Long maxLength,
        @Nullable String words,
        List<String> schemes) {
    /** At most 18 digits, so that the number fits into a {@code long}. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}");

    /** Parts between slashes. A part does not begin with a dot, since such files are ignored. */
    private static final Pattern PATH = Pattern.compile("[^/.:?#\\\\][^/:?#\\\\]*(/[^/.:?#\\\\][^/:?#\\\\]*)*");

    /** What a value is. */
    public enum ValueType {
        INT,
        BOOL,
        TEXT,
        /** An absolute URL, or the path of a file that Lineman serves. */
        URL;

        /** The type that an attribute names, in any case of letters; null for any other text. */
        public static @Nullable ValueType of(@Nullable String name) {
            for (ValueType type : values()) {
                if (type.name().equalsIgnoreCase(name)) {
                    return type;
                }
            }
            return null;
        }
    }

    public ValueRule {
        schemes = List.copyOf(schemes);
    }

    /** Whether a value has the right type and is within the bounds. */
    public boolean allows(String value) {
        boolean typed = switch (type) {
            case TEXT -> true;
            case URL -> isPath(value) || isUrl(value);
            case BOOL -> !normalize(value).isEmpty();
            case INT -> {
                Long number = number(value);
                yield number != null && (min == null || number >= min) && (max == null || number <= max);
            }
        };
        return typed
                && (maxLength == null || value.codePointCount(0, value.length()) <= maxLength)
                && (pattern == null || pattern.matches(value));
    }

    /**
     * The allowed values as text for people, such as {@code a whole number from 1 to 4094}. The words of the template's
     * author come first, since a pattern is hard to read.
     */
    public String description() {
        return description(
                ", or the path of a file below templates/static or of a site template, without '/' at its start"
                        + " or end and without '..'");
    }

    /** The allowed URLs as text for people, such as {@code a URL (http, https)}. */
    public String urlDescription() {
        return description("");
    }

    private String description(String paths) {
        if (words != null && !words.isBlank()) {
            return words.strip();
        }
        List<String> parts = new ArrayList<>();
        parts.add(
                switch (type) {
                    case BOOL -> "true or false";
                    case TEXT -> "a text";
                    case URL -> "a URL" + (schemes.isEmpty() ? "" : " (" + String.join(", ", schemes) + ")") + paths;
                    case INT -> range();
                });
        if (maxLength != null) {
            parts.add("of at most " + maxLength + " characters");
        }
        if (pattern != null) {
            parts.add("that matches " + pattern);
        }
        return String.join(" ", parts);
    }

    /**
     * Whether a value is the path of a file that Lineman serves, rather than a URL. Such a path has no scheme, no {@code /}
     * at its ends and no {@code ..} (RFC 3986, 4.2).
     */
    public boolean isPath(String value) {
        return type == ValueType.URL && PATH.matcher(value).matches();
    }

    private boolean isUrl(String value) {
        UrlParts parts = UrlParts.of(value);
        return parts != null && (schemes.isEmpty() || schemes.contains(parts.protocol()));
    }

    private String range() {
        if (min == null) {
            return max == null ? "a whole number" : "a whole number up to " + max;
        }
        return "a whole number from " + min + (max == null ? " on" : " to " + max);
    }

    /** Returns the same text for all spellings of a value. Empty for text that is neither true nor false. */
    public String normalize(String value) {
        if (type == ValueType.TEXT || type == ValueType.URL) {
            return value;
        }
        if (type == ValueType.INT) {
            Long number = number(value);
            return number == null ? value : number.toString();
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> "true";
            case "false", "0", "no", "off" -> "false";
            default -> "";
        };
    }

    /** The number that a text is; null if it is none. */
    public static @Nullable Long number(@Nullable String text) {
        return text != null && NUMBER.matcher(text).matches() ? Long.valueOf(text) : null;
    }
}
