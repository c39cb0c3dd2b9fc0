package dev.lineman.command.template;

import dev.lineman.build.impact.BuildInputs;
import dev.lineman.fs.FileContents;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.problem.NearestName;
import dev.lineman.template.Catalog;
import dev.lineman.template.builtin.BuiltInTemplates;
import dev.lineman.template.builtin.CopyRecord;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The templates of the program and of one root, as of now. It scans the inputs and renders nothing. Immutable.
 *
 * @param version the version of the program
 * @param builtInCatalog the templates of the program alone
 * @param inputs the catalog, and the sites of the extensions
 * @param snapshot the files of the root; empty without a root
 * @param files all template files, in the order of their groups and names
 * @param hasRoot whether there is a root
 */
public record RootTemplates(
        String version,
        Catalog builtInCatalog,
        BuildInputs inputs,
        Snapshot snapshot,
        List<TemplateFile> files,
        boolean hasRoot) {
    /** The most names that {@link TemplateRequestException} suggests. */
    private static final int MAX_SUGGESTIONS = 3;

    /** The shortest text that is suggested as a part of a name. */
    private static final int MIN_PART = 3;

    public RootTemplates {
        files = List.copyOf(files);
    }

    /** A request that cannot be met. Its message says why, and what to do. */
    public static final class TemplateRequestException extends Exception {
        private static final long serialVersionUID = 1;

        TemplateRequestException(String message) {
            super(message);
        }
    }

    /**
     * Reads the templates. A current folder that is no root has the built-in ones alone.
     *
     * @throws CannotStartException if another folder was named and it is no folder
     */
    public static RootTemplates read(Settings settings, RuntimeContext runtimeContext) throws CannotStartException {
        BuiltInTemplates builtIn = runtimeContext.builtInTemplates();
        boolean hasRoot = isRoot(settings) || !settings.isCurrentFolder();
        Snapshot snapshot = Snapshot.empty();
        List<FileChange> changes = List.of();
        if (hasRoot) {
            ScanResult scanResult =
                    Workspace.scanner(settings, runtimeContext).scan(snapshot, List.of(new Hint.FullScanHint()));
            runtimeContext.progressListener().done();
            snapshot = scanResult.snapshot();
            changes = scanResult.changes();
        }
        changes = builtIn.beneath(Catalog.EMPTY, snapshot, changes);
        BuildInputs inputs =
                BuildInputs.NONE.with(changes).with(SecretStore.NONE).servedAt(settings.servingPath());
        return new RootTemplates(
                builtIn.version(), builtIn.catalog(), inputs, snapshot, files(settings, builtIn, snapshot), hasRoot);
    }

    /** Whether the folder has one of the folders that only a root has. */
    static boolean isRoot(Settings settings) {
        return Files.isDirectory(settings.root().resolve(ExtensionFile.FOLDER))
                || Files.isDirectory(settings.root().resolve(TemplateGroup.TEMPLATES));
    }

    /**
     * Returns the template files of a root and of the program. A file that cannot be read any more is left out.
     *
     * @param snapshot the files of the root
     */
    public static List<TemplateFile> files(Settings settings, BuiltInTemplates builtIn, Snapshot snapshot) {
        SortedMap<String, byte[]> contents = builtIn.contents();
        SortedMap<String, TemplateFile> files = new TreeMap<>();
        contents.forEach((path, content) -> {
            TemplateGroup group = TemplateGroup.of(path);
            if (group != null) {
                files.put(path, new TemplateFile(path, group, null, new TemplateFile.Origin(path, content), null));
            }
        });
        for (String path : snapshot.files().tailMap(TemplateGroup.TEMPLATES).keySet()) {
            TemplateGroup group = TemplateGroup.of(path);
            byte[] own = group == null ? null : content(settings, path);
            if (group != null && own != null) {
                CopyRecord copyRecord = CopyRecord.in(own);
                String from = copyRecord == null ? path : copyRecord.path();
                byte[] builtInContent = contents.get(from);
                TemplateFile.Origin origin =
                        builtInContent == null ? null : new TemplateFile.Origin(from, builtInContent);
                files.put(path, new TemplateFile(path, group, new TemplateFile.OwnContent(own), origin, copyRecord));
            }
        }
        List<TemplateFile> sorted = new ArrayList<>(files.values());
        sorted.sort(Comparator.comparing(TemplateFile::group).thenComparing(TemplateFile::name));
        return sorted;
    }

    private static byte @Nullable [] content(Settings settings, String path) {
        try {
            return FileContents.read(settings.root().resolve(path));
        } catch (IOException e) {
            return null;
        }
    }

    /** Returns what to do about the copies of the root whose built-in files have changed since, as sentences. */
    public static List<String> outdatedCopies(Settings settings, BuiltInTemplates builtIn, Snapshot snapshot) {
        return files(settings, builtIn, snapshot).stream()
                .filter(TemplateFile::isOutdated)
                .map(TemplateFile::advice)
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * Finds a file by its name or its path, with or without {@code templates/}, the folder of its group and extension.
     *
     * @throws TemplateRequestException if there is none, or several
     */
    public TemplateFile find(String text) throws TemplateRequestException {
        String wanted = text.strip().replaceFirst("^\\./", "");
        int spellings = files.isEmpty() ? 0 : files.get(0).spellings().size();
        for (int i = 0; i < spellings; i++) {
            int spelling = i;
            List<TemplateFile> found = files.stream()
                    .filter(file -> file.spellings().get(spelling).equals(wanted))
                    .toList();
            if (found.size() == 1) {
                return found.get(0);
            }
            if (found.size() > 1) {
                throw new TemplateRequestException("'" + text + "' is the name of several files; name one by its path: "
                        + String.join(
                                ", ", found.stream().map(TemplateFile::path).toList()));
            }
        }
        throw new TemplateRequestException("no template is called '" + text + "'" + suggestion(wanted));
    }

    /** The names that contain the text, or that are similar to it, as the end of a message. */
    private String suggestion(String wanted) {
        List<String> names = files.stream().map(TemplateFile::name).toList();
        List<String> similar = wanted.length() < MIN_PART
                ? List.of()
                : names.stream()
                        .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT)))
                        .limit(MAX_SUGGESTIONS)
                        .toList();
        if (similar.isEmpty()) {
            similar = NearestName.find(wanted, names, MAX_SUGGESTIONS);
        }
        return similar.isEmpty()
                ? "; 'lineman templates' lists all"
                : "; did you mean "
                        + String.join(
                                " or ",
                                similar.stream().map(name -> "'" + name + "'").toList()) + "?";
    }
}
