package dev.lineman.render;

import dev.lineman.template.text.Escape;
import java.io.Writer;
import java.util.Arrays;
import java.util.function.Predicate;
import org.apache.velocity.io.Filter;

/** What the engine writes on: text as it stands, values escaped, no more than the budget allows. */
class Sheet extends Writer implements Filter, Written {
    private final Escape escape;
    private final int largest;
    private final Predicate<String> secret;
    private int[] masked = new int[8];
    private int maskedCount;
    private char[] characters;
    private int length;

    /**
     * @param expected characters, as a guess
     * @param largest characters that it takes
     * @param secret whether a value, this very object, is a secret
     */
    Sheet(Escape escape, int expected, int largest, Predicate<String> secret) {
        this.escape = escape;
        this.secret = secret;
        this.largest = largest;
        this.characters = new char[Math.min(expected, largest)];
    }

    @Override
    public final void write(char[] text, int start, int count) {
        reserve(count);
        System.arraycopy(text, start, characters, length, count);
        length += count;
    }

    @Override
    public final void write(String text, int start, int count) {
        reserve(count);
        text.getChars(start, start + count, characters, length);
        length += count;
    }

    @Override
    public final void writeReference(String value) {
        value(value, secret.test(value));
    }

    /** Writes a value, which may be a secret. */
    void value(String value, boolean hidden) {
        String escaped = Escaping.escaped(value, escape);
        int from = length;
        write(escaped, 0, escaped.length());
        if (hidden && length > from) {
            if (maskedCount == masked.length) {
                masked = Arrays.copyOf(masked, 2 * maskedCount);
            }
            masked[maskedCount++] = from;
            masked[maskedCount++] = length;
        }
    }

    private void reserve(int count) {
        if (count > largest - length) {
            throw BudgetExceeded.characters(largest);
        }
        if (count > characters.length - length) {
            int doubled = (int) Math.min(largest, characters.length * 2L);
            characters = Arrays.copyOf(characters, Math.max(doubled, length + count));
        }
    }

    final int length() {
        return length;
    }

    final int largest() {
        return largest;
    }

    /** The characters from {@code start} to before {@code end}. */
    final String text(int start, int end) {
        return new String(characters, start, end - start);
    }

    @Override
    public final String text() {
        return text(0, length);
    }

    @Override
    public final Masks masks() {
        return Masks.at(Arrays.copyOf(masked, maskedCount));
    }

    @Override
    public final byte[] utf8() {
        return Utf8.of(characters, length);
    }

    @Override
    public final void flush() {}

    @Override
    public final void close() {}
}
