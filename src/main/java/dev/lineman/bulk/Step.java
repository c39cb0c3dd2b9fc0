package dev.lineman.bulk;

import dev.lineman.inventory.ExtensionField;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One step on the way to a value: the name of a key, or the number of a list's item. In the order in which people like
 * to read: what everybody has first, numbers as numbers.
 */
record Step(String name, boolean item) implements Comparable<Step> {
    private static final List<String> FIRST = Stream.concat(
                    Stream.of("file"), ExtensionField.keys(ExtensionField::isColumn).stream())
            .toList();

    private static final Comparator<Step> ORDER = Comparator.comparing((Step step) -> step.item())
            .thenComparingInt(Step::rank)
            .thenComparing((Step step) -> !step.numeric())
            .thenComparingInt(step -> step.numeric() ? step.name().length() : 0)
            .thenComparing(Step::name);

    static Step key(String name) {
        return new Step(name, false);
    }

    static Step item(int number) {
        return new Step(Integer.toString(number), true);
    }

    private int rank() {
        int rank = FIRST.indexOf(name);
        return rank < 0 ? FIRST.size() : rank;
    }

    private boolean numeric() {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public int compareTo(Step other) {
        return ORDER.compare(this, other);
    }
}
