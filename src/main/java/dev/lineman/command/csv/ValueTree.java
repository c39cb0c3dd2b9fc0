package dev.lineman.command.csv;

import static java.util.Objects.requireNonNull;

import dev.lineman.command.csv.column.PathStep;
import dev.lineman.command.csv.table.CellValue;
import dev.lineman.command.csv.table.CsvCell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A tree of values from the cells of one or more rows. Each node knows the first cell that set it, for problems. Not
 * thread-safe.
 */
final class ValueTree {
    private final SortedMap<PathStep, ValueTree> children = new TreeMap<>();

    /** The first cell that set this node. */
    private final CsvCell cell;

    /** The value of a leaf; null when there is none. */
    private @Nullable CellValue value;

    /** Creates a node that this cell is the first to set. */
    ValueTree(CsvCell cell) {
        this.cell = cell;
    }

    /** Puts a value at a path. If a cell contradicts, changes nothing and returns that cell; otherwise returns null. */
    @Nullable
    CsvCell put(List<PathStep> path, CellValue given, CsvCell by) {
        if (path.isEmpty()) {
            if (value != null && !value.equals(given)) {
                return cell;
            }
            value = given;
            return null;
        }
        PathStep step = path.get(0);
        // A node is either a mapping or a list.
        if (!children.isEmpty() && children.firstKey().item() != step.item()) {
            return child(children.firstKey()).cell;
        }
        return children.computeIfAbsent(step, s -> new ValueTree(by)).put(path.subList(1, path.size()), given, by);
    }

    /** Returns the first cell that set this node. */
    CsvCell cell() {
        return cell;
    }

    /** Returns the value of this node; null when there is none, or when children replace it. */
    @Nullable
    CellValue value() {
        return children.isEmpty() ? value : null;
    }

    /** Returns the value of a key; null when there is none. */
    @Nullable
    CellValue value(String key) {
        ValueTree child = children.get(PathStep.key(key));
        return child == null ? null : child.value();
    }

    /** Replaces the value of this leaf. */
    void set(CellValue given) {
        value = given;
    }

    /** Removes the value of a key, which must exist, and returns it. */
    ValueTree remove(String key) {
        return requireNonNull(children.remove(PathStep.key(key)));
    }

    /** Visits all leaves with their paths. */
    void forEachValue(BiConsumer<List<PathStep>, ValueTree> visitor) {
        forEachValue(List.of(), visitor);
    }

    private void forEachValue(List<PathStep> path, BiConsumer<List<PathStep>, ValueTree> visitor) {
        children.forEach((step, child) -> {
            List<PathStep> deeper = new ArrayList<>(path);
            deeper.add(step);
            if (child.value() != null) {
                visitor.accept(List.copyOf(deeper), child);
            }
            child.forEachValue(deeper, visitor);
        });
    }

    /** Returns whether nothing is set. */
    boolean isEmpty() {
        return children.isEmpty() && value == null;
    }

    /** Returns whether this node is a list with items. */
    boolean isList() {
        return !children.isEmpty() && children.firstKey().item();
    }

    /** Returns the children in the order of {@link PathStep}. */
    Collection<Map.Entry<PathStep, ValueTree>> children() {
        return children.entrySet();
    }

    private ValueTree child(PathStep step) {
        return children.getOrDefault(step, this);
    }
}
