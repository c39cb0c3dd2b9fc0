package dev.lineman.command.diff;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.lineman.operator.view.MaskedFile;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.render.text.SecretMasks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of one file, as a unified diff (POSIX diff, "Diff -u Output Format") with secrets masked.
 *
 * @param path below the root
 * @param kind whether it comes, changes or goes
 * @param lines of its hunks, without the two lines of file names; what cannot be shown is one line that says why
 * @param identity what only the phone has whose file it is
 */
public record FileDiff(String path, DiffKind kind, List<String> lines, PhoneIdentity identity) {
    private static final int CONTEXT_LINES = 3;
    private static final int HEADER_LINES = 2;

    /** What happens to a file. */
    public enum DiffKind {
        ADDED,
        CHANGED,
        REMOVED
    }

    /**
     * One side of a difference.
     *
     * @param bytes null when they are not at hand, or are more than {@link MaskedFile#MAX_BYTES}
     * @param length how many there are
     * @param secretMasks where in them secrets stand, by where they came from
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Side(byte @Nullable [] bytes, long length, SecretMasks secretMasks) {
        /** One of which all bytes are at hand, or none. */
        public Side(byte @Nullable [] bytes, SecretMasks secretMasks) {
            this(bytes, bytes == null ? 0 : bytes.length, secretMasks);
        }
    }

    public FileDiff {
        lines = List.copyOf(lines);
    }

    /**
     * The difference of two sides, of which one may be absent.
     *
     * @param secrets what is masked on both sides, wherever it came from
     */
    public static FileDiff of(
            String path, @Nullable Side before, @Nullable Side after, SecretFinder secrets, PhoneIdentity own) {
        DiffKind kind = before == null ? DiffKind.ADDED : after == null ? DiffKind.REMOVED : DiffKind.CHANGED;
        MaskedFile old = before == null
                ? MaskedFile.ABSENT
                : MaskedFile.of(before.bytes(), before.length(), before.secretMasks(), secrets);
        MaskedFile fresh = after == null
                ? MaskedFile.ABSENT
                : MaskedFile.of(after.bytes(), after.length(), after.secretMasks(), secrets);
        String hidden = fresh.hidden() == null ? old.hidden() : fresh.hidden();
        List<String> lines = hidden == null ? hunks(old, fresh) : List.of("(not shown: " + hidden + ")");
        return new FileDiff(path, kind, lines, own);
    }

    /** A file whose content stays, while others may fetch it. */
    public static FileDiff ofAccess(String path, PhoneIdentity own) {
        return new FileDiff(path, DiffKind.CHANGED, List.of("(only who may fetch it)"), own);
    }

    private static List<String> hunks(MaskedFile old, MaskedFile fresh) {
        List<String> unified = UnifiedDiffUtils.generateUnifiedDiff(
                "", "", old.lines(), DiffUtils.diff(old.lines(), fresh.lines()), CONTEXT_LINES);
        return unified.stream().skip(HEADER_LINES).map(MaskedFile::withoutMark).toList();
    }

    /** The lines that come and go, wherever in the file. */
    List<String> changedLines() {
        return lines.stream()
                .filter(line -> !line.startsWith(" ") && !line.startsWith("@@"))
                .toList();
    }
}
