package dev.lineman.operator.view;

import dev.lineman.fs.Digest;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.render.text.SecretMasks;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file with dots in place of secrets, for views and for diffs. A line with a secret ends with {@link
 * #MARK} and a digest of the true line. So two lines are equal only if their secrets are equal.
 *
 * @param lines without line ends; empty if the file is not shown
 * @param hidden why the file is not shown; null if it is
 */
public record MaskedFile(List<String> lines, @Nullable String hidden) {
    /** A character that no line of a text file has. */
    static final char MARK = '\0';

    /** A file that does not exist. */
    public static final MaskedFile ABSENT = new MaskedFile(List.of(), null);

    /** A file with more bytes than this is not shown. */
    public static final int MAX_BYTES = 4 << 20;

    public MaskedFile {
        lines = List.copyOf(lines);
    }

    /**
     * Masks a file.
     *
     * @param file its content; null if it is not available or longer than {@link #MAX_BYTES}
     * @param length of the file, in bytes
     * @param secretMasks the secrets that are known by the origin of their values
     * @param secrets finds further secrets by value
     */
    public static MaskedFile of(byte @Nullable [] file, long length, SecretMasks secretMasks, SecretFinder secrets) {
        if (length > MAX_BYTES) {
            return hidden(secretMasks.hidesAll() ? "it may hold secrets of many phones" : "it is larger than 4 MiB");
        }
        if (file == null) {
            return hidden("its content is not available");
        }
        if (secretMasks.hidesAll()) {
            return hidden("it may hold secrets of many phones");
        }
        String text = text(file);
        if (text == null) {
            return hidden("it is not text");
        }
        List<String> lines = new ArrayList<>();
        SecretMasks both = secretMasks.union(secrets.masks(text));
        if (both.hidesAll()) {
            return hidden("it may hold secrets of many phones");
        }
        SecretMasks.Spans spans = both.spans();
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            int to = end < 0 ? text.length() : end;
            String line = spans.mask(text, from, to);
            lines.add(spans.startsWithin(from, to) ? line + MARK + digest(text.substring(from, to)) : line);
            from = to + 1;
        }
        return new MaskedFile(lines, null);
    }

    private static Digest digest(String line) {
        return Digest.of(line.getBytes(StandardCharsets.UTF_8));
    }

    /** A line without its digest, to show it. */
    public static String withoutMark(String line) {
        int mark = line.indexOf(MARK);
        return mark < 0 ? line : line.substring(0, mark);
    }

    private static MaskedFile hidden(String why) {
        return new MaskedFile(List.of(), why);
    }

    /** The text of a file; null if it is not UTF-8 or contains {@link #MARK}. */
    private static @Nullable String text(byte[] file) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
            return text.indexOf(MARK) < 0 ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
