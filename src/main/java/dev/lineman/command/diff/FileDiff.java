package dev.lineman.command.diff;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.lineman.operator.view.MaskedFile;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.render.text.SecretMasks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The change of one file, as a unified diff (POSIX diff, "Diff -u Output Format") with secrets masked. Immutable.
 *
 * @param path the path below the root
 * @param kind whether the file is added, changed or removed
 * @param lines the hunks without the two lines of file names; one line with the reason if the content cannot be shown
 * @param identity the values that identify the phone of the file
 */
public record FileDiff(String path, DiffKind kind, List<String> lines, PhoneIdentity identity) {
    private static final int CONTEXT_LINES = 3;
    private static final int HEADER_LINES = 2;

    /** What happens to a file. */
    public enum DiffKind {
        /** The file is new. */
        ADDED,
        /** The content or the access rule changes. */
        CHANGED,
        /** The file is obsolete. */
        REMOVED
    }

    /**
     * One version of a file.
     *
     * @param bytes the content; null when it is not available, or longer than {@link MaskedFile#MAX_BYTES}
     * @param length the length of the content in bytes
     * @param secretMasks the places of secrets in the content, known from rendering
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record FileVersion(byte @Nullable [] bytes, long length, SecretMasks secretMasks) {
        /** Creates a version with its whole content, or with none. */
        public FileVersion(byte @Nullable [] bytes, SecretMasks secretMasks) {
            this(bytes, bytes == null ? 0 : bytes.length, secretMasks);
        }
    }

    public FileDiff {
        lines = List.copyOf(lines);
    }

    /**
     * Returns the diff of two versions.
     *
     * @param before the old version; null for a new file
     * @param after the new version; null for a removed file
     * @param secrets finds secrets to mask on both sides, in addition to the known places
     */
    public static FileDiff of(
            String path,
            @Nullable FileVersion before,
            @Nullable FileVersion after,
            SecretFinder secrets,
            PhoneIdentity identity) {
        DiffKind kind = before == null ? DiffKind.ADDED : after == null ? DiffKind.REMOVED : DiffKind.CHANGED;
        MaskedFile old = before == null
                ? MaskedFile.ABSENT
                : MaskedFile.of(before.bytes(), before.length(), before.secretMasks(), secrets);
        MaskedFile fresh = after == null
                ? MaskedFile.ABSENT
                : MaskedFile.of(after.bytes(), after.length(), after.secretMasks(), secrets);
        String hidden = fresh.hidden() == null ? old.hidden() : fresh.hidden();
        List<String> lines = hidden == null ? hunks(old, fresh) : List.of("(not shown: " + hidden + ")");
        return new FileDiff(path, kind, lines, identity);
    }

    /** Returns the diff of a file with a new access rule and the same content. */
    public static FileDiff ofAccess(String path, PhoneIdentity identity) {
        return new FileDiff(path, DiffKind.CHANGED, List.of("(only the access rule changes)"), identity);
    }

    private static List<String> hunks(MaskedFile old, MaskedFile fresh) {
        List<String> unified = UnifiedDiffUtils.generateUnifiedDiff(
                "", "", old.lines(), DiffUtils.diff(old.lines(), fresh.lines()), CONTEXT_LINES);
        return unified.stream().skip(HEADER_LINES).map(MaskedFile::withoutMark).toList();
    }

    /** Returns the added and removed lines, without their position. */
    List<String> changedLines() {
        return lines.stream()
                .filter(line -> !line.startsWith(" ") && !line.startsWith("@@"))
                .toList();
    }
}
