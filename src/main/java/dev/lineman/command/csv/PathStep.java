package dev.lineman.command.csv;

import dev.lineman.inventory.extension.ExtensionField;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One step on the way to a value: the name of a key, or the number of a list's item. In the order in which people like
 * to read: what everybody has first, numbers as numbers.
 */
record PathStep(String name, boolean item) implements Comparable<PathStep> {
    private static final List<String> FIRST = Stream.concat(
                    Stream.of("file"), ExtensionField.keys(ExtensionField::isColumn).stream())
            .toList();

    private static final Comparator<PathStep> ORDER = Comparator.comparing((PathStep step) -> step.item())
            .thenComparingInt(PathStep::rank)
            .thenComparing((PathStep step) -> !step.numeric())
            .thenComparingInt(step -> step.numeric() ? step.name().length() : 0)
            .thenComparing(PathStep::name);

    static PathStep key(String name) {
        return new PathStep(name, false);
    }

    static PathStep item(int number) {
        return new PathStep(Integer.toString(number), true);
    }

    private int rank() {
        int rank = FIRST.indexOf(name);
        return rank < 0 ? FIRST.size() : rank;
    }

    private boolean numeric() {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public int compareTo(PathStep other) {
        return ORDER.compare(this, other);
    }
}
