package dev.lineman.render.text;

import dev.lineman.template.dialect.ValueEscape;
import java.io.Writer;
import java.util.Arrays;
import java.util.function.Predicate;
import org.apache.velocity.io.Filter;

/**
 * The output of a rendering. Literal text is written unchanged, values are escaped, and secrets are recorded as
 * masks. It throws {@link BudgetExceededException} instead of growing past its limit.
 *
 * <p>It is a Velocity {@link Filter}, so the engine passes each reference to {@link #writeReference}. For one
 * rendering, by one thread.
 */
public class OutputWriter extends Writer implements Filter {
    private final ValueEscape escape;

    /** The limit, in characters. */
    private final int maxLength;

    private final Predicate<String> secret;

    /** Start and end of each secret, in order, as indices into the text. */
    private int[] maskBounds = new int[8];

    /** How many numbers of {@link #maskBounds} are in use: two for each secret. */
    private int boundCount;

    private final ChunkedText chunkedText;

    /**
     * @param escape how to escape values in this format
     * @param expected the expected number of characters
     * @param maxLength the limit, in characters
     * @param secret whether a value is a secret; it is asked with the object that the template wrote
     */
    public OutputWriter(ValueEscape escape, int expected, int maxLength, Predicate<String> secret) {
        this.escape = escape;
        this.secret = secret;
        this.maxLength = maxLength;
        this.chunkedText = new ChunkedText(Math.min(expected, maxLength));
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

    /** Writes a value: escaped, and masked if it is a secret. */
    @Override
    public final void writeReference(String value) {
        writeValue(value, secret.test(value));
    }

    /**
     * Writes a value and records a mask if it is a secret.
     *
     * @param hidden whether it is a secret
     */
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

    /** Characters written. */
    public final int length() {
        return chunkedText.length();
    }

    /** The limit, in characters. */
    final int maxLength() {
        return maxLength;
    }

    /** A live view of the text. It grows with further writes. */
    final CharSequence written() {
        return chunkedText;
    }

    /** The characters from {@code start} (inclusive) to {@code end} (exclusive). */
    final String text(int start, int end) {
        return chunkedText.subSequence(start, end);
    }

    /** The whole text. */
    public final String text() {
        return chunkedText.toString();
    }

    /** Where the secrets are in the text. */
    public final SecretMasks masks() {
        return SecretMasks.ofSpans(maskBounds());
    }

    /** Start and end of each secret, in order, as indices into the text. */
    final int[] maskBounds() {
        return Arrays.copyOf(maskBounds, boundCount);
    }

    /** The whole text as UTF-8. */
    public final byte[] utf8() {
        return chunkedText.utf8();
    }

    @Override
    public final void flush() {}

    @Override
    public final void close() {}
}
