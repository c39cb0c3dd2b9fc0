package dev.lineman.inventory;

import dev.lineman.source.Document;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of one file.
 *
 * @param path below the root
 * @param packed one mapping an extension, valid by itself: numbers are there, MACs are 12 lower-case hex digits
 */
public record ExtensionFile(String path, List<Packed> packed) implements Document {
    public ExtensionFile {
        packed = List.copyOf(packed);
    }

    static ExtensionFile of(String path, List<Fields> entries, Sharing sharing) {
        return new ExtensionFile(
                path, entries.stream().map(entry -> Packed.of(entry, sharing)).toList());
    }

    @Override
    public boolean continues(Document shorter) {
        return shorter instanceof ExtensionFile other
                && !packed.equals(other.packed)
                && other.packed.size() <= packed.size()
                && Fields.begins(other.entries(), entries());
    }

    /** The extensions, unpacked. */
    public List<Fields> entries() {
        return packed.stream().map(Packed::fields).toList();
    }

    /** The MACs that an entry names, in the order of {@link #phones}. */
    static List<String> macs(Packed entry) {
        List<String> macs = new ArrayList<>(1);
        add(entry.part("phone"), macs);
        Packed many = entry.part("phones");
        if (many != null) {
            many.parts().forEach(phone -> add(phone, macs));
        }
        return macs;
    }

    private static void add(@Nullable Packed phone, List<String> macs) {
        if (phone != null) {
            macs.add(String.valueOf(phone.text("mac")));
        }
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
