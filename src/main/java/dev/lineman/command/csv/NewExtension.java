package dev.lineman.command.csv;

import dev.lineman.command.csv.CsvImport.TargetCheck;
import dev.lineman.inventory.Inventory;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An extension that is to get a file of its own. */
public final class NewExtension {
    private final String number;
    private final Map<String, CellValue> values = new LinkedHashMap<>();

    /** One of this number. */
    public NewExtension(String number) {
        this.number = number;
        values.put("extension", new CellValue(CellValue.CellValueKind.TEXT, number));
    }

    /** Gives it a value, perhaps an empty one. */
    public void set(String key, String text) {
        values.put(key, new CellValue(CellValue.CellValueKind.TEXT, text));
    }

    /** Gives it what a secret of this name holds. */
    public void setSecretReference(String key, String name) {
        values.put(key, new CellValue(CellValue.CellValueKind.SECRET, name));
    }

    /** Where its file goes in a folder. */
    public String path(String folder) {
        return folder + '/' + number + ".yaml";
    }

    /** Its file, as an import would write it, held against what is there; problems name the file. */
    public CsvImport.ImportResult file(String folder, Inventory existing, TargetCheck ground) {
        String headings = String.join(",", values.keySet());
        List<String> cells = values.values().stream()
                .map(value -> '"' + value.cell().replace("\"", "\"\"") + '"')
                .toList();
        byte[] csv = (headings + '\n' + String.join(",", cells) + '\n').getBytes(StandardCharsets.UTF_8);
        CsvImport.ImportResult result = CsvImport.read(path(folder), csv, folder, existing, ground);
        List<Problem> problems = result.problems().stream()
                .map(problem -> new Problem(problem.severity(), Position.of(path(folder)), problem.message()))
                .toList();
        return new CsvImport.ImportResult(result.files(), result.extensions(), problems);
    }
}
