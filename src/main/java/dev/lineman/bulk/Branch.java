package dev.lineman.bulk;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values by their paths, as the cells of one or several rows give them. Not thread-safe. */
final class Branch {
    private final SortedMap<Step, Branch> children = new TreeMap<>();
    private final Cell cell;
    private @Nullable Value value;

    /** A branch that this cell is the first to speak of. */
    Branch(Cell cell) {
        this.cell = cell;
    }

    /** Puts a value at a path; returns the cell that stands against it, if one does, and then changes nothing. */
    @Nullable
    Cell put(List<Step> path, Value given, Cell by) {
        if (path.isEmpty()) {
            if (value != null && !value.equals(given)) {
                return cell;
            }
            value = given;
            return null;
        }
        Step step = path.get(0);
        if (!children.isEmpty() && children.firstKey().item() != step.item()) {
            return child(children.firstKey()).cell;
        }
        return children.computeIfAbsent(step, s -> new Branch(by)).put(path.subList(1, path.size()), given, by);
    }

    /** The first cell that spoke of it. */
    Cell cell() {
        return cell;
    }

    /** The value that stands here; null when there is none, or when there are children, which say more. */
    @Nullable
    Value value() {
        return children.isEmpty() ? value : null;
    }

    /** The value of a key; null when there is none. */
    @Nullable
    Value value(String key) {
        Branch child = children.get(Step.key(key));
        return child == null ? null : child.value();
    }

    boolean isEmpty() {
        return children.isEmpty() && value == null;
    }

    /** Whether this is a list. */
    boolean listed() {
        return !children.isEmpty() && children.firstKey().item();
    }

    Collection<Map.Entry<Step, Branch>> children() {
        return children.entrySet();
    }

    private Branch child(Step step) {
        return children.getOrDefault(step, this);
    }
}
