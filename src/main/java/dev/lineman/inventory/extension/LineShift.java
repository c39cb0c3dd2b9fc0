package dev.lineman.inventory.extension;

import java.util.ArrayList;
import java.util.List;

/**
 * Parts of a file that are the same in another version of it, but at other lines, because lines above them came or went.
 * Stateless.
 */
public final class LineShift {
    private LineShift() {}

    /**
     * Returns a mapping as it is in a version of its file with more lines above it.
     *
     * @param lines the number of lines, negative for fewer
     */
    public static FieldValues moved(FieldValues fields, int lines) {
        if (lines == 0 || fields.size() == 0) {
            return fields;
        }
        Object[] values = new Object[fields.size()];
        long[] places = new long[fields.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = moved(fields.value(i), lines);
            places[i] = moved(fields.packedPosition(i), lines);
        }
        return fields.with(values, places);
    }

    private static Object moved(Object value, int lines) {
        if (value instanceof FieldValues fields) {
            return moved(fields, lines);
        }
        if (!(value instanceof FieldValues.Items items)) {
            return value;
        }
        List<Object> values = new ArrayList<>();
        long[] places = new long[items.values().size()];
        for (int i = 0; i < places.length; i++) {
            values.add(moved(items.values().get(i), lines));
            places[i] = moved(items.packedPosition(i), lines);
        }
        return new FieldValues.Items(values, places);
    }

    private static long moved(long place, int lines) {
        return place + ((long) lines << Integer.SIZE);
    }

    /** Whether a mapping equals another one, or would if all its lines were moved by the same number. */
    @SuppressWarnings("ReferenceEquality") // quick check: most mappings of a file are shared by its versions
    public static boolean isMoved(FieldValues one, FieldValues other) {
        if (one == other) {
            return true;
        }
        if (one.size() == 0 || other.size() == 0) {
            return one.size() == other.size();
        }
        long shift = other.packedPosition(0) - one.packedPosition(0);
        return (int) shift == 0 && isMoved(one, other, shift);
    }

    private static boolean isMoved(FieldValues one, FieldValues other, long shift) {
        boolean same = one.hasKeysOf(other);
        for (int i = 0; i < one.size() && same; i++) {
            same = other.packedPosition(i) - one.packedPosition(i) == shift
                    && isMoved(one.value(i), other.value(i), shift);
        }
        return same;
    }

    private static boolean isMoved(Object one, Object other, long shift) {
        if (one instanceof FieldValues fields) {
            return other instanceof FieldValues others && isMoved(fields, others, shift);
        }
        if (!(one instanceof FieldValues.Items items)) {
            return one.equals(other);
        }
        if (!(other instanceof FieldValues.Items others)) {
            return false;
        }
        int size = items.values().size();
        boolean same = size == others.values().size();
        for (int i = 0; i < size && same; i++) {
            same = others.packedPosition(i) - items.packedPosition(i) == shift
                    && isMoved(items.values().get(i), others.values().get(i), shift);
        }
        return same;
    }
}
