package dev.lineman.template;

import dev.lineman.problem.Problem;
import dev.lineman.template.header.HeaderElement;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How many lines and keys a model has, as the attributes of its {@code <model>} say. Immutable.
 *
 * <p>{@code resolve} warns of a line or a BLF key that the model does not have.
 *
 * @param lines the number of accounts, from {@code lines}; null if it is not given
 * @param shared keys that accounts and BLF keys share, from {@code keys}: each account takes one; null if not given
 * @param own keys for BLF keys alone, from {@code blfkeys}; null if not given
 */
public record ModelKeys(
        @Nullable Integer lines,
        @Nullable Integer shared,
        @Nullable Integer own) {
    /** A model that says nothing about its keys. */
    public static final ModelKeys UNKNOWN = new ModelKeys(null, null, null);

    /**
     * Reads the attributes of a {@code <model>}.
     *
     * @param problems receives a warning for each attribute that is not a number from 0 to 9999. Such an attribute counts as not
     *     given
     */
    public static ModelKeys of(HeaderElement model, Consumer<Problem> problems) {
        return new ModelKeys(
                number(model, "lines", problems), number(model, "keys", problems), number(model, "blfkeys", problems));
    }

    /**
     * The numbers of the BLF keys of a phone; null if they are not known.
     *
     * @param accounts how many accounts the phone has
     */
    public @Nullable SortedSet<Integer> blfKeys(int accounts) {
        if (shared == null && own == null) {
            return null;
        }
        int left = shared == null ? 0 : Math.max(0, shared - accounts);
        return upTo(left + (own == null ? 0 : own));
    }

    /** The numbers of the lines; null if they are not known. */
    public @Nullable SortedSet<Integer> lineNumbers() {
        return lines == null ? null : upTo(lines);
    }

    private static SortedSet<Integer> upTo(int count) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (int number = 1; number <= count; number++) {
            numbers.add(number);
        }
        return numbers;
    }

    private static @Nullable Integer number(HeaderElement model, String attribute, Consumer<Problem> problems) {
        String text = model.attribute(attribute);
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,4}")) {
            problems.accept(Problem.warning(
                    model.at(),
                    "'" + attribute + "' of this <model> has no effect, since '" + text
                            + "' is not a number from 0 to 9999; correct it, or remove it"));
            return null;
        }
        return Integer.valueOf(text);
    }
}
