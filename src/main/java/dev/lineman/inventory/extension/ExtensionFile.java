package dev.lineman.inventory.extension;

import dev.lineman.input.Document;
import java.util.ArrayList;
import java.util.List;

/**
 * The extensions of one file.
 *
 * @param path below the root
 * @param entries one mapping an extension, valid by itself: numbers are there, MACs are 12 lower-case hex digits
 */
public record ExtensionFile(String path, List<FieldValues> entries) implements Document {
    public ExtensionFile {
        entries = List.copyOf(entries);
    }

    @Override
    public boolean continues(Document shorter) {
        return shorter instanceof ExtensionFile other
                && !entries.equals(other.entries)
                && FieldValues.isPrefix(other.entries, entries);
    }

    /** The MACs that an entry names, in the order of {@link #phones}. */
    public static List<String> macs(FieldValues entry) {
        return phones(entry).stream()
                .map(phone -> String.valueOf(phone.text("mac")))
                .toList();
    }

    /** The phones that an entry names, {@code phone} before {@code phones}. */
    public static List<FieldValues> phones(FieldValues entry) {
        Object one = entry.get("phone");
        Object many = entry.get("phones");
        if (many == null) {
            return one == null ? List.of() : List.of((FieldValues) one);
        }
        List<FieldValues> phones = new ArrayList<>();
        if (one != null) {
            phones.add((FieldValues) one);
        }
        ((FieldValues.Items) many).values().forEach(phone -> phones.add((FieldValues) phone));
        return phones;
    }
}
