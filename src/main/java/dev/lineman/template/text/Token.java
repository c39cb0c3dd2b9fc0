package dev.lineman.template.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a content in the {@code %%…%%} dialect. Offsets count UTF-16 units of the content's text. */
public sealed interface Token {

    /** Text that reaches the phone as it stands, from {@code start} to before {@code end}; never empty. */
    record Literal(int start, int end) implements Token {}

    /**
     * A place for a value.
     *
     * @param name in lower case
     * @param offset of its first {@code %}
     * @param key the key N of the innermost {@code {IF blfN}} whose condition holds here, 0 outside of any
     */
    record Placeholder(String name, int offset, int key) implements Token {}

    /**
     * {@code {IF …}}: what follows counts when the condition holds.
     *
     * @param offset of its brace
     */
    record If(Condition condition, int offset) implements Token {}

    /** {@code {ELSE}}: what follows counts when the condition of its IF does not hold. */
    record Else() implements Token {}

    /** {@code {ENDIF}}. */
    record EndIf() implements Token {}

    /** {@code {SET $variable=value}}; the variable in lower case, without its dollar. */
    record Set(String variable, String value) implements Token {}

    /**
     * What an IF asks.
     *
     * @param name in lower case, without a dollar
     * @param variable whether a variable that {@code {SET}} gave, not a placeholder's name
     * @param values any of which it must equal, without regard to case; empty when it only must have a value
     * @param within the key N of the innermost {@code {IF blfN}} whose condition holds around it, 0 outside of any
     */
    record Condition(String name, boolean variable, List<String> values, int within) {
        public Condition {
            values = List.copyOf(values);
        }

        /** Whether a value meets it; null is no value. */
        public boolean holdsFor(@Nullable String value) {
            if (value == null) {
                return false;
            }
            if (values.isEmpty()) {
                // A key may have an empty number and still be there.
                return !value.isEmpty() || key() > 0;
            }
            return values.stream().anyMatch(value::equalsIgnoreCase);
        }

        /** The BLF key that it asks for, or 0. */
        int key() {
            return variable ? 0 : Dialect.blfKey(name);
        }
    }
}
