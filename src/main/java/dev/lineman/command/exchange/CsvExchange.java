package dev.lineman.command.exchange;

import dev.lineman.build.InputReader;
import dev.lineman.build.MountRecord;
import dev.lineman.build.State;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.report.CountPhrase;
import dev.lineman.command.CommandResult;
import dev.lineman.command.contact.ContactExport;
import dev.lineman.command.csv.CsvExport;
import dev.lineman.command.csv.CsvImport;
import dev.lineman.fs.FileOperations;
import dev.lineman.fs.FileSetWriter;
import dev.lineman.input.DocumentReader;
import dev.lineman.input.InputPaths;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.input.scan.SnapshotScanner;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RootCheck;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The commands {@code import} and {@code export}: extensions from a CSV file into a root, and back. Reads and writes
 * the files for {@link CsvImport} and {@link CsvExport}. Stateless.
 */
public final class CsvExchange {
    private CsvExchange() {}

    /**
     * The options of an import.
     *
     * @param csv the CSV file
     * @param folder the target folder below the root, for extensions without a {@code file} value
     * @param choices the choices of the user
     */
    public record ImportRequest(ImportFile csv, String folder, Set<ImportChoice> choices) {
        public ImportRequest {
            choices = Set.copyOf(choices);
        }

        private boolean has(ImportChoice choice) {
            return choices.contains(choice);
        }
    }

    /** A choice of the user for an import. */
    public enum ImportChoice {
        /** Existing files can be replaced. */
        OVERWRITE,
        /** Nothing is written. */
        DRY_RUN,
        /** Passwords stay in the extension files. */
        PLAIN_PASSWORDS,
        /** Missing secrets and environment variables get placeholders in the check. */
        ASSUME_SECRETS,
        /** Contacts of a replaced file that the source does not have are removed. */
        REMOVE_MISSING
    }

    /** What an export has. */
    public enum ExportContent {
        EXTENSIONS,
        CONTACTS;

        private String csv(Collection<ExtensionFile> files, boolean safe) {
            return this == EXTENSIONS ? CsvExport.write(files, safe) : ContactExport.write(files, safe);
        }
    }

