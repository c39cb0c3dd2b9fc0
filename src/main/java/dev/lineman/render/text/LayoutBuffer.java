package dev.lineman.render.text;

import dev.lineman.template.dialect.ValueEscape;
import dev.lineman.template.dialect.WhitespaceLayout;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Predicate;

/**
 * A sheet that remembers which of its characters are values: what directives leave decides the white space
 * around them, and only then are they written for good.
 */
public final class LayoutBuffer extends OutputWriter {
    private int[] values = new int[64];
    private final BitSet hiddenFrom = new BitSet();
    private int count;

    public LayoutBuffer(int expected, int largest, Predicate<String> secret) {
        super(ValueEscape.NONE, expected, largest, secret);
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
    public String beginning() {
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
    public OutputWriter laidOut(ValueEscape escape) {
        OutputWriter sheet = new OutputWriter(escape, length() + 16, largest(), value -> false);
        WhitespaceLayout.layOut(written(), values, count, new WhitespaceLayout.LayoutOutput() {
            @Override
            public void text(int start, int end) {
                sheet.write(LayoutBuffer.this.text(start, end));
            }

            @Override
            public void value(int start, int end) {
                sheet.value(LayoutBuffer.this.text(start, end), start < end && hiddenFrom.get(start));
            }

            @Override
            public void lineFeed() {
                sheet.write("\n");
            }
        });
        return sheet;
    }

    /** Whether a value holds this character. */
    public boolean valuesHold(char c) {
        for (int i = 0; i < count; i += 2) {
            if (text(values[i], values[i + 1]).indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }
}
