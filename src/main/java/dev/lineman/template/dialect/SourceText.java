package dev.lineman.template.dialect;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The decoded characters of a file, with line and column of each. Offsets count UTF-16 units and do not include
 * a byte order mark. Immutable.
 */
public final class SourceText {
    /** The encoding in an XML declaration (XML 1.0, 2.8 and 4.3.3). */
    private static final Pattern DECLARED =
            Pattern.compile("^\\s*<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");
    /** Bytes to search for the declaration. */
    private static final int DECLARATION_LENGTH = 256;

    private final String path;
    private final String text;
    private final int[] lineStarts;

    private SourceText(String path, String text) {
        this.path = path;
        this.text = text;
        this.lineStarts = lineStarts(text);
    }

    /**
     * Decodes a file in UTF-8, with or without a byte order mark.
     *
     * @throws UnreadableTemplateException at the first byte that is not UTF-8
     */
    public static SourceText utf8(String path, byte[] bytes) throws UnreadableTemplateException {
        int bom = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        return decode(path, bytes, bom, StandardCharsets.UTF_8);
    }

    /**
     * Decodes an XML document in the encoding that it declares (XML 1.0, appendix F). UTF-16 needs a byte order
     * mark; UTF-32 and EBCDIC are not recognised.
     *
     * @throws UnreadableTemplateException if the encoding is unknown, or at the first byte that does not fit it
     */
    public static SourceText xml(String path, byte[] bytes) throws UnreadableTemplateException {
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return decode(path, bytes, 2, StandardCharsets.UTF_16BE);
        }
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return decode(path, bytes, 2, StandardCharsets.UTF_16LE);
        }
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return utf8(path, bytes);
        }
        int head = Math.min(bytes.length, DECLARATION_LENGTH);
        Matcher declared = DECLARED.matcher(new String(bytes, 0, head, StandardCharsets.ISO_8859_1));
        return decode(path, bytes, 0, declared.find() ? charset(path, declared.group(1)) : StandardCharsets.UTF_8);
    }

    /** The file's path, below the root. */
    public String path() {
        return path;
    }

    /** All characters, with line ends as in the file. */
    public String text() {
        return text;
    }

    /**
     * Offset of the first character that is not white space. White space before an XML declaration is common,
     * but not well-formed.
     */
    public int startOfDocument() {
        int start = 0;
        while (start < text.length()
                && (Character.isWhitespace(text.charAt(start)) || text.charAt(start) == '\uFEFF')) {
            start++;
        }
        return start;
    }

    /** The position of a character. */
    public Position at(int offset) {
        int line = Arrays.binarySearch(lineStarts, offset);
        if (line < 0) {
            line = -line - 2;
        }
        return new Position(path, line + 1, offset - lineStarts[line] + 1);
    }

    private static Charset charset(String path, String name) throws UnreadableTemplateException {
        try {
            Charset charset = Charset.forName(name);
            // The declaration was read byte by byte, so the file cannot be UTF-16, whatever it declares.
            return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32")
                    ? StandardCharsets.UTF_8
                    : charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new UnreadableTemplateException(
                    Position.of(path), "unknown encoding '" + name + "'; save the file as UTF-8", e);
        }
    }

    private static SourceText decode(String path, byte[] bytes, int from, Charset charset)
            throws UnreadableTemplateException {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        CharBuffer out = CharBuffer.allocate((int) Math.ceil((double) in.remaining() * decoder.maxCharsPerByte()) + 2);
        CoderResult result = decoder.decode(in, out, true);
        SourceText decoded = new SourceText(path, out.flip().toString());
        if (result.isError()) {
            throw new UnreadableTemplateException(
                    decoded.at(decoded.text.length()), "this is not " + charset.name() + "; save the file as UTF-8");
        }
        return decoded;
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** The offsets at which lines begin; the first is 0. CR, LF and CR LF end a line. */
    static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
            if (ends) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    /**
     * Thrown if a template or fragment cannot be read. {@code TemplateReader} turns it into a problem; it does
     * not leave the package tree {@code template}.
     */
    public static final class UnreadableTemplateException extends Exception {
        private final transient Problem problem;

        /** Without a cause. */
        public UnreadableTemplateException(Position at, String message) {
            this(at, message, null);
        }

        /** With the parser's exception as cause. */
        public UnreadableTemplateException(Position at, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.problem = Problem.blocking(at, message);
        }

        /** The error with its position and message. */
        public Problem problem() {
            return problem;
        }
    }
}
