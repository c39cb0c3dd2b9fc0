package dev.lineman.command.csv;

import dev.lineman.command.csv.table.CellValue;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the file of one new extension, for {@link dev.lineman.command.adopt.PhoneAdoption}. It makes a CSV text and imports
 * that, so that both commands check and format alike. Not thread-safe.
 */
public final class NewExtension {
    private final String number;

    /** Values by key, in the order of the columns. */
    private final Map<String, CellValue> values = new LinkedHashMap<>();

    /** Creates an extension with this number and no other values. */
    public NewExtension(String number) {
        this.number = number;
        values.put("extension", new CellValue(CellValue.CellValueKind.TEXT, number));
    }

    /** Sets a value, which may be empty. */
    public void set(String key, String text) {
        values.put(key, new CellValue(CellValue.CellValueKind.TEXT, text));
    }

    /** Sets a value that refers to a secret by name. */
    public void setSecretReference(String key, String name) {
        values.put(key, new CellValue(CellValue.CellValueKind.SECRET, name));
    }

    /** Returns the path of its file in a folder. */
    public String path(String folder) {
        return folder + '/' + number + ".yaml";
    }

    /**
     * Returns the import of its file. Its problems are at cells of a table: see {@link #atFile}.
     *
     * @param target the root, without secrets: the file has only references
     */
    public CsvImport file(CsvImport.ImportTarget target) {
        String headings = String.join(",", values.keySet());
        List<String> cells = values.values().stream()
                .map(value -> '"' + value.cell().replace("\"", "\"\"") + '"')
                .toList();
        byte[] csv = (headings + '\n' + String.join(",", cells) + '\n').getBytes(StandardCharsets.UTF_8);
        return CsvImport.read(path(target.folder()), csv, target);
    }

    /** Moves the problems of the import to the beginning of the file. */
    public List<Problem> atFile(CsvImport.ImportResult result, String folder) {
        String path = path(folder);
        return result.problems().stream()
                .map(problem -> problem.at().file().equals(path)
                        ? new Problem(problem.severity(), Position.of(path), problem.message())
                        : problem)
                .distinct()
                .toList();
    }
}
