package dev.lineman.render;

import dev.lineman.template.text.Escape;
import dev.lineman.template.text.Layout;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Predicate;

/**
 * A sheet that remembers which of its characters are values: what directives leave decides the white space
 * around them, and only then are they written for good.
 */
final class Draft extends Sheet {
    private int[] values = new int[64];
    private final BitSet hiddenFrom = new BitSet();
    private int count;

    Draft(int expected, int largest, Predicate<String> secret) {
        super(Escape.NONE, expected, largest, secret);
    }

    @Override
    void value(String value, boolean hidden) {
        int start = length();
        hiddenFrom.set(start, hidden);
        write(value);
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = start;
        values[count++] = length();
    }

    /** The first characters of the text that are neither white space nor values; empty when a value comes first. */
    String beginning() {
        int end = count == 0 ? length() : values[0];
        for (int start = 0; start < end; start += 64) {
            String begin = text(start, Math.min(end, start + 64)).stripLeading();
            if (!begin.isEmpty()) {
                int at = Math.min(end, start + 64) - begin.length();
                return text(at, Math.min(end, at + 8));
            }
        }
        return "";
    }

    /** The same with its white space laid out and its values escaped. */
    Sheet laidOut(Escape escape) {
        Sheet sheet = new Sheet(escape, length() + 16, largest(), value -> false);
        Layout.of(written(), values, count, new Layout.Paper() {
            @Override
            public void text(int start, int end) {
                sheet.write(Draft.this.text(start, end));
            }

            @Override
            public void value(int start, int end) {
                sheet.value(Draft.this.text(start, end), start < end && hiddenFrom.get(start));
            }

            @Override
            public void lineFeed() {
                sheet.write("\n");
            }
        });
        return sheet;
    }

    /** Whether a value holds this character. */
    boolean valuesHold(char c) {
        for (int i = 0; i < count; i += 2) {
            if (text(values[i], values[i + 1]).indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }
}
