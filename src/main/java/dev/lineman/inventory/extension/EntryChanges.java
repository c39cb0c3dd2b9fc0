package dev.lineman.inventory.extension;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The extensions that differ between two versions of a file. An extension that is the same at other lines does not differ.
 * Immutable.
 *
 * @param removed extensions of the first version that the second one does not have
 * @param added extensions of the second version that the first one does not have
 * @param isMoved whether extensions of both versions have other lines or another order
 */
public record EntryChanges(List<FieldValues> removed, List<FieldValues> added, boolean isMoved) {
    public EntryChanges {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    /** An extension, equal to those that are the same at other lines. */
    private record AtAnyLine(FieldValues entry) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof AtAnyLine same && LineShift.isMoved(entry, same.entry);
        }

        @Override
        public int hashCode() {
            return entry.hashCode();
        }
    }

    /**
     * Compares two versions of a file.
     *
     * @param before null if there was no file
     * @param after null if there is no file now
     */
    public static EntryChanges of(@Nullable ExtensionFile before, @Nullable ExtensionFile after) {
        List<FieldValues> old = before == null ? List.of() : before.entries();
        List<FieldValues> fresh = after == null ? List.of() : after.entries();
        int most = Math.min(old.size(), fresh.size());
        boolean moved = false;
        int head = 0;
        for (; head < most && LineShift.isMoved(old.get(head), fresh.get(head)); head++) {
            moved |= hasOtherLine(old.get(head), fresh.get(head));
        }
        int tail = 0;
        for (; tail < most - head && LineShift.isMoved(last(old, tail), last(fresh, tail)); tail++) {
            moved |= hasOtherLine(last(old, tail), last(fresh, tail));
        }
        Map<AtAnyLine, Integer> unmatched = new HashMap<>();
        List<FieldValues> oldMiddle = old.subList(head, old.size() - tail);
        oldMiddle.forEach(entry -> unmatched.merge(new AtAnyLine(entry), 1, Integer::sum));
        List<FieldValues> added = new ArrayList<>();
        for (FieldValues entry : fresh.subList(head, fresh.size() - tail)) {
            if (take(unmatched, entry)) {
                moved = true;
            } else {
                added.add(entry);
            }
        }
        List<FieldValues> removed = new ArrayList<>();
        oldMiddle.forEach(entry -> {
            if (take(unmatched, entry)) {
                removed.add(entry);
            }
        });
        return new EntryChanges(removed, added, moved);
    }

    private static FieldValues last(List<FieldValues> entries, int fromEnd) {
        return entries.get(entries.size() - 1 - fromEnd);
    }

    private static boolean hasOtherLine(FieldValues one, FieldValues other) {
        return one.size() > 0 && one.packedPosition(0) != other.packedPosition(0);
    }

    private static boolean take(Map<AtAnyLine, Integer> unmatched, FieldValues entry) {
        AtAnyLine key = new AtAnyLine(entry);
        Integer count = unmatched.get(key);
        if (count == null) {
            return false;
        }
        if (count == 1) {
            unmatched.remove(key);
        } else {
            unmatched.put(key, count - 1);
        }
        return true;
    }
}
