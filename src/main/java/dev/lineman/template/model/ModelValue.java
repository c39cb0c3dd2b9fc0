package dev.lineman.template.model;

import dev.lineman.problem.Position;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The value of a {@link ModelField} and its place. Immutable.
 *
 * @param value in the form of the field: a text, a number, a list of texts or {@link ModelModules}
 * @param at the place of the value in a model file or a template
 */
public record ModelValue(Object value, Position at) {
    /** The value as one text: a list with commas between its items, and modules as their number. */
    public String text() {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : value instanceof ModelModules modules ? Integer.toString(modules.count()) : value.toString();
    }
}
