package dev.lineman.command.template;

import dev.lineman.command.diff.FileDiff;
import dev.lineman.command.diff.PhoneIdentity;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.render.text.SecretMasks;
import dev.lineman.template.builtin.CopyRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares files of a root with the built-in files that they come from, as unified diffs. Lines that begin with {@code #}
 * explain them. Stateless.
 */
public final class TemplateComparison {
    private TemplateComparison() {}

    /** Compares all files of the root that come from a built-in one. */
    public static List<String> all(RootTemplates templates) {
        List<String> lines = new ArrayList<>();
        for (TemplateFile file : templates.files()) {
            if (file.own() != null && file.origin() != null) {
                lines.addAll(one(file, templates.version()));
            }
        }
        return lines.isEmpty() ? List.of("# the root has no copy of a built-in file") : lines;
    }

    /**
     * Compares one file.
     *
     * @param version the version of the program
     */
    public static List<String> one(TemplateFile file, String version) {
        TemplateFile.OwnContent own = file.own();
        TemplateFile.Origin origin = file.origin();
        if (own == null) {
            return List.of("# " + file.path()
                    + " is not in the root, so the built-in file applies; copy it with: lineman templates copy "
                    + file.name());
        }
        if (origin == null) {
            CopyRecord copyRecord = file.copyRecord();
            return List.of(
                    copyRecord == null
                            ? "# " + file.path() + " comes from no built-in file"
                            : "# " + file.path() + " is a copy of " + copyRecord.path() + " of " + copyRecord.version()
                                    + ", which " + version + " does not have");
        }
        List<String> lines = new ArrayList<>();
        if (file.state() != TemplateFile.CopyState.SAME) {
            lines.add("--- " + origin.path() + " (built-in, " + version + ")");
            lines.add("+++ " + file.path());
            lines.addAll(hunks(origin.bytes(), own.bytes()));
        }
        lines.addAll(explanation(file, origin, version));
        return lines;
    }

    private static List<String> hunks(byte[] builtIn, byte[] own) {
        return FileDiff.of(
                        "",
                        new FileDiff.FileVersion(CopyRecord.without(builtIn), SecretMasks.NONE),
                        new FileDiff.FileVersion(CopyRecord.without(own), SecretMasks.NONE),
                        new SecretFinder(List.of()),
                        PhoneIdentity.NONE)
                .lines();
    }

    /** Returns what the diff does not show: of which version the copy is, and what to do about it. */
    private static List<String> explanation(TemplateFile file, TemplateFile.Origin origin, String version) {
        CopyRecord copyRecord = file.copyRecord();
        String now = CopyRecord.of(origin.path(), version, origin.bytes()).line();
        return switch (file.state()) {
            case BUILT_IN, OWN -> List.of();
            case SAME ->
                List.of("# " + file.path() + " is the same as the built-in one"
                        + (file.replacesBuiltIn() ? "; remove it to get updates" : ""));
            case EDITED ->
                List.of("# the built-in one is the same as when the copy was made: the diff is what you changed");
            case WITHOUT_RECORD -> List.of("# the file does not say of which version it is a copy");
            case UNEDITED_OUTDATED ->
                List.of("# your copy is of " + version(copyRecord)
                        + " and unchanged: - is the built-in file of now, + is that of then");
            case EDITED_OUTDATED ->
                List.of(
                        "# your copy is of " + version(copyRecord)
                                + "; the built-in one has changed since: the diff has your changes and its own",
                        "# when you have merged them, write this in place of line " + lineNumber(file)
                                + " of your copy:",
                        "# " + now);
        };
    }

    private static String version(@Nullable CopyRecord copyRecord) {
        return copyRecord == null ? "" : copyRecord.version();
    }

    private static int lineNumber(TemplateFile file) {
        TemplateFile.OwnContent own = file.own();
        return own == null ? 0 : CopyRecord.lineNumber(own.bytes());
    }
}
