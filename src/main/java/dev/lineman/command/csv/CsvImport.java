package dev.lineman.command.csv;

import dev.lineman.command.csv.table.CsvTable;
import dev.lineman.inventory.Inventory;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Converts a CSV file into extension files. Reads and writes no files itself: {@link dev.lineman.command.CsvExchange}
 * does. Stateless.
 * Steps: {@link CsvTable} parses, {@link RowGrouper} merges rows, {@link YamlWriter} formats, {@link ImportValidator}
 * checks.
 */
public final class CsvImport {
    private CsvImport() {}

    /** Checks whether a file can be written. */
    @FunctionalInterface
    public interface TargetCheck {
        /** Returns the reason why no file can be written at this path below the root; null when it can. */
        @Nullable
        String obstacle(String path);
    }

    /**
     * A file to write.
     *
     * @param path the path below the root
     * @param content YAML text
     */
    public record NewFile(String path, String content) {}

    /**
     * The result of an import. Immutable.
     *
     * @param files all files; none if there is an error
     * @param extensions the number of extensions in the files
     * @param problems problems at rows and columns of the CSV file
     */
    public record ImportResult(List<NewFile> files, int extensions, List<Problem> problems) {
        public ImportResult {
            files = List.copyOf(files);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads a CSV file and checks it against the existing extensions.
     *
     * @param file the name of the CSV file in problems
     * @param csv UTF-8 text with headings in the first row
     * @param folder the target folder below the root, for extensions without a {@code file} value
     * @param existing all extensions, including those of files that will be replaced
     * @param targetCheck finds files that cannot be written
     */
    public static ImportResult read(
            String file, byte[] csv, String folder, Inventory existing, TargetCheck targetCheck) {
        CsvTable table = CsvTable.read(file, csv);
        if (!table.problems().isEmpty()) {
            return new ImportResult(List.of(), 0, table.problems());
        }
        RowGrouper rows = new RowGrouper(file, folder);
        rows.read(table);
        List<Problem> problems = new ArrayList<>(rows.problems());
        SortedMap<String, List<ExtensionDraft>> drafts = rows.drafts();
        SortedMap<String, YamlWriter> pages = new TreeMap<>();
        drafts.forEach((path, extensions) -> {
            YamlWriter page = new YamlWriter();
            extensions.forEach(page::add);
            pages.put(path, page);
        });
        ImportValidator importValidator = new ImportValidator(file, existing, targetCheck);
        // Validation also runs with errors, so that one import reports as many problems as possible.
        problems.addAll(importValidator.problems(pages, hasErrors(problems)));
        problems.sort(null);
        List<NewFile> files = new ArrayList<>();
        if (!hasErrors(problems)) {
            pages.forEach((path, page) -> files.add(new NewFile(path, page.text())));
        }
        return new ImportResult(
                files, drafts.values().stream().mapToInt(List::size).sum(), problems);
    }

    /** Returns whether any problem is an error. */
    private static boolean hasErrors(List<Problem> problems) {
        return problems.stream().anyMatch(problem -> problem.severity().isError());
    }
}
