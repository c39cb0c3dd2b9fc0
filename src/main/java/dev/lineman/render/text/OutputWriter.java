package dev.lineman.render.text;

import dev.lineman.template.dialect.ValueEscape;
import java.io.Writer;
import java.util.Arrays;
import java.util.function.Predicate;
import org.apache.velocity.io.Filter;

/** What the engine writes on: text as it stands, values escaped, no more than the budget allows. */
public class OutputWriter extends Writer implements Filter {
    private final ValueEscape escape;
    private final int maxLength;
    private final Predicate<String> secret;
    private int[] maskBounds = new int[8];
    private int boundCount;
    private final ChunkedText chunkedText;

    /**
     * @param expected characters, as a guess
     * @param largest characters that it takes
     * @param secret whether a value, this very object, is a secret
     */
    public OutputWriter(ValueEscape escape, int expected, int largest, Predicate<String> secret) {
        this.escape = escape;
        this.secret = secret;
        this.maxLength = largest;
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
        if (text.length() > maxLength - length()) {
            throw BudgetExceededException.tooManyCharacters(maxLength);
        }
        chunkedText.append(text);
    }

    @Override
    public final void writeReference(String value) {
        writeValue(value, secret.test(value));
    }

    /** Writes a value, which may be a secret. */
    void writeValue(String value, boolean hidden) {
        String escaped = escape.escape(value);
        int from = length();
        write(escaped);
        if (hidden && length() > from) {
            if (boundCount == maskBounds.length) {
                maskBounds = Arrays.copyOf(maskBounds, 2 * boundCount);
            }
            maskBounds[boundCount++] = from;
            maskBounds[boundCount++] = length();
        }
    }

    public final int length() {
        return chunkedText.length();
    }

    final int maxLength() {
        return maxLength;
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
        return SecretMasks.ofSpans(Arrays.copyOf(maskBounds, boundCount));
    }

    public final byte[] utf8() {
        return chunkedText.utf8();
    }

    @Override
    public final void flush() {}

    @Override
    public final void close() {}
}
