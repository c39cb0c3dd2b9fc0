package dev.lineman.template.dialect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of a {@link DialectTree}. Immutable. */
public sealed interface DialectNode {

    /** Text that reaches the phone as it stands, from {@code start} to before {@code end}; never empty. */
    record LiteralText(int start, int end) implements DialectNode {}

    /**
     * A place for a value.
     *
     * @param offset of its first {@code %}
     */
    record Placeholder(PlaceholderReference reference, int offset) implements DialectNode {}

    /** {@code {SET $variable=value}}; the variable in lower case, without its dollar. */
    record Assignment(String variable, String value) implements DialectNode {}

    /** {@code {IF …}} to {@code {ENDIF}}: the first case that holds counts, and no other. */
    record Conditional(List<ConditionalCase> cases) implements DialectNode {
        public Conditional {
            cases = List.copyOf(cases);
        }
    }

    /**
     * A condition and what counts when it holds.
     *
     * @param condition null for {@code {ELSE}}
     */
    record ConditionalCase(@Nullable DialectCondition condition, List<DialectNode> body) {
        public ConditionalCase {
            body = List.copyOf(body);
        }
    }

    /**
     * A name that is looked up. All places of a text that read the same share one.
     *
     * @param slot its number, counted from 0 within the text
     * @param name in lower case
     * @param blfName the name to look up first: {@code blf3/value} where the key 3 is meant; null outside the block of any key
     */
    record PlaceholderReference(
            int slot, String name, @Nullable String blfName) {}

    /**
     * What {@code {IF …}} or {@code {ELSEIF …}} asks.
     *
     * @param name in lower case, without a dollar
     * @param reference what it looks up; null for a variable
     * @param values any of which it must equal, without regard to case; empty when it only must have a value
     * @param key the BLF key that it asks for, or 0
     * @param offset of its brace
     * @param first whether it is that of the {@code {IF}}
     */
    record DialectCondition(
            String name,
            @Nullable PlaceholderReference reference,
            List<String> values,
            int key,
            int offset,
            boolean first) {
        public DialectCondition {
            values = List.copyOf(values);
        }

        /** Whether a value meets it; null is no value. */
        boolean holdsFor(@Nullable String value) {
            if (value == null) {
                return false;
            }
            if (values.isEmpty()) {
                // A key may have an empty number and still be there.
                return !value.isEmpty() || key > 0;
            }
            for (String one : values) {
                if (one.equalsIgnoreCase(value)) {
                    return true;
                }
            }
            return false;
        }

        /** As a template writes it, without the braces. */
        @Override
        public String toString() {
            return (first ? "IF " : "ELSEIF ")
                    + (reference == null ? "$" : "")
                    + name
                    + (values.isEmpty() ? "" : "=" + String.join(",", values));
        }
    }
}
