package dev.lineman.render.text;

import dev.lineman.template.dialect.ValueEscape;
import java.io.Writer;
import java.util.Arrays;
import java.util.function.Predicate;
import org.apache.velocity.io.Filter;

/** What the engine writes on: text as it stands, values escaped, no more than the budget allows. */
public class OutputWriter extends Writer implements Filter {
    private final ValueEscape escape;
    private final int largest;
    private final Predicate<String> secret;
    private int[] masked = new int[8];
    private int maskedCount;
    private final ChunkedText chunkedText;

    /**
     * @param expected characters, as a guess
     * @param largest characters that it takes
     * @param secret whether a value, this very object, is a secret
     */
    public OutputWriter(ValueEscape escape, int expected, int largest, Predicate<String> secret) {
        this.escape = escape;
        this.secret = secret;
        this.largest = largest;
        this.chunkedText = new ChunkedText(Math.min(expected, largest));
    }

    @Override
    public final void write(char[] text, int start, int count) {
        write(new String(text, start, count));
    }

    @Override
    public final void write(String text, int start, int count) {
        write(text.substring(start, start + count));
    }

    @Override
    public final void write(String text) {
        if (text.length() > largest - length()) {
            throw BudgetExceededException.characters(largest);
        }
        chunkedText.append(text);
    }

    @Override
    public final void writeReference(String value) {
        value(value, secret.test(value));
    }

    /** Writes a value, which may be a secret. */
    void value(String value, boolean hidden) {
        String escaped = escape.escape(value);
        int from = length();
        write(escaped);
        if (hidden && length() > from) {
            if (maskedCount == masked.length) {
                masked = Arrays.copyOf(masked, 2 * maskedCount);
            }
            masked[maskedCount++] = from;
            masked[maskedCount++] = length();
        }
    }

    public final int length() {
        return chunkedText.length();
    }

    final int largest() {
        return largest;
    }

    /** What is written by now, as it grows. */
    final CharSequence written() {
        return chunkedText;
    }

    /** The characters from {@code start} to before {@code end}. */
    final String text(int start, int end) {
        return chunkedText.subSequence(start, end);
    }

    public final String text() {
        return chunkedText.toString();
    }

    public final SecretMasks masks() {
        return SecretMasks.at(Arrays.copyOf(masked, maskedCount));
    }

    public final byte[] utf8() {
        return chunkedText.utf8();
    }

    @Override
    public final void flush() {}

    @Override
    public final void close() {}
}
