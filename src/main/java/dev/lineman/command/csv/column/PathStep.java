package dev.lineman.command.csv.column;

import dev.lineman.inventory.extension.ExtensionField;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One step of a path to a value: a key, or a position in a list. Immutable.
 * The order is the one that people expect in a file: common keys first, and numbers by value.
 *
 * @param name the key, or the position counted from 1
 * @param item whether this is a position
 */
public record PathStep(String name, boolean item) implements Comparable<PathStep> {
    /** Common keys in the order of the columns. */
    private static final List<String> FIRST = Stream.concat(
                    Stream.of("file"), ExtensionField.keys(ExtensionField::isColumn).stream())
            .toList();

    private static final Comparator<PathStep> ORDER = Comparator.comparing((PathStep step) -> step.item())
            .thenComparingInt(PathStep::rank)
            .thenComparing((PathStep step) -> !step.numeric())
            .thenComparingInt(step -> step.numeric() ? step.name().length() : 0)
            .thenComparing(PathStep::name);

    /** Returns the step to a key of a mapping. */
    public static PathStep key(String name) {
        return new PathStep(name, false);
    }

    /** Returns the step to an item of a list, counted from 1. */
    public static PathStep item(int number) {
        return new PathStep(Integer.toString(number), true);
    }

    /** Returns the position among the common keys; the same value for all others. */
    private int rank() {
        int rank = FIRST.indexOf(name);
        return rank < 0 ? FIRST.size() : rank;
    }

    /** Returns whether the name consists of ASCII digits. */
    private boolean numeric() {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public int compareTo(PathStep other) {
        return ORDER.compare(this, other);
    }
}