    /**
     * The result of an export. Immutable.
     *
     * @param problems the problems of the extension files
     * @param csv the CSV text; null if some files cannot be read and would be missing
     */
    public record Exported(List<Problem> problems, @Nullable String csv) {
        public Exported {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Writes the extensions of a CSV file below the root: all of them, or none if there is an error. Errors are also
     * those that {@code check} would report after the import, and not now.
     *
     * @throws CannotStartException if the inputs cannot be read, or a file cannot be written
     */
    public static CommandResult importCsv(Settings settings, RuntimeContext runtimeContext, ImportRequest request)
            throws CannotStartException {
        ImportCheck check = ImportCheck.reading(settings, runtimeContext, request.has(ImportChoice.ASSUME_SECRETS));
        State present = check.before();
        SecretsFile secretsFile = SecretsFile.read(settings);
        ExtensionFileWriter extensionFileWriter = new ExtensionFileWriter(settings);
        CsvImport csvImport = CsvImport.read(
                request.csv().name(),
                request.csv().content(),
                new CsvImport.ImportTarget(
                        request.folder(),
                        present.inputs().inventory(),
                        present.inputs().catalog(),
                        request.has(ImportChoice.PLAIN_PASSWORDS) ? null : secretsFile.store(),
                        extensionFileWriter.targetCheck(present.snapshot(), request.has(ImportChoice.OVERWRITE))));
        Map<String, byte[]> proposed = csvImport.contents();
        List<Problem> obstacles =
                csvImport.secrets().isEmpty() ? List.of() : secretsFile.obstacles(csvImport.secrets());
        if (!csvImport.secrets().isEmpty()) {
            csvImport.addProblems(obstacles);
            proposed.put(settings.secretsName(), secretsFile.content(csvImport.secrets()));
        }
        ImportCheck.CheckedImport checkedImport = check.check(proposed);
        // The lines of a file of secrets that cannot be extended do not exist. Its own error is among the obstacles.
        csvImport.addProblems(checkedImport.added().stream()
                .filter(problem -> obstacles.isEmpty() || !problem.at().file().equals(settings.secretsName()))
                .toList());
        CsvImport.ImportResult result = csvImport.result();
        List<Problem> problems = new ArrayList<>(result.problems());
        problems.addAll(unreadable(present.snapshot(), proposed.keySet(), "its extensions may be in the CSV file too"));
        List<String> lines = new ArrayList<>(checkedImport.lines());
        lines.addAll(write(settings, request, secretsFile, result));
        return new CommandResult(problems, lines);
    }

    /** Writes the files of an import of extensions, and returns the lines that say so. */
    private static List<String> write(
            Settings settings, ImportRequest request, SecretsFile secretsFile, CsvImport.ImportResult result)
            throws CannotStartException {
        if (result.files().isEmpty()) {
            return List.of("nothing was written");
        }
        List<String> lines = new ArrayList<>();
        ExtensionFileWriter extensionFileWriter = new ExtensionFileWriter(settings);
        List<CsvImport.NewFile> changed = extensionFileWriter.changed(result.files());
        if (request.has(ImportChoice.DRY_RUN)) {
            lines.addAll(ofDryRun(extensionFileWriter, changed));
        } else {
            List<FileSetWriter.TextFile> files = new ArrayList<>();
            // The secrets come first, so that no extension file ever refers to a missing one.
            if (!result.secrets().isEmpty()) {
                files.add(secretsFile.with(result.secrets()));
            }
            files.addAll(extensionFileWriter.textFiles(changed));
            ExtensionFileWriter.writeAll(files);
        }
        int unchanged = result.files().size() - changed.size();
        lines.add(CountPhrase.of(result.extensions(), "extension") + " in "
                + CountPhrase.of(result.files().size(), "file")
                + (request.has(ImportChoice.DRY_RUN) ? ", nothing was written" : written(changed.size(), unchanged)));
        if (!result.secrets().isEmpty()) {
            int count = result.secrets().size();
            lines.add(CountPhrase.of(count, "new secret")
                    + (request.has(ImportChoice.DRY_RUN) ? " would be in " : count == 1 ? " is in " : " are in ")
                    + settings.secretsName() + ": the server needs " + (count == 1 ? "it" : "them")
                    + " before the extension files");
        }
        return lines;
    }

    /** Returns lines with the files that an import without {@code --dry-run} writes. */
    static List<String> ofDryRun(ExtensionFileWriter writer, List<CsvImport.NewFile> changed) {
        return changed.stream()
                .map(file -> (writer.exists(file) ? "would replace " : "would write ") + file.path())
                .toList();
    }

    static String written(int changed, int unchanged) {
        return unchanged == 0 ? " written" : ": " + changed + " written, " + unchanged + " unchanged";
    }

    /**
     * Makes the CSV text of all extensions or all contacts, with the values as written in their files.
     *
     * @param content what to export
     * @param safe whether to mark cells that a spreadsheet program would read as a formula
     * @throws CannotStartException if the root does not exist
     */
    public static Exported exportCsv(
            Settings settings, RuntimeContext runtimeContext, ExportContent content, boolean safe)
            throws CannotStartException {
        ScanResult scanResult = scan(settings, runtimeContext);
        Inventory inventory = Inventory.empty().with(scanResult.changes());
        List<Problem> problems = new ArrayList<>(scanResult.snapshot().problems());
        problems.addAll(inventory.conflicts());
        problems.sort(null);
        boolean whole = unreadable(scanResult.snapshot()).isEmpty();
        return new Exported(problems, whole ? content.csv(inventory.filesBelow(FolderNames.EXTENSIONS), safe) : null);
    }

    /**
     * Writes an export to a file with the default permissions (0640), since it contains passwords.
     *
     * @throws CannotStartException if the file cannot be written
     */
    public static void writeExport(Settings settings, Path file, String csv) throws CannotStartException {
        try {
            new FileOperations(settings.fileMode())
                    .replace(file.toAbsolutePath(), writable -> writable.write(StandardCharsets.UTF_8.encode(csv), 0));
        } catch (IOException e) {
            throw new CannotStartException(file + " cannot be written: " + FileOperations.reason(e), e);
        }
    }

    /** Scans only the folder of extensions. */
    private static ScanResult scan(Settings settings, RuntimeContext runtimeContext) throws CannotStartException {
        RootCheck.requireExtensions(settings);
        InputPaths inputs = new InputPaths(
                settings.root(),
                List.of(FolderNames.EXTENSIONS),
                List.of(),
                settings.symlinkPolicy()
                        .withProtected(List.of(
                                settings.out(),
                                settings.secrets(),
                                settings.root().resolve(FolderNames.TEMPLATES))));
        DocumentReader reader = new InputReader(settings.secrets().toString(), () -> false);
        return new SnapshotScanner(inputs, reader, runtimeContext.clock())
                .scan(Snapshot.empty().with(new MountRecord(settings.out()).read()), List.of(new Hint.FullScanHint()));
    }

    /** Returns files and folders that cannot be read, so that their extensions are unknown. */
    private static Set<String> unreadable(Snapshot snapshot) {
        return snapshot.problems().stream()
                .filter(problem -> problem.severity() == Severity.BLOCKING)
                .map(problem -> problem.at().file())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Returns a warning for each extension file that cannot be read and that an import does not replace.
     *
     * @param consequence what that means for the import
     */
    static List<Problem> unreadable(Snapshot snapshot, Set<String> replaced, String consequence) {
        return unreadable(snapshot).stream()
                .filter(path -> path.startsWith(FolderNames.EXTENSIONS + '/') && !replaced.contains(path))
                .map(path -> Problem.warning(
                        Position.of(path), "this cannot be read: " + consequence + ". Correct it and import again"))
                .toList();
    }
}
