package dev.lineman.template.header;

import java.util.SortedSet;
import java.util.TreeSet;
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

    /** Reads the attributes of a {@code <model>}. Anything else than a number of up to four digits is not given. */
    public static ModelKeys of(HeaderElement model) {
        return new ModelKeys(number(model, "lines"), number(model, "keys"), number(model, "blfkeys"));
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

    private static @Nullable Integer number(HeaderElement model, String attribute) {
        String text = model.attribute(attribute);
        return text != null && text.matches("\\d{1,4}") ? Integer.valueOf(text) : null;
    }
}
