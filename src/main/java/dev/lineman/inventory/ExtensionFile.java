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
