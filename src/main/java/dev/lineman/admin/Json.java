package dev.lineman.admin;

import dev.lineman.report.JsonText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes JSON (RFC 8259): an object's members one after the other, in order. */
final class Json {
    private final StringBuilder text;
    private boolean first = true;

    private Json(StringBuilder text) {
        this.text = text;
    }

    /** An object with these members. */
    static String object(Consumer<Json> members) {
        StringBuilder text = new StringBuilder();
        object(text, members);
        return text.append('\n').toString();
    }

    private static void object(StringBuilder text, Consumer<Json> members) {
        text.append('{');
        members.accept(new Json(text));
        text.append('}');
    }

    private StringBuilder name(String name) {
        text.append(first ? "" : ",");
        first = false;
        return quote(name).append(':');
    }

    Json put(String name, @Nullable String value) {
        name(name);
        if (value == null) {
            text.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    Json put(String name, long value) {
        name(name).append(value);
        return this;
    }

    Json put(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    /** A time of day in UTC, to the second (RFC 3339). */
    Json put(String name, @Nullable Instant value) {
        return put(
                name,
                value == null ? null : value.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    Json put(String name, Consumer<Json> members) {
        object(name(name), members);
        return this;
    }

    /** A value that is JSON already. */
    Json json(String name, String value) {
        name(name).append(value);
        return this;
    }

    /** An object with these members, or null where there is nothing to tell. */
    Json put(String name, boolean there, Consumer<Json> members) {
        return there ? put(name, members) : put(name, (String) null);
    }

    Json texts(String name, Collection<String> values) {
        name(name).append('[');
        String between = "";
        for (String value : values) {
            text.append(between);
            quote(value);
            between = ",";
        }
        text.append(']');
        return this;
    }

    interface Telling<T> {
        void tell(T value, Json members);
    }

    /** A list with an object for each value. */
    <T> Json objects(String name, Collection<T> values, Telling<? super T> telling) {
        name(name).append('[');
        String between = "";
        for (T value : values) {
            text.append(between);
            object(text, members -> telling.tell(value, members));
            between = ",";
        }
        text.append(']');
        return this;
    }

    private StringBuilder quote(String value) {
        return text.append(JsonText.quoted(value));
    }
}
