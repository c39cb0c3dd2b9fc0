package dev.lineman.resolve.parameter;

import dev.lineman.problem.Position;
import java.util.List;

/**
 * A parameter that a phone gets in the syntax of its vendor, from the key {@code settings}. Immutable.
 *
 * @param name the vendor's name of it, which the format of the template allows
 * @param values one text; several only where the format allows a list. An empty text is a value too
 * @param at position of the value in the inputs, for problems
 */
public record VendorParameter(String name, List<ParameterValue> values, Position at) {
    public VendorParameter {
        values = List.copyOf(values);
    }

    /**
     * One value of a parameter.
     *
     * @param text without escapes and without line breaks
     * @param secret whether no view may show it
     */
    public record ParameterValue(String text, boolean secret) {
        /** The text; dots if it is a secret. */
        @Override
        public String toString() {
            return secret ? "••••••" : text;
        }
    }
}
