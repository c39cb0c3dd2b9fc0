package dev.lineman.inventory.extension;

import dev.lineman.input.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parsed content of one extension file. The snapshot keeps the last one that had no error. Immutable. Files are equal if
 * their path and content are, in any sections.
 *
 * @param path the file, below the root
 * @param entries one mapping for each extension. Each is valid by itself: the number is given, and MACs are 12
 *     lower-case hex digits
 * @param contacts one mapping for each contact, with a name and a number
 * @param sections the same content by sections of the file; null if it was read as a whole
 */
public record ExtensionFile(
        String path,
        List<FieldValues> entries,
        List<FieldValues> contacts,
        @Nullable FileSections sections) implements Document {
    /** The folder of all extension files, below the root and with a {@code /} at its end. */
    public static final String FOLDER = "extensions.d/";

    /** The key of a contact. */
    public static final String CONTACT = "contact";

    public ExtensionFile {
        entries = List.copyOf(entries);
        contacts = List.copyOf(contacts);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExtensionFile file
                && path.equals(file.path)
                && entries.equals(file.entries)
                && contacts.equals(file.contacts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, entries, contacts);
    }

    /**
     * Whether this file is a longer version of another. The scan then waits, because a program may still be
     * writing it.
     */
    @Override
    public boolean continues(Document shorter) {
        return shorter instanceof ExtensionFile other
                && !(entries.equals(other.entries) && contacts.equals(other.contacts))
                && FieldValues.isPrefix(other.entries, entries)
                && FieldValues.isPrefix(other.contacts, contacts);
    }

    @Override
    public Document sharing(Document last) {
        // The sections of a file share what is equal already.
        if (sections != null || !(last instanceof ExtensionFile other)) {
            return this;
        }
        return equals(other)
                ? other
                : new ExtensionFile(
                        path.equals(other.path) ? other.path : path,
                        sharing(entries, other.entries),
                        sharing(contacts, other.contacts),
                        null);
    }

    /** Returns the mappings with the equal parts of other ones at the same index. */
    private static List<FieldValues> sharing(List<FieldValues> mappings, List<FieldValues> others) {
        List<FieldValues> shared = new ArrayList<>(mappings);
        for (int i = 0; i < Math.min(mappings.size(), others.size()); i++) {
            shared.set(i, mappings.get(i).sharing(others.get(i)));
        }
        return shared;
    }

    @Override
    public boolean isCompletedBy(byte[] content) {
        return sections != null && sections.isCompletedBy(content);
    }

    /** Returns the MAC of a phone entry, or of a base in its list. */
    public static String mac(FieldValues owner) {
        return String.valueOf(owner.text("mac"));
    }

    /** Returns the MACs of an entry, in the order of {@link #phones}. */
    public static List<String> macs(FieldValues entry) {
        return phones(entry).stream().map(ExtensionFile::mac).toList();
    }

    /** Returns the MACs of the bases that a phone entry lists, its own one too if it is in the list. */
    public static List<String> baseMacs(FieldValues phone) {
        return bases(phone).values().stream()
                .map(base -> mac((FieldValues) base))
                .toList();
    }

    /** Returns the bases that a phone entry lists, each a mapping with its MAC. */
    public static FieldValues.Items bases(FieldValues phone) {
        return phone.get("bases") instanceof FieldValues.Items bases ? bases : FieldValues.Items.NONE;
    }

    /** Returns the phones of an entry, {@code phone} before {@code phones}. */
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
