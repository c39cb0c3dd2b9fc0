package dev.lineman.inventory;

import dev.lineman.source.Document;
import java.util.ArrayList;
import java.util.List;

/**
 * The extensions of one file.
 *
 * @param path below the root
 * @param entries one mapping an extension, valid by itself: numbers are there, MACs are 12 lower-case hex digits
 */
public record ExtensionFile(String path, List<Fields> entries) implements Document {
    public ExtensionFile {
        entries = List.copyOf(entries);
    }

    @Override
    public boolean continues(Document shorter) {
        return shorter instanceof ExtensionFile other
                && !entries.equals(other.entries)
                && Fields.begins(other.entries, entries);
    }

    /** The MACs that an entry names, in the order of {@link #phones}. */
    static List<String> macs(Fields entry) {
        return phones(entry).stream()
                .map(phone -> String.valueOf(phone.text("mac")))
                .toList();
    }

    /** The phones that an entry names, {@code phone} before {@code phones}. */
    public static List<Fields> phones(Fields entry) {
        Object one = entry.get("phone");
        Object many = entry.get("phones");
        if (many == null) {
            return one == null ? List.of() : List.of((Fields) one);
        }
        List<Fields> phones = new ArrayList<>();
        if (one != null) {
            phones.add((Fields) one);
        }
        ((Fields.Items) many).values().forEach(phone -> phones.add((Fields) phone));
        return phones;
    }
}
