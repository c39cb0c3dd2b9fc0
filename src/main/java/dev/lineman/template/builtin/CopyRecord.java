package dev.lineman.template.builtin;

import dev.lineman.fs.Digest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The line in a copy of a built-in file that says what it is a copy of. It is a comment, so the copy gives the same
 * outputs, and it stays with the file when Git or a person moves it. Immutable.
 *
 * @param path the built-in file, by its path below the root of a fleet
 * @param version the version of the program
 * @param digest of the built-in file, as text
 */
public record CopyRecord(String path, String version, String digest) {
    /** Lines in which a record is searched: a person may put a comment of their own before it. */
    private static final int SEARCHED_LINES = 20;

    /** A line with a record, in one of the three kinds of comments. */
    private static final Pattern LINE =
            Pattern.compile("[ \\t]*(?:<!--|##?) Copy of (templates/\\S+) of Lineman (\\S+),"
                    + " sha256 ([0-9a-f]{32})(?: -->)?[ \\t]*\\r?(?:\\n|\\z)");

    /** The record of a copy that is made now. */
    public static CopyRecord of(String path, String version, byte[] content) {
        return new CopyRecord(path, version, Digest.of(content).toString());
    }

    /** The record in a file; null if it has none. */
    public static @Nullable CopyRecord in(byte[] file) {
        Matcher line = find(text(file));
        return line == null ? null : new CopyRecord(line.group(1), line.group(2), line.group(3));
    }

    /** A file without its record, and with the line ends of the built-in files. */
    public static byte[] without(byte[] file) {
        String text = text(file);
        Matcher line = find(text);
        String rest = line == null ? text : text.substring(0, line.start()) + text.substring(line.end());
        return bytes(rest.replace("\r\n", "\n"));
    }

    /** The number of the line with the record, from 1; 0 if there is none. */
    public static int lineNumber(byte[] file) {
        String text = text(file);
        Matcher line = find(text);
        return line == null ? 0 : (int) text.substring(0, line.start()).lines().count() + 1;
    }

    private static @Nullable Matcher find(String text) {
        Matcher line = LINE.matcher(text);
        int start = 0;
        for (int i = 0; i < SEARCHED_LINES && start < text.length(); i++) {
            int end = text.indexOf('\n', start);
            line.region(start, end < 0 ? text.length() : end + 1);
            if (line.matches()) {
                return line;
            }
            start = end < 0 ? text.length() : end + 1;
        }
        return null;
    }

    /** The built-in content with this record; the same content if files of its kind have no comments. */
    public byte[] addTo(byte[] content) {
        String line = line();
        if (line == null) {
            return content;
        }
        String text = text(content);
        // Nothing can stand before an XML declaration (XML 1.0, 2.8).
        int at = text.startsWith("<?xml") ? text.indexOf('\n') + 1 : 0;
        return bytes(text.substring(0, at) + line + '\n' + text.substring(at));
    }

    /** The line of this record, without its end; null if files of its kind have no comments. */
    public @Nullable String line() {
        String said = "Copy of " + path + " of Lineman " + version + ", sha256 " + digest;
        if (path.endsWith(".xml")) {
            return "<!-- " + said + " -->";
        }
        if (path.endsWith(".vm")) {
            return "## " + said;
        }
        return path.endsWith(".yaml") ? "# " + said : null;
    }

    /** Whether the built-in file has another content than when the copy was made. */
    public boolean isOutdated(byte[] builtIn) {
        return !Digest.of(builtIn).toString().equals(digest);
    }

    /** Every byte as one character, so that no encoding is damaged. */
    private static String text(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
