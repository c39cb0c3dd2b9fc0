package dev.lineman.render.text;

import dev.lineman.template.dialect.ValueEscape;
import dev.lineman.template.dialect.WhitespaceLayout;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Predicate;

/**
 * A writer that remembers which of its characters are values: what directives leave decides the white space
 * around them, and only then are they written for good.
 */
public final class LayoutBuffer extends OutputWriter {
    private int[] valueBounds = new int[64];
    private final BitSet secretStarts = new BitSet();
    private int boundCount;

    public LayoutBuffer(int expected, int largest, Predicate<String> secret) {
        super(ValueEscape.NONE, expected, largest, secret);
    }

    @Override
    void writeValue(String value, boolean hidden) {
        int start = length();
        secretStarts.set(start, hidden);
        write(value);
        if (boundCount == valueBounds.length) {
            valueBounds = Arrays.copyOf(valueBounds, boundCount * 2);
        }
        valueBounds[boundCount++] = start;
        valueBounds[boundCount++] = length();
    }

    /** The first characters of the text that are neither white space nor values; empty when a value comes first. */
    public String beginning() {
        int end = boundCount == 0 ? length() : valueBounds[0];
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
    public OutputWriter layOut(ValueEscape escape) {
        OutputWriter writer = new OutputWriter(escape, length() + 16, maxLength(), value -> false);
        WhitespaceLayout.layOut(written(), valueBounds, boundCount, new WhitespaceLayout.LayoutOutput() {
            @Override
            public void text(int start, int end) {
                writer.write(LayoutBuffer.this.text(start, end));
            }

            @Override
            public void value(int start, int end) {
                writer.writeValue(LayoutBuffer.this.text(start, end), start < end && secretStarts.get(start));
            }

            @Override
            public void lineFeed() {
                writer.write("\n");
            }
        });
        return writer;
    }

    /** Whether a value holds this character. */
    public boolean valuesContain(char c) {
        for (int i = 0; i < boundCount; i += 2) {
            if (text(valueBounds[i], valueBounds[i + 1]).indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }
}
