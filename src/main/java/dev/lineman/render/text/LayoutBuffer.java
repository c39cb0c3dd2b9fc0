package dev.lineman.render.text;

import dev.lineman.template.dialect.ValueEscape;
import dev.lineman.template.dialect.WhitespaceLayout;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Predicate;

/**
 * The output of a Velocity run before its white space is laid out. It records which characters are values, because
 * layout changes only the white space of the template. {@link #layOut} then gives the final text. For one rendering,
 * by one thread.
 */
public final class LayoutBuffer extends OutputWriter {
    /** Start and end of each value, in order, as indices into the text. */
    private int[] valueBounds = new int[64];

    /** The start indices of values that are secrets. */
    private final BitSet secretStarts = new BitSet();

    /** How many numbers of {@link #valueBounds} are in use: two for each value. */
    private int boundCount;

    /**
     * @param expected the expected number of characters
     * @param largest the limit, in characters
     * @param secret whether a value is a secret; it is asked with the object that the template wrote
     */
    public LayoutBuffer(int expected, int largest, Predicate<String> secret) {
        super(ValueEscape.NONE, expected, largest, secret);
    }

    /** Writes a value without escapes. {@link #layOut} escapes it. */
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

    /**
     * Up to eight characters from the first visible one, to detect the format of the file. It ends at the first
     * value, so a value never decides the format. Empty if a value comes first.
     */
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

    /** Lays out the white space, escapes the values, and returns the final text with its secret masks. */
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

    /** Whether any value contains this character. */
    public boolean valuesContain(char c) {
        for (int i = 0; i < boundCount; i += 2) {
            if (text(valueBounds[i], valueBounds[i + 1]).indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }
}
