package dev.lineman.input.git;

import dev.lineman.fs.Digest;
import dev.lineman.input.StaticFile;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Detects files that version control left unfinished: text with the conflict markers of a merge, and the pointer that
 * Git LFS puts in place of a file. A phone must get neither, so both are errors. A static file above
 * {@link #MAX_STATIC_BYTES} is not checked. In a commit, the pointer of a static file stands for that file. Stateless
 * and thread-safe.
 */
public final class UnfinishedFile {
    /** A larger static file is not checked, and not read into memory. */
    public static final int MAX_STATIC_BYTES = 1 << 20;

    /** Git treats a file with a zero byte among its first ones as binary, and writes no markers into it. */
    private static final int BINARY_CHECK_BYTES = 8000;

    /** The attribute {@code conflict-marker-size} makes longer ones (gitattributes(5)). */
    private static final int MIN_MARKER_LENGTH = 7;

    /** A pointer has less than 1024 bytes (Git LFS Specification, "The Pointer"). */
    private static final int MAX_POINTER_BYTES = 1023;

    private static final Pattern POINTER = Pattern.compile("version https?://\\S+\\r?\\n(?:\\S+ .*\\r?\\n)*?"
            + "oid sha256:([0-9a-f]{64})\\r?\\nsize (\\d{1,18})(?:\\r?\\n)?");

    private UnfinishedFile() {}

    /** Why the content of a file is unfinished; null if it is not. */
    public static @Nullable Problem problem(String path, byte[] content) {
        if (lfsTarget(content, Path.of(path)) != null) {
            return Problem.blocking(
                    Position.of(path),
                    "this is the pointer of a file that Git LFS keeps elsewhere, and not the file: run 'git lfs pull'"
                            + " in this working tree");
        }
        return conflictProblem(path, content);
    }

    /** The file that a Git LFS pointer stands for; null if the content is not a pointer. */
    public static @Nullable StaticFile lfsTarget(byte[] content, Path place) {
        if (content.length > MAX_POINTER_BYTES) {
            return null;
        }
        Matcher pointer = POINTER.matcher(new String(content, StandardCharsets.UTF_8));
        if (!pointer.matches()) {
            return null;
        }
        String sha256 = pointer.group(1);
        Digest digest =
                new Digest(Long.parseUnsignedLong(sha256, 0, 16, 16), Long.parseUnsignedLong(sha256, 16, 32, 16));
        return new StaticFile(digest, Long.parseLong(pointer.group(2)), place);
    }

    /**
     * An error for the first conflict with all its markers in order: {@code <<<<<<<}, {@code =======} and {@code
     * >>>>>>>}. Null if there is none.
     */
    public static @Nullable Problem conflictProblem(String path, byte[] content) {
        if (isBinary(content)) {
            return null;
        }
        int begun = 0;
        int length = 0;
        boolean divided = false;
        int line = 0;
        for (int from = 0; from < content.length; from = lineEnd(content, from) + 1) {
            line++;
            byte first = content[from];
            if (first == '<') {
                int marker = markerLength(content, from, true);
                if (marker > 0) {
                    begun = line;
                    length = marker;
                    divided = false;
                }
            } else if (first == '=' && begun > 0) {
                divided |= markerLength(content, from, false) == length;
            } else if (first == '>' && divided && markerLength(content, from, true) == length) {
                return Problem.blocking(
                        new Position(path, begun, 1),
                        "a merge has left its conflict markers here, down to line " + line
                                + ": resolve the conflict, and remove the lines of the markers");
            }
        }
        return null;
    }

    /**
     * The length of the marker at the begin of a line; 0 if there is none.
     *
     * @param labelled whether a label may follow, after a blank
     */
    private static int markerLength(byte[] content, int from, boolean labelled) {
        int at = from;
        while (at < content.length && content[at] == content[from]) {
            at++;
        }
        boolean ends = at == content.length || content[at] == '\n' || content[at] == '\r';
        return at - from >= MIN_MARKER_LENGTH && (ends || (labelled && content[at] == ' ')) ? at - from : 0;
    }

    /** The offset of the end of a line. */
    private static int lineEnd(byte[] content, int from) {
        int at = from;
        while (at < content.length && content[at] != '\n') {
            at++;
        }
        return at;
    }

    private static boolean isBinary(byte[] content) {
        for (int i = 0; i < Math.min(content.length, BINARY_CHECK_BYTES); i++) {
            if (content[i] == 0) {
                return true;
            }
        }
        return false;
    }
}
