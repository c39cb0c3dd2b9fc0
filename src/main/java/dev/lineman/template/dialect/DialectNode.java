package dev.lineman.template.dialect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of a {@link DialectTree}. Immutable. Offsets count UTF-16 units of the tree's text. */
public sealed interface DialectNode {

    /** Text that is copied to the file, from {@code start} to before {@code end}; never empty. */
    record LiteralText(int start, int end) implements DialectNode {}

    /**
     * A placeholder {@code %%name%%}.
     *
     * @param offset of its first {@code %}
     */
    record Placeholder(PlaceholderReference reference, int offset) implements DialectNode {}

    /**
     * {@code {SET $variable=value}}.
     *
     * @param variable in lower case, without {@code $}
     * @param value without surrounding quotes
     */
    record Assignment(String variable, String value) implements DialectNode {}

    /** {@code {IF …}} to {@code {ENDIF}}. Of its cases, only the first one that holds is evaluated. */
    record Conditional(List<ConditionalCase> cases) implements DialectNode {
        public Conditional {
            cases = List.copyOf(cases);
        }
    }

    /**
     * One case of a conditional.
     *
     * @param condition null for {@code {ELSE}}
     * @param body the nodes to evaluate if the condition holds
     */
    record ConditionalCase(@Nullable DialectCondition condition, List<DialectNode> body) {
        public ConditionalCase {
            body = List.copyOf(body);
        }
    }

    /**
     * A name to look up. Equal references of a text share one instance, so that a value is looked up once.
     *
     * @param slot its number within the text, from 0; an index for values that are already found
     * @param name in lower case
     * @param partName the name to look up first, such as {@code blf3/value} within {@code {IF blf3}}; null
     *     outside of such a block
     */
    record PlaceholderReference(
            int slot, String name, @Nullable String partName) {}

    /**
     * The condition of {@code {IF …}} or {@code {ELSEIF …}}.
     *
     * @param name in lower case, without {@code $}
     * @param reference the name to look up; null for a variable of {@code {SET}}
     * @param values the value must equal one of these, in any case of letters; if empty, it must only exist and
     *     not be empty
     * @param key the name of the key in {@code {IF blfN}} or {@code {IF softkeyN}}; else empty
     * @param offset of its brace
     * @param first true for {@code {IF}}, false for {@code {ELSEIF}}
     */
    record DialectCondition(
            String name,
            @Nullable PlaceholderReference reference,
            List<String> values,
            String key,
            int offset,
            boolean first) {
        public DialectCondition {
            values = List.copyOf(values);
        }

        /** Whether a value meets the condition; null means that the name has no value. */
        boolean holdsFor(@Nullable String value) {
            if (value == null) {
                return false;
            }
            if (values.isEmpty()) {
                // A key may have an empty number and still exist.
                return !value.isEmpty() || !key.isEmpty();
            }
            for (String one : values) {
                if (one.equalsIgnoreCase(value)) {
                    return true;
                }
            }
            return false;
        }

        /** The condition as a template writes it, without the braces. */
        @Override
        public String toString() {
            return (first ? "IF " : "ELSEIF ")
                    + (reference == null ? "$" : "")
                    + name
                    + (values.isEmpty() ? "" : "=" + String.join(",", values));
        }
    }
}
