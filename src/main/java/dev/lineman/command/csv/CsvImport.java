package dev.lineman.command.csv;

import dev.lineman.command.csv.table.CsvTable;
import dev.lineman.inventory.Inventory;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes extension files of a CSV file. Pure. */
public final class CsvImport {
    private CsvImport() {}

    /** What may be in the way of a file. */
    @FunctionalInterface
    public interface TargetCheck {
        /** Why no file can be written at this path below the root; null when it can. */
        @Nullable
        String obstacle(String path);
    }

    /** A file to be written; {@code path} is below the root. */
    public record NewFile(String path, String content) {}

    /**
     * What came of it.
     *
     * @param files all, or none when there is an error
     * @param extensions how many are in the files
     * @param problems places are rows and columns of the CSV file
     */
    public record ImportResult(List<NewFile> files, int extensions, List<Problem> problems) {
        public ImportResult {
            files = List.copyOf(files);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads a CSV file and holds it against what is there.
     *
     * @param file what problems call it
     * @param folder below the root, for extensions that have no file of their own
     * @param existing all extensions, those of files that are replaced too
     */
    public static ImportResult read(String file, byte[] csv, String folder, Inventory existing, TargetCheck ground) {
        CsvTable sheet = CsvTable.read(file, csv);
        if (!sheet.problems().isEmpty()) {
            return new ImportResult(List.of(), 0, sheet.problems());
        }
        RowGrouper rows = new RowGrouper(file, folder);
        rows.read(sheet);
        List<Problem> problems = new ArrayList<>(rows.problems());
        SortedMap<String, List<ExtensionDraft>> drafts = rows.drafts();
        SortedMap<String, YamlWriter> pages = new TreeMap<>();
        drafts.forEach((path, extensions) -> {
            YamlWriter page = new YamlWriter();
            extensions.forEach(page::add);
            pages.put(path, page);
        });
        ImportValidator importValidator = new ImportValidator(file, existing, ground);
        problems.addAll(importValidator.problems(pages, hasErrors(problems)));
        problems.sort(null);
        List<NewFile> files = new ArrayList<>();
        if (!hasErrors(problems)) {
            pages.forEach((path, page) -> files.add(new NewFile(path, page.text())));
        }
        return new ImportResult(
                files, drafts.values().stream().mapToInt(List::size).sum(), problems);
    }

    private static boolean hasErrors(List<Problem> problems) {
        return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }
}
