package dev.lineman.command.schema;

import dev.lineman.operator.view.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schemas of single values. Lineman takes each scalar as text, but an editor sees {@code 0100} as a number and
 * {@code true} as a boolean. So a schema with a pattern restricts texts only, and allows numbers where digits can be
 * right. Stateless.
 */
final class ValueSchemas {
    /** What no value can contain: control characters and line ends. */
    private static final String CONTROLS = "\\p{Cc}\\p{Zl}\\p{Zp}";

    /** A text without control characters. */
    static final String TEXT = "^[^" + CONTROLS + "]*$";

    /** The same without a colon. */
    static final String WITHOUT_COLON = "^[^:" + CONTROLS + "]*$";

    /** The name behind {@code !secret} or {@code !env}, which an editor shows to a schema like the text itself. */
    static final String REFERENCE = "[\\p{L}\\p{N}_.-]+";

    private ValueSchemas() {}

    /** Any text, or no value. */
    static JsonObject text() {
        return text(TEXT);
    }

    /** A text that matches, any number or boolean, or no value. */
    static JsonObject text(String pattern) {
        return types("string", "number", "boolean", "null").with("pattern", pattern);
    }

    /**
     * A text that matches, any number or boolean, or no value. Unlike with {@link #text(String)}, an editor does not offer
     * {@code true}, {@code false} and {@code null}.
     */
    static JsonObject other(String pattern) {
        return new JsonObject().with("not", types("array", "object")).with("pattern", pattern);
    }

    /** A value of one of these JSON types. */
    static JsonObject types(String... types) {
        return new JsonObject().with("type", List.of(types));
    }

    /**
     * A whole number, a text that matches, or no value.
     *
     * @param min smallest number, or null
     * @param max largest number, or null
     */
    static JsonObject number(String pattern, @Nullable Long min, @Nullable Long max) {
        JsonObject number = types("integer", "string", "null");
        if (min != null) {
            number.put("minimum", min);
        }
        if (max != null) {
            number.put("maximum", max);
        }
        return number.with("pattern", pattern);
    }

    /** Values that an editor offers, and others. */
    static JsonObject offering(Collection<?> values, String others) {
        return values.isEmpty() ? text(others) : anyOf(new JsonObject().with("enum", values), other(others));
    }

    static JsonObject anyOf(JsonObject... schemas) {
        return new JsonObject().with("anyOf", List.of(schemas));
    }

    static JsonObject reference(String definition) {
        return new JsonObject().with("$ref", "#/definitions/" + definition);
    }

    /**
     * The same schema with a description in front.
     *
     * @param description a sentence without a full stop
     */
    static JsonObject described(String description, JsonObject schema) {
        int first = Character.charCount(description.codePointAt(0));
        String sentence = description.substring(0, first).toUpperCase(Locale.ROOT) + description.substring(first) + '.';
        JsonObject described = new JsonObject().with("description", sentence);
        described.putAll(schema);
        return described;
    }

    /** A list of values, or no value. */
    static JsonObject list(JsonObject item) {
        return types("array", "null").with("items", item);
    }

    /**
     * The texts, and the numbers and booleans that an editor sees instead of some of them.
     *
     * @param names the values as text
     */
    static List<Object> asTyped(Collection<String> names) {
        List<Object> values = new ArrayList<>(names);
        for (String name : names) {
            if (name.equals("true") || name.equals("false")) {
                values.add(Boolean.valueOf(name));
            }
        }
        return values;
    }
}
