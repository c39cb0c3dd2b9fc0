package dev.lineman.template.model;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How many lines and keys a model has. Immutable.
 *
 * <p>{@code resolve} warns of a line or a BLF key that the model does not have.
 *
 * @param lines the number of accounts; null if it is not known
 * @param shared keys of the phone itself that accounts and BLF keys share: each account takes one; null if not known
 * @param own keys for BLF keys alone; null if not known
 */
public record ModelKeys(
        @Nullable Integer lines,
        @Nullable Integer shared,
        @Nullable Integer own) {
    /**
     * How many BLF keys are on the phone itself; null if this is not known.
     *
     * @param accounts how many accounts the phone has
     */
    public @Nullable Integer blfKeys(int accounts) {
        if (shared == null && own == null) {
            return null;
        }
        int left = shared == null ? 0 : Math.max(0, shared - accounts);
        return left + (own == null ? 0 : own);
    }

    /** The numbers of the lines; null if they are not known. */
    public @Nullable SortedSet<Integer> lineNumbers() {
        return lines == null ? null : upTo(lines);
    }

    /** The numbers from 1 to a count. */
    public static SortedSet<Integer> upTo(int count) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (int number = 1; number <= count; number++) {
            numbers.add(number);
        }
        return numbers;
    }
}
