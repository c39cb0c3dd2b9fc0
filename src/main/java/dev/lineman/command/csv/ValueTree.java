package dev.lineman.command.csv;

import dev.lineman.command.csv.table.CsvCell;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values by their paths, as the cells of one or several rows give them. Not thread-safe. */
final class ValueTree {
    private final SortedMap<PathStep, ValueTree> children = new TreeMap<>();
    private final CsvCell cell;
    private @Nullable CellValue value;

    /** A branch that this cell is the first to speak of. */
    ValueTree(CsvCell cell) {
        this.cell = cell;
    }

    /** Puts a value at a path; returns the cell that stands against it, if one does, and then changes nothing. */
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
        if (!children.isEmpty() && children.firstKey().item() != step.item()) {
            return child(children.firstKey()).cell;
        }
        return children.computeIfAbsent(step, s -> new ValueTree(by)).put(path.subList(1, path.size()), given, by);
    }

    /** The first cell that spoke of it. */
    CsvCell cell() {
        return cell;
    }

    /** The value that stands here; null when there is none, or when there are children, which say more. */
    @Nullable
    CellValue value() {
        return children.isEmpty() ? value : null;
    }

    /** The value of a key; null when there is none. */
    @Nullable
    CellValue value(String key) {
        ValueTree child = children.get(PathStep.key(key));
        return child == null ? null : child.value();
    }

    boolean isEmpty() {
        return children.isEmpty() && value == null;
    }

    /** Whether this is a list. */
    boolean isList() {
        return !children.isEmpty() && children.firstKey().item();
    }

    Collection<Map.Entry<PathStep, ValueTree>> children() {
        return children.entrySet();
    }

    private ValueTree child(PathStep step) {
        return children.getOrDefault(step, this);
    }
}
