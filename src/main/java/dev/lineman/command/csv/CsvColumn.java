package dev.lineman.command.csv;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a column holds: a place in an extension, or in a phone of it.
 *
 * @param path one step at least
 */
record CsvColumn(ColumnOwner owner, List<PathStep> path) implements Comparable<CsvColumn> {
    /** The file that the extension is in. */
    static final CsvColumn FILE = of(ColumnOwner.FILE, PathStep.key("file"));

    static final CsvColumn NUMBER = of(ColumnOwner.EXTENSION, PathStep.key("extension"));
    static final CsvColumn SITE = of(ColumnOwner.EXTENSION, PathStep.key("site"));
    static final CsvColumn MAC = of(ColumnOwner.PHONE, PathStep.key("mac"));

    /** What a phone alone can have. */
    private static final Set<String> OF_PHONES = keysOfPhones(field -> !field.isIn(FieldScope.EXTENSION));

    /** What says of a device what it is, so that without a prefix it belongs to the phone. */
    private static final Set<String> OF_DEVICES =
            keysOfPhones(field -> field.isIn(FieldScope.EXTENSION) && !field.isNested());

    private static final Set<String> NESTED = keysOfPhones(ExtensionField::isNested);

    private static final Comparator<CsvColumn> ORDER = Comparator.comparingInt(CsvColumn::group)
            .thenComparing(CsvColumn::path, CsvColumn::compare)
            .thenComparing(CsvColumn::owner);

    CsvColumn {
        path = List.copyOf(path);
    }

    enum ColumnOwner {
        /** Neither: it says where the extension is written. */
        FILE,
        EXTENSION,
        PHONE,
        /** The phone of the row; the extension when the row has none. */
        NEAREST
    }

    private static Set<String> keysOfPhones(Predicate<ExtensionField> which) {
        return Set.copyOf(ExtensionField.keys(field -> field.isIn(FieldScope.PHONE) && which.test(field)));
    }

    static CsvColumn of(ColumnOwner owner, PathStep... path) {
        return new CsvColumn(owner, List.of(path));
    }

    /** A column whose heading says nothing of its owner. */
    static CsvColumn unprefixed(PathStep... path) {
        String name = path[0].name();
        return of(
                OF_PHONES.contains(name)
                        ? ColumnOwner.PHONE
                        : OF_DEVICES.contains(name) ? ColumnOwner.NEAREST : ColumnOwner.EXTENSION,
                path);
    }

    /** A column of an extension's own values. */
    static CsvColumn ofExtension(List<PathStep> path) {
        return new CsvColumn(ColumnOwner.EXTENSION, path);
    }

    /** A column of a phone's own values, in rows that have a phone. */
    static CsvColumn ofPhone(List<PathStep> path) {
        return new CsvColumn(OF_DEVICES.contains(path.get(0).name()) ? ColumnOwner.NEAREST : ColumnOwner.PHONE, path);
    }

    /** Its heading, which {@link ColumnHeadings} understands as this column. */
    String heading() {
        StringBuilder heading = new StringBuilder();
        PathStep first = path.get(0);
        if (!unprefixed(first).owner().equals(owner) && owner != ColumnOwner.FILE) {
            heading.append(owner == ColumnOwner.PHONE ? "phone." : "extension.");
        }
        heading.append(first.name());
        for (PathStep step : path.subList(1, path.size())) {
            heading.append(step.item() ? '[' + step.name() + ']' : '.' + step.name());
        }
        return heading.toString();
    }

    /** Whether a key holds a list or a mapping. */
    static boolean nested(String key) {
        return NESTED.contains(key);
    }

    private int group() {
        String first = path.get(0).name();
        boolean general = OF_DEVICES.contains(first) || NESTED.contains(first);
        return switch (owner) {
            case FILE -> 0;
            case EXTENSION -> general ? 3 : 1;
            case NEAREST -> 2;
            case PHONE -> general ? 4 : 2;
        };
    }

    private static int compare(List<PathStep> one, List<PathStep> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return one.size() - other.size();
    }

    @Override
    public int compareTo(CsvColumn other) {
        return ORDER.compare(this, other);
    }
}
