package dev.lineman.plan;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.lineman.render.Masks;
import dev.lineman.render.SecretFinder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of one file, as a unified diff (POSIX diff, "Diff -u Output Format") with secrets masked.
 *
 * @param path below the root
 * @param kind whether it comes, changes or goes
 * @param lines of its hunks, without the two lines of file names; what cannot be shown is one line that says why
 * @param own what only the phone has whose file it is
 */
public record Difference(String path, Kind kind, List<String> lines, Belongings own) {
    private static final int CONTEXT = 3;
    private static final int HEADER = 2;

    /** What happens to a file. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    /**
     * One side of a difference.
     *
     * @param bytes null when they are not at hand, or are more than {@link Page#LARGEST}
     * @param length how many there are
     * @param masks where in them secrets stand, by where they came from
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Side(byte @Nullable [] bytes, long length, Masks masks) {
        /** One of which all bytes are at hand, or none. */
        public Side(byte @Nullable [] bytes, Masks masks) {
            this(bytes, bytes == null ? 0 : bytes.length, masks);
        }
    }

    public Difference {
        lines = List.copyOf(lines);
    }

    /**
     * The difference of two sides, of which one may be absent.
     *
     * @param secrets what is masked on both sides, wherever it came from
     */
    public static Difference of(
            String path, @Nullable Side before, @Nullable Side after, SecretFinder secrets, Belongings own) {
        Kind kind = before == null ? Kind.ADDED : after == null ? Kind.REMOVED : Kind.CHANGED;
        Page old = before == null ? Page.ABSENT : Page.of(before.bytes(), before.length(), before.masks(), secrets);
        Page fresh = after == null ? Page.ABSENT : Page.of(after.bytes(), after.length(), after.masks(), secrets);
        String hidden = fresh.hidden() == null ? old.hidden() : fresh.hidden();
        List<String> lines = hidden == null ? hunks(old, fresh) : List.of("(not shown: " + hidden + ")");
        return new Difference(path, kind, lines, own);
    }

    /** A file whose content stays, while others may fetch it. */
    public static Difference ofAccess(String path, Belongings own) {
        return new Difference(path, Kind.CHANGED, List.of("(only who may fetch it)"), own);
    }

    private static List<String> hunks(Page old, Page fresh) {
        List<String> unified = UnifiedDiffUtils.generateUnifiedDiff(
                "", "", old.lines(), DiffUtils.diff(old.lines(), fresh.lines()), CONTEXT);
        return unified.stream().skip(HEADER).map(Page::shown).toList();
    }

    /** The lines that come and go, wherever in the file. */
    List<String> essence() {
        return lines.stream()
                .filter(line -> !line.startsWith(" ") && !line.startsWith("@@"))
                .toList();
    }
}
