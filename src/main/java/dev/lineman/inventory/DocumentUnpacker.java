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
    }

    private final Unpacker in;
    private final Sharing sharing;
    private final List<Layout> layouts = new ArrayList<>();

    public DocumentUnpacker(Unpacker in, Shared shared) {
        this.in = in;
        this.sharing = shared.sharing;
    }

    /** The document of the file at this path. */
    public Document unpack(String path) {
        if (Defaults.isDefaults(path)) {
            return Defaults.of(path, packed().fields());
        }
        Fields[] entries = new Fields[in.count()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = packed().fields();
        }
        return new ExtensionFile(path, Arrays.asList(entries));
    }

    private Packed packed() {
        int known = in.number();
        if (known == 0) {
            layouts.add(layout());
        }
        Layout layout = layouts.get(known == 0 ? layouts.size() - 1 : known - 1);
        if (layout.kind() != Layout.Kind.MAPPING) {
            throw new IllegalArgumentException("a mapping is expected");
        }
        return new Packed(layout, in.bytes(in.count()));
    }

    private Layout layout() {
        return switch (Layout.Kind.valueOf(in.text())) {
            case TEXT -> Layout.TEXT;
            case SECRET -> Layout.SECRET;
            case VARIABLE -> Layout.VARIABLE;
            case LIST -> {
                int size = in.count();
                yield sharing.layout(Layout.list(places(size), layouts(size)));
            }
            case MAPPING -> {
                int size = in.count();
                yield sharing.layout(Layout.mapping(keys(size), places(size), layouts(size)));
            }
        };
    }

    private String[] keys(int size) {
        String[] names = new String[size];
        for (int i = 0; i < size; i++) {
            names[i] = in.text();
        }
        return sharing.keys(Arrays.asList(names));
    }

    private int[] places(int size) {
        int[] places = new int[size];
        for (int i = 0; i < size; i++) {
            places[i] = in.number();
        }
        return places;
    }

    private Layout[] layouts(int size) {
        Layout[] parts = new Layout[size];
        for (int i = 0; i < size; i++) {
            parts[i] = layout();
        }
        return parts;
    }
}
