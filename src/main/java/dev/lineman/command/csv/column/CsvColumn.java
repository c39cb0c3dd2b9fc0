package dev.lineman.command.csv.column;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import dev.lineman.inventory.extension.FieldKind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The meaning of a column: a value of an extension, or of one of its phones. Immutable.
 * {@link ColumnHeadings} makes one from a heading. The order is the order of columns in an export.
 *
 * @param owner the part that the value belongs to
 * @param path the path of the value, with at least one step
 */
public record CsvColumn(ColumnOwner owner, List<PathStep> path) implements Comparable<CsvColumn> {
    /** The path of the target file: part of neither the extension nor the phone. */
    public static final CsvColumn FILE = of(ColumnOwner.FILE, PathStep.key("file"));

    /** The extension of the row. */
    public static final CsvColumn NUMBER = of(ColumnOwner.EXTENSION, PathStep.key("extension"));

    public static final CsvColumn SITE = of(ColumnOwner.EXTENSION, PathStep.key("site"));

    /** The phone of the row. */
    public static final CsvColumn MAC = of(ColumnOwner.PHONE, PathStep.key("mac"));

    /** Keys that only a phone can have. */
    private static final Set<String> OF_PHONES = keysOfPhones(field -> !field.isIn(FieldScope.EXTENSION));

    /** Keys that describe a device, such as the model: without a prefix they belong to the phone of the row. */
    private static final Set<String> OF_DEVICES =
            keysOfPhones(field -> field.isIn(FieldScope.EXTENSION) && !field.isNested());

    /** Keys with a list or a mapping as value. */
    private static final Set<String> NESTED = keysOfPhones(ExtensionField::isNested);

    /** Keys with one name or a list of names, or a list of MACs. */
    private static final Set<String> NAME_LISTS =
            Set.copyOf(ExtensionField.keys(field -> field.kind() == FieldKind.NAME_LIST
                    || field.kind() == FieldKind.MODULES
                    || field.kind() == FieldKind.BASES));

    /** Groups first, then paths, then owners. */
    private static final Comparator<CsvColumn> ORDER = Comparator.comparingInt(CsvColumn::group)
            .thenComparing(CsvColumn::path, CsvColumn::compare)
            .thenComparing(CsvColumn::owner);

    public CsvColumn {
        path = List.copyOf(path);
    }

    /** The part that a value belongs to. */
    public enum ColumnOwner {
        /** Neither extension nor phone: the value is the path of the file. */
        FILE,
        EXTENSION,
        PHONE,
        /** The phone of the row; the extension if the row has no MAC. */
        NEAREST
    }

    /** Returns the keys that a phone can have, as far as they match. */
    private static Set<String> keysOfPhones(Predicate<ExtensionField> which) {
        return Set.copyOf(ExtensionField.keys(field -> field.isIn(FieldScope.PHONE) && which.test(field)));
    }

    /** Returns a column with an explicit owner. */
    static CsvColumn of(ColumnOwner owner, PathStep... path) {
        return new CsvColumn(owner, List.of(path));
    }

    /**
     * Returns the column of a heading without a {@code phone.} or {@code extension.} prefix: the key decides the owner.
     */
    public static CsvColumn unprefixed(PathStep... path) {
        String name = path[0].name();
        if (isParameter(path[0]) && keys(path) == 2) {
            // Without a family, only a phone can have it.
            return of(ColumnOwner.PHONE, path);
        }
        return of(
                OF_PHONES.contains(name)
                        ? ColumnOwner.PHONE
                        : OF_DEVICES.contains(name) ? ColumnOwner.NEAREST : ColumnOwner.EXTENSION,
                path);
    }

    private static boolean isParameter(PathStep first) {
        return first.name().equals(ExtensionField.SETTINGS.key());
    }

    /** Returns the number of keys in a path. */
    private static long keys(PathStep... path) {
        return Arrays.stream(path).filter(step -> !step.item()).count();
    }

    /** Returns the column for a value of an extension. */
    public static CsvColumn ofExtension(List<PathStep> path) {
        return new CsvColumn(ColumnOwner.EXTENSION, path);
    }

    /** Returns the column for a value of a phone, in rows that have a MAC. */
    public static CsvColumn ofPhone(List<PathStep> path) {
        return new CsvColumn(OF_DEVICES.contains(path.get(0).name()) ? ColumnOwner.NEAREST : ColumnOwner.PHONE, path);
    }

    /** Returns the heading that {@link ColumnHeadings} reads as this column. */
    public String heading() {
        StringBuilder heading = new StringBuilder();
        PathStep first = path.get(0);
        if (!unprefixed(path.toArray(PathStep[]::new)).owner().equals(owner) && owner != ColumnOwner.FILE) {
            heading.append(owner == ColumnOwner.PHONE ? "phone." : "extension.");
        }
        heading.append(first.name());
        if (isParameter(first)) {
            return heading.append(parameterHeading()).toString();
        }
        for (PathStep step : path.subList(1, path.size())) {
            heading.append(step.item() ? '[' + step.name() + ']' : '.' + step.name());
        }
        return heading.toString();
    }

    /** Returns the end of the heading of a vendor parameter: its name can have dots and brackets. */
    private String parameterHeading() {
        StringBuilder heading = new StringBuilder();
        boolean family = keys(path.toArray(PathStep[]::new)) > 2;
        for (PathStep step : path.subList(1, path.size())) {
            if (step.item()) {
                heading.append(" #").append(step.name());
            } else if (family && heading.isEmpty()) {
                heading.append('(').append(step.name()).append(')');
            } else {
                heading.append('.').append(step.name());
            }
        }
        return heading.toString();
    }

    /** Returns whether the value of a key is a list or a mapping. */
    public static boolean nested(String key) {
        return NESTED.contains(key);
    }

    /** Returns whether the value is a MAC: that of the phone, or that of a further base. */
    public boolean isMac() {
        return equals(MAC)
                || (path.get(0).name().equals(ExtensionField.BASES.key())
                        && path.get(path.size() - 1).name().equals(ExtensionField.MAC.key()));
    }

    /** Returns whether the value of a key is one name or a list of names, or a list of MACs. A cell has commas between them. */
    public static boolean isNameList(String key) {
        return NAME_LISTS.contains(key);
    }

    /** Returns whether the value of a key is a list or a mapping of BLF keys or soft keys. */
    public static boolean isKeys(String key) {
        return key.equals(ExtensionField.BLF.key()) || key.equals(ExtensionField.SOFTKEYS.key());
    }

    /** Returns the group in an export: file, extension, device, then general settings of extension and phone. */
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

    /** Compares two paths step by step; a prefix comes before the longer path. */
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
