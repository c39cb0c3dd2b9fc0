package dev.lineman.command.csv;

import dev.lineman.command.csv.column.ExportFormat;
import dev.lineman.command.csv.table.CellValue;
import dev.lineman.command.csv.table.CsvTable;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.problem.Problem;
import dev.lineman.template.Catalog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Converts one CSV file into extension files. Reads and writes no files itself: {@link dev.lineman.command.exchange.CsvExchange}
 * does. One instance per import; not thread-safe.
 * Steps: {@link CsvTable} parses, {@link RowGrouper} merges rows, {@link ModelNames} and {@link
 * SecretReferences} replace values, {@link YamlWriter} formats, {@link ImportValidator} checks.
 */
public final class CsvImport {
    /** Errors first, each kind in the order of the rows. */
    public static final Comparator<Problem> ERRORS_FIRST =
            Comparator.comparing(Problem::severity).thenComparing(Comparator.naturalOrder());

    private final String file;
    private final ImportTarget target;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final SortedMap<String, YamlWriter> pages = new TreeMap<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();

    /** The paths of files that lack values because of an error in a row. */
    private final Set<String> incomplete = new LinkedHashSet<>();

    private int extensions;

    private CsvImport(String file, ImportTarget target) {
        this.file = file;
        this.target = target;
    }

    /** Checks whether a file can be written. */
    @FunctionalInterface
    public interface TargetCheck {
        /** Returns the reason why a file cannot be written below the root; null when it can. */
        @Nullable
        String obstacle(NewFile file);
    }

    /**
     * Where the extensions go, and what is there.
     *
     * @param folder the target folder below the root, for extensions without a {@code file} value
     * @param existing all extensions, including those of files that will be replaced
     * @param catalog the templates of the root
     * @param secrets the existing secrets; null to leave passwords in the extension files
     * @param targetCheck finds files that cannot be written
     */
    public record ImportTarget(
            String folder,
            Inventory existing,
            Catalog catalog,
            @Nullable SecretStore secrets,
            TargetCheck targetCheck) {}

    /**
     * A file to write.
     *
     * @param path the path below the root
     * @param content YAML text
     */
    public record NewFile(String path, String content) {
        /** Returns the content in UTF-8. */
        public byte[] bytes() {
            return content.getBytes(StandardCharsets.UTF_8);
        }

        /** Returns the content of files by path, in UTF-8. */
        public static Map<String, byte[]> contents(List<NewFile> files) {
            Map<String, byte[]> contents = new LinkedHashMap<>();
            files.forEach(file -> contents.put(file.path(), file.bytes()));
            return contents;
        }
    }

    /**
     * The result of an import. Immutable.
     *
     * @param files all files; none if there is an error
     * @param secrets the values to add to the file of secrets, by name; none if there is an error
     * @param extensions the number of extensions in the files
     * @param problems problems at rows and columns of the CSV file, errors first
     */
    public record ImportResult(
            List<NewFile> files, Map<String, String> secrets, int extensions, List<Problem> problems) {
        public ImportResult {
            files = List.copyOf(files);
            // The order is that of the rows.
            secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
            problems = List.copyOf(problems);
        }

        /** Shows no secrets. */
        @Override
        public String toString() {
            return files.size() + " files, " + problems;
        }
    }

    /** Whether a table has a column of extension numbers, so that its rows are extensions. */
    public static boolean hasExtensions(CsvTable table) {
        ExportFormat format = ExportFormat.recognise(table.headings());
        return format != ExportFormat.COMMON
                || table.headings().stream()
                        .anyMatch(heading -> format.column(heading.text())
                                .filter(ExportFormat::canBeNumber)
                                .isPresent());
    }

    /**
     * Reads a CSV file and checks it against the existing extensions.
     *
     * @param file the name of the CSV file in problems
     * @param csv UTF-8 text with headings in the first row
     */
    public static CsvImport read(String file, byte[] csv, ImportTarget target) {
        CsvImport csvImport = new CsvImport(file, target);
        CsvTable table = CsvTable.read(file, csv);
        csvImport.problems.addAll(table.problems());
        if (table.problems().isEmpty()) {
            csvImport.read(table);
        }
        return csvImport;
    }

    private void read(CsvTable table) {
        RowGrouper rows = new RowGrouper(file, target.folder(), target.catalog());
        rows.read(table);
        problems.addAll(rows.problems());
        incomplete.addAll(rows.incompletePaths());
        SortedMap<String, List<ExtensionDraft>> drafts = rows.drafts();
        if (!rows.namesFiles()) {
            replaceModels(drafts);
        }
        SecretStore present = target.secrets();
        if (present != null) {
            replacePasswords(drafts, present);
        }
        drafts.forEach((path, ofFile) -> {
            YamlWriter page = new YamlWriter();
            ofFile.forEach(page::add);
            pages.put(path, page);
            extensions += ofFile.size();
        });
        // Validation also runs with errors, so that one import reports as many problems as possible.
        problems.addAll(new ImportValidator(file, target).problems(pages, incomplete, hasErrors()));
    }

    /**
     * Replaces templates of other systems and names of models. In an export of Lineman, templates are those of the root,
     * and models are as they were written.
     */
    private void replaceModels(SortedMap<String, List<ExtensionDraft>> drafts) {
        ModelNames names = new ModelNames(file, target.catalog());
        drafts.forEach((path, ofFile) -> ofFile.forEach(draft -> names.replace(draft, defaults(path))));
        problems.addAll(names.problems());
    }

    /** Replaces passwords by references. */
    private void replacePasswords(SortedMap<String, List<ExtensionDraft>> drafts, SecretStore present) {
        SecretReferences references = new SecretReferences(file, present);
        drafts.forEach((path, ofFile) -> {
            String inherited = defaults(path).text("site");
            for (ExtensionDraft draft : ofFile) {
                CellValue site = draft.key().site();
                references.replace(draft, site != null ? site.text() : inherited == null ? "" : inherited);
            }
        });
        problems.addAll(references.problems());
        secrets.putAll(references.added());
    }

    /** Returns the defaults that apply to a new file. */
    private LayerStack defaults(String path) {
        return target.existing().defaultsOf(path.substring(0, path.lastIndexOf('/')));
    }

    /** Returns the content of the new files so far by path, in UTF-8, also if there are errors. */
    public Map<String, byte[]> contents() {
        return NewFile.contents(files());
    }

    private List<NewFile> files() {
        List<NewFile> files = new ArrayList<>();
        pages.forEach((path, page) -> files.add(new NewFile(path, page.text())));
        return files;
    }

    /** Returns the values to add to the file of secrets by name, also if there are errors. */
    public Map<String, String> secrets() {
        return secrets;
    }

    /**
     * Adds problems that the check of all inputs found. Positions in the new files become cells of the CSV file.
     * Problems of files that lack values because of an error in a row are dropped.
     */
    public void addProblems(Collection<Problem> found) {
        for (Problem problem : found) {
            if (!incomplete.contains(problem.at().file())) {
                problems.add(new CellPositions(file, pages).move(problem));
            }
        }
    }

    /** Returns the result. */
    public ImportResult result() {
        List<Problem> sorted = problems.stream().sorted(ERRORS_FIRST).toList();
        return hasErrors()
                ? new ImportResult(List.of(), Map.of(), extensions, sorted)
                : new ImportResult(files(), secrets, extensions, sorted);
    }

    private boolean hasErrors() {
        return problems.stream().anyMatch(problem -> problem.severity().isError());
    }
}
