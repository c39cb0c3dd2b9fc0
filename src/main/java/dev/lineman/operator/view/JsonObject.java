package dev.lineman.operator.view;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object (RFC 8259). It writes its members in the order of their insertion: maps, collections, numbers,
 * booleans and nulls as such, anything else as text. Not thread-safe.
 */
public final class JsonObject extends LinkedHashMap<String, @Nullable Object> {
    private static final long serialVersionUID = 1;

    /** How many values of a list {@link #some} has. */
    private static final int MAX_SOME = 10;

    /** The reader and writer of the library. It writes nulls, and never a Java object by reflection. */
    private static final JSON FORMAT = JSON.builder(new JsonFactoryBuilder()
                    .characterEscapes(new Escapes())
                    .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                    .build())
            .enable(JSON.Feature.WRITE_NULL_PROPERTIES)
            .disable(JSON.Feature.HANDLE_JAVA_BEANS)
            .build();

    private static final JSON INDENTED = FORMAT.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    /** Adds a member and returns this object. */
    public JsonObject with(String name, @Nullable Object value) {
        put(name, value);
        return this;
    }

    /** One object for each value, in order. */
    public static <T> List<JsonObject> all(Collection<T> values, Function<T, JsonObject> object) {
        return values.stream().map(object).toList();
    }

    /** The number of values and the first ten of them as texts, such as {@code {"count": 300, "some": ["…"]}}. */
    static JsonObject some(Collection<?> values) {
        List<String> some =
                values.stream().limit(MAX_SOME).map(Object::toString).toList();
        return new JsonObject().with("count", values.size()).with("some", some);
    }

    /**
     * Parses a JSON object and returns its members.
     *
     * @throws IllegalArgumentException if the text is not a JSON object
     */
    public static Map<String, @Nullable Object> read(String text) {
        try (JsonParser parser = FORMAT.createParser(text)) {
            Map<String, @Nullable Object> members = FORMAT.mapFrom(parser);
            if (members == null || parser.nextToken() != null) {
                throw new IllegalArgumentException("this is not a JSON object");
            }
            return members;
        } catch (IOException e) {
            throw new IllegalArgumentException("this is not a JSON object", e);
        }
    }

    /** Returns values as a JSON array, on one line. */
    public static String array(Collection<?> values) {
        try {
            return FORMAT.asString(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The object as JSON, on one line. */
    @Override
    public String toString() {
        try {
            return FORMAT.asString(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The object as JSON, with one member in each line, for people. */
    public String toIndentedText() {
        try {
            return INDENTED.asString(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Also escapes {@code <}, so that JSON inside a page cannot start an element, and surrogates, which may be
     * unpaired.
     */
    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes['<'] = ESCAPE_STANDARD;
            codes[0x7f] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return Character.isSurrogate((char) c) ? new SerializedString(String.format("\\u%04x", c)) : null;
        }
    }
}
