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

/** The characters of a file, and the place of each. Offsets count UTF-16 units, without a byte order mark. */
public final class SourceText {
    private static final Pattern DECLARED =
            Pattern.compile("^\\s*<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");
    private static final int DECLARATION_LENGTH = 256;

    private final String path;
    private final String text;
    private final int[] lineStarts;

    private SourceText(String path, String text) {
        this.path = path;
        this.text = text;
        this.lineStarts = lineStarts(text);
    }

    /** A file that is UTF-8. */
    public static SourceText utf8(String path, byte[] bytes) throws UnreadableTemplate {
        int bom = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        return decode(path, bytes, bom, StandardCharsets.UTF_8);
    }

    /** An XML document in the encoding that it says (XML 1.0, appendix F, as far as files of people go). */
    public static SourceText xml(String path, byte[] bytes) throws UnreadableTemplate {
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

    /** Of the file, below the root. */
    public String path() {
        return path;
    }

    /** All characters. */
    public String text() {
        return text;
    }

    /** Where the document begins: white space before an XML declaration is common and not well-formed. */
    public int startOfDocument() {
        int start = 0;
        while (start < text.length()
                && (Character.isWhitespace(text.charAt(start)) || text.charAt(start) == '\uFEFF')) {
            start++;
        }
        return start;
    }

    /** Where the character at an offset stands. */
    public Position at(int offset) {
        int line = Arrays.binarySearch(lineStarts, offset);
        if (line < 0) {
            line = -line - 2;
        }
        return new Position(path, line + 1, offset - lineStarts[line] + 1);
    }

    private static Charset charset(String path, String name) throws UnreadableTemplate {
        try {
            Charset charset = Charset.forName(name);
            // Such a declaration was read byte by byte, so the file is no UTF-16, whatever it says.
            return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32")
                    ? StandardCharsets.UTF_8
                    : charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new UnreadableTemplate(
                    Position.of(path), "unknown encoding '" + name + "'; save the file as UTF-8", e);
        }
    }

    private static SourceText decode(String path, byte[] bytes, int from, Charset charset) throws UnreadableTemplate {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        CharBuffer out = CharBuffer.allocate((int) Math.ceil((double) in.remaining() * decoder.maxCharsPerByte()) + 2);
        CoderResult result = decoder.decode(in, out, true);
        SourceText decoded = new SourceText(path, out.flip().toString());
        if (result.isError()) {
            throw new UnreadableTemplate(
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

    /** The offsets at which lines begin, the first of them 0. */
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

    /** Thrown within this room when a file cannot be understood; the reader makes a problem of it. */
    public static final class UnreadableTemplate extends Exception {
        private final transient Problem problem;

        public UnreadableTemplate(Position at, String message) {
            this(at, message, null);
        }

        public UnreadableTemplate(Position at, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.problem = Problem.error(at, message);
        }

        /** What is wrong, and where. */
        public Problem problem() {
            return problem;
        }
    }
}
