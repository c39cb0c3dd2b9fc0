package dev.lineman.resolve;

import dev.lineman.inventory.extension.ExtensionField;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A placeholder of one line of a phone: {@code ext_auth_id_02}, {@code ext_02_enabled}, {@code ext_auth_id_100}, or {@code ext_sip_port_02} if the
 * template says that each line has its own {@code sip_port}. {@link LineValues} reads it. Immutable.
 *
 * @param line the number of the line, from 0 to 999
 * @param field what it reads of the account; null if it reads a variable, or asks whether there is an account
 * @param variable the variable of the line, in lower case; null if it reads none
 */
public record LinePlaceholder(
        int line, @Nullable ExtensionField field, @Nullable String variable) {
    private static final String PREFIX = "ext_";
    private static final String ENABLED = "_enabled";
    /** The most digits of a line. */
    private static final int MOST_DIGITS = 3;

    /** The fields of each line, by the part of the placeholder before the line. */
    private static final Map<String, ExtensionField> FIELDS = ExtensionField.all(ExtensionField::isOfLine).stream()
            .collect(Collectors.toMap(ExtensionField::placeholder, Function.identity()));

    /**
     * Parses a name in lower case. Fields win over variables.
     *
     * @param isOfLine whether each line has its own value of a variable
     * @return null if it is no value of a line
     */
    static @Nullable LinePlaceholder parse(String name, Predicate<String> isOfLine) {
        if (!name.startsWith(PREFIX)) {
            return null;
        }
        if (name.endsWith(ENABLED)) {
            int line = number(name, PREFIX.length(), name.length() - ENABLED.length());
            return line < 0 ? null : new LinePlaceholder(line, null, null);
        }
        int end = name.lastIndexOf('_');
        int line = number(name, end + 1, name.length());
        if (line < 0 || end <= PREFIX.length()) {
            return null;
        }
        String read = name.substring(PREFIX.length(), end);
        ExtensionField field = FIELDS.get(read);
        return field != null
                ? new LinePlaceholder(line, field, null)
                : isOfLine.test(read) ? new LinePlaceholder(line, null, read) : null;
    }

    /**
     * The variable that a placeholder reads of one line.
     *
     * @param name in lower case
     * @param isOfLine whether each line has its own value of a variable
     * @return in lower case; null if it reads none
     */
    public static @Nullable String variable(String name, Predicate<String> isOfLine) {
        LinePlaceholder read = parse(name, isOfLine);
        return read == null ? null : read.variable();
    }

    /**
     * The number of the line that a name reads, from 0 to 999, whether or not the template has such a value.
     *
     * @param name in lower case
     * @return -1 if the name is no placeholder of a line
     */
    public static int line(String name) {
        LinePlaceholder read = parse(name, variable -> true);
        return read == null ? -1 : read.line();
    }

    /** The fields that a placeholder can read, by the part of the placeholder before the line. */
    static Set<String> fields() {
        return FIELDS.keySet();
    }

    /** The placeholder of a field, or of a variable, of one line. */
    public static String text(String read, int line) {
        return String.format(Locale.ROOT, "%s%s_%02d", PREFIX, read, line);
    }

    /** Returns two digits, or three without a leading zero, as a number; -1 for any other text. */
    private static int number(String name, int from, int to) {
        int length = to - from;
        boolean digits = from >= 0 && (length == 2 || (length == MOST_DIGITS && name.charAt(from) != '0'));
        for (int i = from; digits && i < to; i++) {
            digits = name.charAt(i) >= '0' && name.charAt(i) <= '9';
        }
        return digits ? Integer.parseInt(name, from, to, 10) : -1;
    }
}
