package dev.lineman.http.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a request, in the order of arrival (RFC 9110, section 5). Names are case-insensitive.
 * Immutable.
 */
public final class HeaderFields {
    /** Name, value, name, value. */
    private final List<String> namesAndValues;

    private HeaderFields(List<String> namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /** Fields from names and values in turn. */
    public static HeaderFields of(String... namesAndValues) {
        return of(List.of(namesAndValues));
    }

    /** Fields from names and values in turn. The list is not copied and must not change. */
    public static HeaderFields of(List<String> namesAndValues) {
        return new HeaderFields(namesAndValues);
    }

    /** The value of a field; null if it is absent. Several lines are joined with a comma (RFC 9110, section 5.2). */
    public @Nullable String get(String name) {
        String found = null;
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                String value = namesAndValues.get(i + 1);
                found = found == null ? value : found + ", " + value;
            }
        }
        return found;
    }

    /** The number of lines with this name. */
    int count(String name) {
        int count = 0;
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                count++;
            }
        }
        return count;
    }

    /** Whether a comma-separated field contains this member, without regard to case. */
    boolean listContains(String name, String member) {
        String value = get(name);
        for (String each : value == null ? new String[0] : value.split(",", -1)) {
            if (each.strip().equalsIgnoreCase(member)) {
                return true;
            }
        }
        return false;
    }
}
