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
 * A file as people may see it: its lines with dots in place of secrets, or why nothing of it is shown. A line with a
 * secret ends with {@link #MARK} and a digest of the true line, so that two lines are equal only when their secrets are.
 *
 * @param hidden why it has no lines to show; null when it has
 */
public record MaskedFile(List<String> lines, @Nullable String hidden) {
    /** What no line of a text has. */
    static final char MARK = '\0';

    public static final MaskedFile ABSENT = new MaskedFile(List.of(), null);

    /** Bytes; a longer file is not shown. */
    public static final int MAX_BYTES = 4 << 20;

    public MaskedFile {
        lines = List.copyOf(lines);
    }

    /**
     * A file as people may see it.
     *
     * @param file null when its bytes are not at hand, or are more than {@link #MAX_BYTES}
     * @param length how many there are
     * @param secretMasks where in it secrets stand, by where they came from
     * @param secrets what else is a secret, wherever it came from
     */
    public static MaskedFile of(byte @Nullable [] file, long length, SecretMasks secretMasks, SecretFinder secrets) {
        if (length > MAX_BYTES) {
            return hidden(secretMasks.hidesAll() ? "it may hold secrets of many phones" : "it is larger than 4 MiB");
        }
        if (file == null) {
            return hidden("its content is not at hand");
        }
        if (secretMasks.hidesAll()) {
            return hidden("it may hold secrets of many phones");
        }
        String text = text(file);
        if (text == null) {
            return hidden("it is no text");
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

    /** A line without what only tells it from others. */
    public static String withoutMark(String line) {
        int mark = line.indexOf(MARK);
        return mark < 0 ? line : line.substring(0, mark);
    }

    private static MaskedFile hidden(String why) {
        return new MaskedFile(List.of(), why);
    }

    /** Null when it is none. */
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
