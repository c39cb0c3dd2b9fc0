package dev.lineman.command.csv;

import dev.lineman.command.csv.column.CsvColumn;
import dev.lineman.command.csv.column.PathStep;
import dev.lineman.command.csv.table.CellValue;
import dev.lineman.command.csv.table.CsvText;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Converts extension files into CSV: one row for each phone, and one for each extension without phones.
 * It exports values as written in the files, without defaults; {@link CsvImport} makes the same inventory from them.
 * Stateless.
 */
public final class CsvExport {
    private static final int MAC_PAIRS = 6;

    /** Columns that every export has, even if they are empty. */
    private static final List<CsvColumn> FIXED_COLUMNS = Stream.concat(
                    Stream.of(CsvColumn.FILE),
                    ExtensionField.keys(ExtensionField::isExpected).stream()
                            .map(key -> CsvColumn.unprefixed(PathStep.key(key))))
            .toList();

    /** Whether no cell may look like a spreadsheet formula. */
    private final boolean safe;

    private CsvExport(boolean safe) {
        this.safe = safe;
    }

    /**
     * Returns the CSV text of extension files.
     *
     * @param safe whether to mark cells that a spreadsheet program would read as a formula
     */
    public static String write(Collection<ExtensionFile> files, boolean safe) {
        return new CsvExport(safe).write(files);
    }

    private String write(Collection<ExtensionFile> files) {
        List<Map<CsvColumn, String>> rows = new ArrayList<>();
        files.forEach(file -> file.entries().forEach(entry -> rows(file.path(), entry, rows)));
        SortedSet<CsvColumn> columns = new TreeSet<>(FIXED_COLUMNS);
        rows.forEach(row -> columns.addAll(row.keySet()));
        List<List<String>> table = new ArrayList<>();
        table.add(columns.stream().map(CsvColumn::heading).toList());
        rows.forEach(row -> table.add(
                columns.stream().map(column -> row.getOrDefault(column, "")).toList()));
        return CsvText.of(table, safe);
    }

    /** Adds the rows of one extension. */
    private void rows(String path, FieldValues entry, List<Map<CsvColumn, String>> rows) {
        Map<CsvColumn, String> own = new HashMap<>();
        own.put(CsvColumn.FILE, path);
        for (int i = 0; i < entry.size(); i++) {
            String key = entry.key(i);
            if (!key.equals("phone") && !key.equals("phones")) {
                flatten(false, List.of(PathStep.key(key)), entry.value(i), own);
            }
        }
        List<FieldValues> phones = ExtensionFile.phones(entry);
        for (FieldValues phone : phones) {
            Map<CsvColumn, String> row = new HashMap<>(own);
            for (int i = 0; i < phone.size(); i++) {
                flatten(true, List.of(PathStep.key(phone.key(i))), phone.value(i), row);
            }
            rows.add(row);
        }
        if (phones.isEmpty()) {
            rows.add(own);
        }
    }

    /** Adds all values below a path to a row, each in its own column. */
    private void flatten(boolean phone, List<PathStep> path, Object value, Map<CsvColumn, String> row) {
        CsvColumn column = phone ? CsvColumn.ofPhone(path) : CsvColumn.ofExtension(path);
        if (value instanceof FieldValues fields) {
            if (fields.size() == 0) {
                row.put(column, CellValue.EMPTY_MAPPING.cell());
            }
            for (int i = 0; i < fields.size(); i++) {
                flatten(phone, append(path, PathStep.key(fields.key(i))), fields.value(i), row);
            }
        } else if (value instanceof FieldValues.Items items) {
            if (items.values().isEmpty()) {
                row.put(column, CellValue.EMPTY_LIST.cell());
            }
            for (int i = 0; i < items.values().size(); i++) {
                flatten(
                        phone,
                        append(path, PathStep.item(i + 1)),
                        items.values().get(i),
                        row);
            }
        } else {
            row.put(column, cell(column, CellValue.ofScalar(value)));
        }
    }

    /** Returns a path with one more step. */
    private static List<PathStep> append(List<PathStep> path, PathStep step) {
        List<PathStep> deeper = new ArrayList<>(path);
        deeper.add(step);
        return deeper;
    }

    /** Returns the text of a cell. Values that a spreadsheet program would change get a mark. */
    private String cell(CsvColumn column, CellValue value) {
        if (column.isMac()) {
            return withColons(value.text());
        }
        return value.exported(column.equals(CsvColumn.NUMBER), safe);
    }

    /** Writes a MAC with colons: no spreadsheet program reads that as a number. */
    private static String withColons(String mac) {
        List<String> pairs = new ArrayList<>();
        for (int pair = 0; pair < MAC_PAIRS; pair++) {
            pairs.add(mac.substring(2 * pair, 2 * pair + 2));
        }
        return String.join(":", pairs);
    }
}
