package dev.lineman.bulk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One extension with its phones, as rows give it. Not thread-safe. */
final class Draft {
    private static final Comparator<Branch> BY_MAC = Comparator.comparing((Branch phone) -> text(phone, "mac"))
            .thenComparing(phone -> text(phone, "line").length())
            .thenComparing(phone -> text(phone, "line"))
            .thenComparing(phone -> phone.cell().row());

    private final Key key;
    private final Branch own;
    private final List<Branch> phones = new ArrayList<>();

    Draft(Key key, Cell number) {
        this.key = key;
        this.own = new Branch(number);
    }

    /**
     * What the rows of one extension have in common.
     *
     * @param path of the file that it goes to
     */
    record Key(String path, Value number, @Nullable Value site) {}

    Key key() {
        return key;
    }

    /** The extension's own values. */
    Branch own() {
        return own;
    }

    void add(Branch phone) {
        phones.add(phone);
    }

    /** Its phones in an order that does not depend on that of the rows. */
    List<Branch> phones() {
        return phones.stream().sorted(BY_MAC).toList();
    }

    private static String text(Branch phone, String key) {
        Value value = phone.value(key);
        return value == null ? "" : value.text();
    }
}
