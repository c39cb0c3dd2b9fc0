package dev.lineman.input.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sections of a YAML file that can be read one by one: documents, and the items of a list that is a whole document. A
 * section begins at the start of a line and ends where the next one begins. If each section can be read by itself, the
 * file has the same content, section by section: no quote, list or mapping in braces is open where a section begins, and a
 * block scalar or plain scalar ends there by its indentation (YAML 1.2.2, sections 8.1.1.1 and 7.3.3).
 *
 * <p>Keeps the bytes of the file, so that a later version can be compared section by section. Immutable and thread-safe.
 */
public final class YamlSections {
    /** A longer section may have a token that {@link BoundedStreamReader} rejects: the file is read as a whole. */
    private static final int MAX_SECTION = BoundedStreamReader.MAX_TOKEN;

    /** Programs write in blocks of at least this many bytes. */
    private static final int MAX_DIFFERENCE = 4096;

    /** The indentation of a document's items: not known yet, since the document has no content so far. */
    private static final int UNKNOWN = -1;

    /** The indentation of a document's items: the document is not a list, or its first item is in the line of the marker. */
    private static final int NO_LIST = -2;

    private final byte[] content;
    /** The offset where each section begins. */
    private final int[] starts;
    /** The number of line breaks before each section. */
    private final int[] lines;

    private YamlSections(byte[] content, int[] starts, int[] lines) {
        this.content = content;
        this.starts = starts;
        this.lines = lines;
    }

    /**
     * Finds the sections of a file.
     *
     * @param content the bytes of the file, which the caller must not change
     * @return null if the file has to be read as a whole: it has one section, directives, document end markers, carriage
     *     returns alone, or a section that is too long
     */
    public static @Nullable YamlSections of(byte[] content) {
        if (content.length > YamlReader.MAX_BYTES) {
            return null;
        }
        int[] starts = new int[16];
        int[] lines = new int[16];
        int sections = 1;
        int items = UNKNOWN;
        int line = 0;
        for (int from = 0; from < content.length; line++) {
            int end = lineEnd(content, from);
            if (end < 0 || content[from] == '%' || startsWith(content, from, end, '.')) {
                return null;
            }
            boolean marker = startsWith(content, from, end, '-');
            boolean begins = marker;
            if (marker) {
                items = isBlankOrComment(content, from + 3, end) ? UNKNOWN : NO_LIST;
            } else if (items >= 0) {
                begins = indentation(content, from, end) == items && isItem(content, from + items, end);
            } else if (items == UNKNOWN && !isBlankOrComment(content, from, end)) {
                int indentation = indentation(content, from, end);
                items = isItem(content, from + indentation, end) ? indentation : NO_LIST;
            }
            if (begins && from > 0) {
                if (from - starts[sections - 1] > MAX_SECTION) {
                    return null;
                }
                if (sections == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * sections);
                    lines = Arrays.copyOf(lines, 2 * sections);
                }
                starts[sections] = from;
                lines[sections++] = line;
            }
            from = end;
        }
        return sections == 1 || content.length - starts[sections - 1] > MAX_SECTION
                ? null
                : new YamlSections(content, Arrays.copyOf(starts, sections), Arrays.copyOf(lines, sections));
    }

    /** The offset behind the line break of a line; -1 if the line ends with a carriage return alone. */
    private static int lineEnd(byte[] content, int from) {
        for (int at = from; at < content.length; at++) {
            if (content[at] == '\n') {
                return at + 1;
            }
            if (content[at] == '\r' && (at + 1 == content.length || content[at + 1] != '\n')) {
                return -1;
            }
        }
        return content.length;
    }

    /** Whether a line begins with a marker of a document: three times the same character, and nothing or a blank behind it. */
    private static boolean startsWith(byte[] content, int from, int end, char marker) {
        return end - from >= 3
                && content[from] == marker
                && content[from + 1] == marker
                && content[from + 2] == marker
                && isBlank(content, from + 3, end);
    }

    /** Whether an item of a list begins at an offset. */
    private static boolean isItem(byte[] content, int at, int end) {
        return at < end && content[at] == '-' && isBlank(content, at + 1, end);
    }

    /** Whether there is a blank or the end of the line at an offset. */
    private static boolean isBlank(byte[] content, int at, int end) {
        return at >= end || content[at] == ' ' || content[at] == '\t' || content[at] == '\r' || content[at] == '\n';
    }

    private static boolean isBlankOrComment(byte[] content, int from, int end) {
        int at = from;
        while (at < end && isBlank(content, at, end)) {
            at++;
        }
        return at >= end || (content[at] == '#' && (at == from || isBlank(content, at - 1, end)));
    }

    /** The number of spaces at the beginning of a line. */
    private static int indentation(byte[] content, int from, int end) {
        int at = from;
        while (at < end && content[at] == ' ') {
            at++;
        }
        return at - from;
    }

    /** The number of sections. */
    public int size() {
        return starts.length;
    }

    /** The number of line breaks before a section. */
    public int line(int index) {
        return lines[index];
    }

    private int end(int index) {
        return index + 1 < starts.length ? starts[index + 1] : content.length;
    }

    /** The bytes of a section. Buffers with equal bytes are equal. */
    public ByteBuffer bytes(int index) {
        return ByteBuffer.wrap(content, starts[index], end(index) - starts[index]);
    }

    /** Whether a section has the bytes of a section of another file. */
    public boolean isSame(int index, YamlSections other, int otherIndex) {
        return Arrays.equals(
                content, starts[index], end(index), other.content, other.starts[otherIndex], other.end(otherIndex));
    }

    /**
     * Whether another version of the file ends with the last section of this one. A program that overwrites a file without
     * emptying it leaves the old end until it has reached it: a version of the same length must also be the same but for a
     * few bytes.
     */
    public boolean hasSameEnd(byte[] version) {
        int length = content.length - starts[starts.length - 1];
        int from = version.length - length;
        if (from <= 0
                || version[from - 1] != '\n'
                || !Arrays.equals(content, content.length - length, content.length, version, from, version.length)) {
            return false;
        }
        int head = Arrays.mismatch(content, version);
        int tail = content.length;
        while (head >= 0 && tail > head && tail <= version.length && content[tail - 1] == version[tail - 1]) {
            tail--;
        }
        return content.length != version.length || tail - head <= MAX_DIFFERENCE;
    }

    /** The text of a section. Bytes that are not UTF-8 become U+FFFD. */
    String text(int index) {
        return new String(content, starts[index], end(index) - starts[index], StandardCharsets.UTF_8);
    }
}
