package dev.lineman.inventory;

import dev.lineman.disk.Packer;
import dev.lineman.source.Document;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Packs extension files and defaults, so that they need not be read as YAML again. What files that are laid out alike have in
 * common stands once. Not thread-safe.
 */
public final class DocumentPacker {
    static final int TEXT = 0;
    static final int SECRET = 1;
    static final int VARIABLE = 2;
    static final int ITEMS = 3;
    static final int FIELDS = 4;

    private final Packer out;
    private final IdentityHashMap<String[], Integer> keys = new IdentityHashMap<>();
    private final IdentityHashMap<int[], Integer> places = new IdentityHashMap<>();
    private final Set<String> variables;

    public DocumentPacker(Packer out) {
        this(out, new TreeSet<>());
    }

    private DocumentPacker(Packer out, Set<String> variables) {
        this.out = out;
        this.variables = variables;
    }

    /** Whether it is a document that can be packed, and holds no secret of those who fetch files: these are stored nowhere. */
    public static boolean packs(Document document) {
        if (document instanceof ExtensionFile file) {
            return file.entries().stream().noneMatch(DocumentPacker::admits);
        }
        return document instanceof Defaults defaults && !admits(defaults.plain());
    }

    private static boolean admits(Object value) {
        if (value instanceof Fields.Items items) {
            return items.values().stream().anyMatch(DocumentPacker::admits);
        }
        if (value instanceof Fields fields) {
            for (int i = 0; i < fields.size(); i++) {
                boolean rules = fields.key(i).equals("provisioning");
                Fields given = rules ? fields.fields("provisioning") : Fields.EMPTY;
                if (given.text("password") != null || given.text("token") != null || admits(fields.value(i))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The environment's variables that anything packed or noted so far stands for. */
    public Set<String> variables() {
        return variables;
    }

    /** Notes the variables of a document that is not to be packed. */
    public void note(Document document) {
        if (document instanceof ExtensionFile || document instanceof Defaults) {
            new DocumentPacker(new Packer(), variables).pack(document);
        }
    }

    /** Begins anew, as the packer does. */
    public void clear() {
        keys.clear();
        places.clear();
    }

    public void pack(Document document) {
        if (document instanceof ExtensionFile file) {
            out.number(file.entries().size());
            file.entries().forEach(this::fields);
        } else if (document instanceof Defaults defaults) {
            fields(defaults.plain());
        } else {
            throw new IllegalArgumentException("this document cannot be packed");
        }
    }

    private void fields(Fields fields) {
        fields.packed(this);
    }

    /** The parts of a mapping. */
    void mapping(String[] names, Object[] values, int[] stand) {
        Integer known = keys.putIfAbsent(names, keys.size() + 1);
        out.number(known == null ? 0 : known);
        if (known == null) {
            out.number(names.length);
            for (String name : names) {
                out.text(name);
            }
        }
        places(stand);
        for (Object value : values) {
            value(value);
        }
    }

    /** The parts of a list. */
    void list(List<Object> values, int[] stand) {
        places(stand);
        values.forEach(this::value);
    }

    private void places(int[] stand) {
        Integer known = places.putIfAbsent(stand, places.size() + 1);
        out.number(known == null ? 0 : known);
        if (known == null) {
            out.number(stand.length);
            for (int place : stand) {
                out.number(place);
            }
        }
    }

    private void value(Object value) {
        if (value instanceof String text) {
            out.number(TEXT);
            out.text(text);
        } else if (value instanceof Fields.Reference reference) {
            out.number(reference.secret() ? SECRET : VARIABLE);
            out.text(reference.name());
            if (!reference.secret()) {
                variables.add(reference.name());
            }
        } else if (value instanceof Fields.Items items) {
            out.number(ITEMS);
            items.packed(this);
        } else if (value instanceof Fields fields) {
            out.number(FIELDS);
            fields(fields);
        } else {
            throw new IllegalArgumentException("no value of a mapping");
        }
    }
}
