package dev.lineman.http.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a request in the order they came (RFC 9110, section 5). Names are compared without regard to case.
 */
public final class HeaderFields {
    private final List<String> namesAndValues;

    private HeaderFields(List<String> namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /** Name, value, name, value. */
    public static HeaderFields of(String... namesAndValues) {
        return of(List.of(namesAndValues));
    }

    public static HeaderFields of(List<String> namesAndValues) {
        return new HeaderFields(namesAndValues);
    }

    /** The value of that name; of several lines, all of them joined with a comma; null if there is none. */
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

    /** How many lines have that name. */
    int count(String name) {
        int count = 0;
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                count++;
            }
        }
        return count;
    }

    /** Whether the list that this field holds has that member, without regard to case. */
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
