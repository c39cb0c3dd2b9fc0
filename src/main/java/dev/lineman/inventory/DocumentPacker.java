package dev.lineman.inventory;

import dev.lineman.disk.Packer;
import dev.lineman.source.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Packs extension files and defaults, so that they need not be read as YAML again. What files that are laid out alike have in
 * common stands once. Not thread-safe.
 */
public final class DocumentPacker {
    private final Packer out;
    private final Sharing sharing = new Sharing();
    private final Map<Layout, Integer> layouts = new HashMap<>();
    private final Set<String> variables = new TreeSet<>();

    public DocumentPacker(Packer out) {
        this.out = out;
    }

    /** Whether it is a document that can be packed, and holds no secret of those who fetch files: these are stored nowhere. */
    public static boolean packs(Document document) {
        if (document instanceof ExtensionFile file) {
            return file.entries().stream()
                    .map(entry -> Packed.of(entry, new Sharing()).layout())
                    .noneMatch(DocumentPacker::admits);
        }
        return document instanceof Defaults defaults
                && !admits(Packed.of(defaults.plain(), new Sharing()).layout());
    }

    private static boolean admits(Layout layout) {
        for (int i = 0; i < layout.size(); i++) {
            Layout part = layout.part(i);
            boolean rules =
                    layout.kind() == Layout.Kind.MAPPING && layout.key(i).equals("provisioning");
            if ((rules && (isText(part, "password") || isText(part, "token"))) || admits(part)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isText(Layout mapping, String key) {
        int index = mapping.indexOf(key);
        return index >= 0 && mapping.part(index).kind() == Layout.Kind.TEXT;
    }

    /** The environment's variables that anything packed or noted so far stands for. */
    public Set<String> variables() {
        return variables;
    }

    /** Notes the variables of a document that is not to be packed. */
    public void note(Document document) {
        mappings(document).forEach(this::note);
    }

    private void note(Packed value) {
        if (value.layout().kind() == Layout.Kind.VARIABLE) {
            variables.add(((Fields.Reference) value.unpacked()).name());
        } else if (value.layout().has(Layout.Kind.VARIABLE)) {
            value.parts().forEach(this::note);
        }
    }

    /** Begins anew, as the packer does. */
    public void clear() {
        layouts.clear();
    }

    public void pack(Document document) {
        note(document);
        if (document instanceof ExtensionFile file) {
            out.number(file.entries().size());
        }
        mappings(document).forEach(this::pack);
    }

    private List<Packed> mappings(Document document) {
        if (document instanceof ExtensionFile file) {
            return file.entries().stream()
                    .map(entry -> Packed.of(entry, sharing))
                    .toList();
        }
        return document instanceof Defaults defaults ? List.of(Packed.of(defaults.plain(), sharing)) : List.of();
    }

    private void pack(Packed mapping) {
        Integer known = layouts.putIfAbsent(mapping.layout(), layouts.size() + 1);
        out.number(known == null ? 0 : known);
        if (known == null) {
            layout(mapping.layout());
        }
        byte[] texts = mapping.texts();
        out.number(texts.length);
        out.bytes(texts);
    }

    private void layout(Layout layout) {
        out.text(layout.kind().name());
        if (layout.kind() == Layout.Kind.LIST || layout.kind() == Layout.Kind.MAPPING) {
            parts(layout);
        }
    }

    private void parts(Layout layout) {
        int size = layout.size();
        out.number(size);
        for (int i = 0; i < size && layout.kind() == Layout.Kind.MAPPING; i++) {
            out.text(layout.key(i));
        }
        for (int i = 0; i < size; i++) {
            out.number(layout.placeOf(i));
        }
        for (int i = 0; i < size; i++) {
            layout(layout.part(i));
        }
    }
}
