package dev.lineman.command.csv;

import dev.lineman.command.csv.CsvImport.TargetCheck;
import dev.lineman.inventory.Inventory;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the file of one new extension, for {@link dev.lineman.command.PhoneAdoption}. It makes a CSV text and imports
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

    /** Returns its file as an import would write it, checked against existing extensions. Problems name the file. */
    public CsvImport.ImportResult file(String folder, Inventory existing, TargetCheck targetCheck) {
        String headings = String.join(",", values.keySet());
        List<String> cells = values.values().stream()
                .map(value -> '"' + value.cell().replace("\"", "\"\"") + '"')
                .toList();
        byte[] csv = (headings + '\n' + String.join(",", cells) + '\n').getBytes(StandardCharsets.UTF_8);
        CsvImport.ImportResult result = CsvImport.read(path(folder), csv, folder, existing, targetCheck);
        List<Problem> problems = result.problems().stream()
                .map(problem -> new Problem(problem.severity(), Position.of(path(folder)), problem.message()))
                .toList();
        return new CsvImport.ImportResult(result.files(), result.extensions(), problems);
    }
}
