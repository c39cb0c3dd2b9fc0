package dev.lineman.bulk;

import dev.lineman.inventory.ExtensionField;
import dev.lineman.inventory.ExtensionField.Scope;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a column holds: a place in an extension, or in a phone of it.
 *
 * @param path one step at least
 */
record Column(Owner owner, List<Step> path) implements Comparable<Column> {
    /** The file that the extension is in. */
    static final Column FILE = of(Owner.FILE, Step.key("file"));

    static final Column NUMBER = of(Owner.EXTENSION, Step.key("extension"));
    static final Column SITE = of(Owner.EXTENSION, Step.key("site"));
    static final Column MAC = of(Owner.PHONE, Step.key("mac"));

    /** What a phone alone can have. */
    private static final Set<String> OF_PHONES = keysOfPhones(field -> !field.isIn(Scope.EXTENSION));

    /** What says of a device what it is, so that without a prefix it belongs to the phone. */
    private static final Set<String> OF_DEVICES =
            keysOfPhones(field -> field.isIn(Scope.EXTENSION) && !field.isNested());

    private static final Set<String> NESTED = keysOfPhones(ExtensionField::isNested);

    private static final Comparator<Column> ORDER = Comparator.comparingInt(Column::group)
            .thenComparing(Column::path, Column::compare)
            .thenComparing(Column::owner);

    Column {
        path = List.copyOf(path);
    }

    enum Owner {
        /** Neither: it says where the extension is written. */
        FILE,
        EXTENSION,
        PHONE,
        /** The phone of the row; the extension when the row has none. */
        NEAREST
    }

    private static Set<String> keysOfPhones(Predicate<ExtensionField> which) {
        return Set.copyOf(ExtensionField.keys(field -> field.isIn(Scope.PHONE) && which.test(field)));
    }

    static Column of(Owner owner, Step... path) {
        return new Column(owner, List.of(path));
    }

    /** A column whose heading says nothing of its owner. */
    static Column unprefixed(Step... path) {
        String name = path[0].name();
        return of(
                OF_PHONES.contains(name) ? Owner.PHONE : OF_DEVICES.contains(name) ? Owner.NEAREST : Owner.EXTENSION,
                path);
    }

    /** A column of an extension's own values. */
    static Column ofExtension(List<Step> path) {
        return new Column(Owner.EXTENSION, path);
    }

    /** A column of a phone's own values, in rows that have a phone. */
    static Column ofPhone(List<Step> path) {
        return new Column(OF_DEVICES.contains(path.get(0).name()) ? Owner.NEAREST : Owner.PHONE, path);
    }

    /** Its heading, which {@link Headings} understands as this column. */
    String heading() {
        StringBuilder heading = new StringBuilder();
        Step first = path.get(0);
        if (!unprefixed(first).owner().equals(owner) && owner != Owner.FILE) {
            heading.append(owner == Owner.PHONE ? "phone." : "extension.");
        }
        heading.append(first.name());
        for (Step step : path.subList(1, path.size())) {
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

    private static int compare(List<Step> one, List<Step> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return one.size() - other.size();
    }

    @Override
    public int compareTo(Column other) {
        return ORDER.compare(this, other);
    }
}
