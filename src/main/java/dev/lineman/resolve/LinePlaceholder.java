package dev.lineman.resolve;

import dev.lineman.inventory.extension.ExtensionField;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A placeholder of one line of a phone, without its prefix {@code ext_}: {@code auth_id_02} or {@code 02_enabled}.
 * {@link PhoneValues} reads it. Immutable.
 *
 * @param line the number of the line, from 0 to 99
 * @param field what it reads of the account; null if it asks whether there is one
 */
record LinePlaceholder(int line, @Nullable ExtensionField field) {
    private static final String ENABLED = "_enabled";

    /** The fields of each line, by the part of the placeholder before the line. */
    private static final Map<String, ExtensionField> FIELDS =
            ExtensionField.all(field -> field.isDetail() || field == ExtensionField.EXTENSION).stream()
                    .collect(Collectors.toMap(ExtensionField::placeholder, Function.identity()));

    /** Parses a name in lower case; null if it is no value of a line. */
    static @Nullable LinePlaceholder parse(String name) {
        if (name.endsWith(ENABLED)) {
            int line = number(name, 0, name.length() - ENABLED.length());
            return line < 0 ? null : new LinePlaceholder(line, null);
        }
        int line = number(name, name.length() - 2, name.length());
        ExtensionField field = FIELDS.get(name.substring(0, Math.max(0, name.length() - 3)));
        return line < 0 || field == null || name.charAt(name.length() - 3) != '_'
                ? null
                : new LinePlaceholder(line, field);
    }

    /** Two digits as a number; -1 if there are not exactly two digits. */
    private static int number(String name, int from, int to) {
        boolean digits = to - from == 2
                && from >= 0
                && Character.digit(name.charAt(from), 10) >= 0
                && Character.digit(name.charAt(from + 1), 10) >= 0;
        return digits ? Integer.parseInt(name, from, to, 10) : -1;
    }
}
