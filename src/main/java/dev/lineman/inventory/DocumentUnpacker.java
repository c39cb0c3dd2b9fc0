package dev.lineman.inventory;

import dev.lineman.disk.Unpacker;
import dev.lineman.source.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads what a {@link DocumentPacker} has packed. Not thread-safe. */
public final class DocumentUnpacker {
    /** What several of them share, which may work at the same time. */
    public static final class Shared {
        private final Sharing sharing = new Sharing();

        /** A text that is equal, and maybe known already. */
        public String text(String text) {
            return sharing.text(text);
        }
    }

    private final Unpacker in;
    private final Sharing sharing;
    private final List<String[]> keys = new ArrayList<>();
    private final List<int[]> places = new ArrayList<>();

    public DocumentUnpacker(Unpacker in, Shared shared) {
        this.in = in;
        this.sharing = shared.sharing;
    }

    /** The document of the file at this path. */
    public Document unpack(String path) {
        if (Defaults.isDefaults(path)) {
            return Defaults.of(path, fields());
        }
        Fields[] entries = new Fields[in.count()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = fields();
        }
        return new ExtensionFile(path, List.of(entries));
    }

    private Fields fields() {
        String[] names = keys();
        int[] stand = places(names.length);
        return names.length == 0 ? Fields.EMPTY : new Fields(names, values(names.length), stand);
    }

    private Fields.Items items() {
        int[] stand = places(-1);
        return new Fields.Items(List.of(values(stand.length)), stand);
    }

    private String[] keys() {
        int known = in.number();
        if (known != 0) {
            return keys.get(known - 1);
        }
        String[] names = new String[in.count()];
        for (int i = 0; i < names.length; i++) {
            names[i] = in.text();
        }
        keys.add(sharing.keys(Arrays.asList(names)));
        return keys.get(keys.size() - 1);
    }

    private int[] places(int wanted) {
        int known = in.number();
        if (known == 0) {
            List<Integer> packed = new ArrayList<>();
            for (int left = in.count(); left > 0; left--) {
                packed.add(in.number());
            }
            places.add(sharing.places(packed));
        }
        int[] found = places.get(known == 0 ? places.size() - 1 : known - 1);
        if (wanted >= 0 && found.length != wanted) {
            throw new IllegalArgumentException("as many places as values are expected");
        }
        return found;
    }

    private Object[] values(int count) {
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (in.number()) {
                case DocumentPacker.TEXT -> in.text();
                case DocumentPacker.SECRET -> new Fields.Reference(true, in.text());
                case DocumentPacker.VARIABLE -> new Fields.Reference(false, in.text());
                case DocumentPacker.ITEMS -> items();
                case DocumentPacker.FIELDS -> fields();
                default -> throw new IllegalArgumentException("no kind of value");
            };
        }
        return values;
    }
}
