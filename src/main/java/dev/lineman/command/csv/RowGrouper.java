package dev.lineman.command.csv;

import dev.lineman.command.csv.column.CsvColumn;
import dev.lineman.command.csv.column.CsvColumn.ColumnOwner;
import dev.lineman.command.csv.column.PathStep;
import dev.lineman.command.csv.column.TableColumns;
import dev.lineman.command.csv.table.CellValue;
import dev.lineman.command.csv.table.CsvCell;
import dev.lineman.command.csv.table.CsvTable;
import dev.lineman.command.csv.table.SpreadsheetDamage;
import dev.lineman.inventory.ModelIndex;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Groups the rows of a CSV table by extension, and builds an {@link ExtensionDraft} for each. Messages never quote
 * cells below the headings, since a cell may contain a password. One instance per import; not thread-safe.
 */
final class RowGrouper {
    /** An extension number that is safe as a file name. */
    private static final Pattern FILE_NAME = Pattern.compile("[\\p{L}\\p{N}+*#_-][\\p{L}\\p{N}+*#_.@-]*");

    /** Separators in a cell that lists codecs. */
    private static final Pattern BETWEEN_CODECS = Pattern.compile("\\s*[|,;]\\s*");

    /** Numeric order of extensions, then by site. */
    private static final Comparator<ExtensionDraft> BY_NUMBER = Comparator.comparing((ExtensionDraft extensionDraft) ->
                    PathStep.key(extensionDraft.key().number().text()))
            .thenComparing(extensionDraft -> {
                CellValue site = extensionDraft.key().site();
                return site == null ? "" : site.marked();
            });

    private final String file;
    private final String folder;
    private final ModelIndex models;
    private final List<Problem> problems = new ArrayList<>();

    private final Map<ExtensionDraft.DraftKey, ExtensionDraft> extensionDrafts = new LinkedHashMap<>();

    private final Set<String> incompletePaths = new LinkedHashSet<>();

    private boolean namesFiles;

    /**
     * Creates a grouper.
     *
     * @param file the name of the CSV file in problems
     * @param folder the target folder for extensions without a {@code file} value
     * @param models the models of the root: two names of one model are the same value
     */
    RowGrouper(String file, String folder, ModelIndex models) {
        this.file = file;
        this.folder = folder;
        this.models = models;
    }

    /** Returns the problems found so far. */
    List<Problem> problems() {
        return problems;
    }

    /** Returns whether each row names its file, as in an export of Lineman. */
    boolean namesFiles() {
        return namesFiles;
    }

    /** Returns the paths of the files that lack values because of an error in a row. */
    Set<String> incompletePaths() {
        return incompletePaths;
    }

    /** Returns the extensions by target path. The order does not depend on the order of the rows. */
    SortedMap<String, List<ExtensionDraft>> drafts() {
        SortedMap<String, List<ExtensionDraft>> byPath = new TreeMap<>();
        extensionDrafts.values().stream()
                .sorted(BY_NUMBER)
                .forEach(extensionDraft -> byPath.computeIfAbsent(
                                extensionDraft.key().path(), path -> new ArrayList<>())
                        .add(extensionDraft));
        return byPath;
    }

    /** Reads a table. Call it once. */
    void read(CsvTable table) {
        TableColumns columns = new TableColumns(file, table);
        problems.addAll(columns.problems());
        namesFiles = columns.namesFiles();
        if (columns.valid()) {
            table.rows().forEach(cells -> row(cells, columns, table.headings().size()));
        }
    }

    /** Adds one row to its extension, or reports why that is impossible. */
    private void row(List<CsvCell> cells, TableColumns columns, int width) {
        for (CsvCell cell : cells) {
            if (cell.column() > width && !cell.blank()) {
                error(cell, "this row has more cells than there are columns: text with a separator in it needs quotes");
                return;
            }
        }
        Map<CsvColumn, CsvCell> values = columns.values(cells);
        CsvCell number = values.get(CsvColumn.NUMBER);
        CsvCell site = values.get(CsvColumn.SITE);
        CsvCell mac = values.get(CsvColumn.MAC);
        if (number == null || CellValue.ofCell(number.text()).text().isBlank()) {
            error(cells.get(0), "this row has no extension number");
            return;
        }
        String target = target(number, values.get(CsvColumn.FILE));
        int before = problems.size();
        if (!hasSpreadsheetDamage(number, mac) && target != null) {
            ExtensionDraft.DraftKey key = new ExtensionDraft.DraftKey(
                    target, CellValue.ofCell(number.text()), site == null ? null : CellValue.ofCell(site.text()));
            fill(extensionDrafts.computeIfAbsent(key, k -> new ExtensionDraft(k, number)), values, mac);
        }
        if (target != null
                && problems.subList(before, problems.size()).stream()
                        .anyMatch(problem -> problem.severity().isError())) {
            incompletePaths.add(target);
        }
    }

    /** Reports values that a spreadsheet program has damaged. */
    private boolean hasSpreadsheetDamage(CsvCell number, @Nullable CsvCell mac) {
        String ofNumber = SpreadsheetDamage.ofNumber(number.text());
        if (ofNumber != null) {
            error(number, ofNumber);
        }
        String ofMac = mac == null ? null : SpreadsheetDamage.ofMac(mac.text());
        if (mac != null && ofMac != null) {
            error(mac, ofMac);
        }
        return ofNumber != null || ofMac != null;
    }

    /** Returns the path of the file for a row; null after a problem. */
    private @Nullable String target(CsvCell number, @Nullable CsvCell path) {
        if (path != null) {
            String named = CellValue.ofCell(path.text()).text();
            String refusal = ExtensionFilePath.refusal(named);
            if (refusal != null) {
                error(path, refusal);
            }
            return refusal == null ? named : null;
        }
        String name = CellValue.ofCell(number.text()).text();
        String target = folder + '/' + name + ".yaml";
        if (!FILE_NAME.matcher(name).matches() || ExtensionFilePath.refusal(target) != null) {
            error(number, "no file can be named after this number: say in a column 'file' where it goes");
            return null;
        }
        return target;
    }

    /** Adds the cells of a row to the extension, and to a new phone if the row has a MAC. */
    private void fill(ExtensionDraft extensionDraft, Map<CsvColumn, CsvCell> values, @Nullable CsvCell mac) {
        ValueTree phone = null;
        for (Map.Entry<CsvColumn, CsvCell> value : values.entrySet()) {
            CsvColumn column = value.getKey();
            CsvCell cell = value.getValue();
            if (column.owner() == ColumnOwner.FILE) {
                continue;
            }
            // The owner of a column with both meanings depends on whether the row has a phone.
            boolean own =
                    column.owner() == ColumnOwner.EXTENSION || (column.owner() == ColumnOwner.NEAREST && mac == null);
            if (!own && mac == null) {
                error(cell, "this value belongs to a phone, and the row has no MAC: add the MAC, or clear this cell");
                return;
            }
            if (!own && phone == null) {
                phone = new ValueTree(cell);
            }
            put(own || phone == null ? extensionDraft.own() : phone, column, cell);
        }
        if (phone != null) {
            extensionDraft.add(phone);
        }
    }

    /** Adds a cell at the path of its column. Some columns have a short form for a list or a nested value. */
    private void put(ValueTree valueTree, CsvColumn column, CsvCell cell) {
        List<PathStep> path = column.path();
        String first = path.get(0).name();
        String text = cell.text();
        if (path.size() == 1
                && first.equals("codecs")
                && !text.equals(CellValue.EMPTY_LIST.kind().mark())) {
            int number = 1;
            for (String codec : BETWEEN_CODECS.split(text, -1)) {
                if (!codec.isBlank()) {
                    put(valueTree, List.of(path.get(0), PathStep.item(number++)), CellValue.ofCell(codec), cell);
                }
            }
        } else if (CsvColumn.isKeys(first)
                && path.size() == 2
                && !text.equals(CellValue.EMPTY_MAPPING.kind().mark())) {
            put(valueTree, List.of(path.get(0), path.get(1), PathStep.key("number")), CellValue.ofCell(text), cell);
        } else if (first.equals("blf") && path.size() == 1 && text.startsWith("<")) {
            problems.add(cell.warning(file, "3CX's BLF keys are ignored: write them into columns blf1, blf2, …"));
        } else if (path.size() == 1
                && CsvColumn.isNameList(first)
                && text.equals(CellValue.EMPTY_LIST.kind().mark())) {
            put(valueTree, path, CellValue.EMPTY_LIST, cell);
        } else if (path.size() == 1
                && CsvColumn.isNameList(first)
                && (text.indexOf(',') >= 0 || CsvColumn.nested(first))) {
            int number = 1;
            for (String name : text.split(",", -1)) {
                if (!name.isBlank()) {
                    put(valueTree, List.of(path.get(0), PathStep.item(number++)), CellValue.text(name.strip()), cell);
                }
            }
        } else if (path.size() == 1 && CsvColumn.nested(first)) {
            putEmpty(valueTree, path, cell);
        } else if (path.size() == 2 && CsvColumn.isKeys(first)) {
            put(valueTree, path, CellValue.EMPTY_MAPPING, cell);
        } else {
            put(valueTree, path, CellValue.ofCell(text), cell);
        }
    }

    /** Handles a column with the name of a whole list or mapping: its cells can only say that it is empty. */
    private void putEmpty(ValueTree valueTree, List<PathStep> path, CsvCell cell) {
        String name = path.get(0).name();
        boolean list = cell.text().equals(CellValue.EMPTY_LIST.kind().mark());
        boolean mapping = cell.text().equals(CellValue.EMPTY_MAPPING.kind().mark());
        if ((list && (name.equals("codecs") || CsvColumn.isKeys(name))) || (mapping && !name.equals("codecs"))) {
            put(valueTree, path, list ? CellValue.EMPTY_LIST : CellValue.EMPTY_MAPPING, cell);
        } else {
            error(
                    cell,
                    "'" + name + "' needs a column for each of its values, such as "
                            + (CsvColumn.isKeys(name) ? name + ".1.number" : name + ".NAME"));
        }
    }

    /** Adds a value; reports an error if another row of the extension has a different one. */
    private void put(ValueTree valueTree, List<PathStep> path, CellValue value, CsvCell cell) {
        CsvCell other = valueTree.put(path, value, cell);
        if (other != null && !isSameModel(valueTree, path, value)) {
            error(
                    cell,
                    "row " + other.row() + ", column " + other.column()
                            + " has a different value for the same extension; write the same into both, or leave one"
                            + " empty");
        }
    }

    /** Whether a value is another name of the model that another row has. */
    private boolean isSameModel(ValueTree valueTree, List<PathStep> path, CellValue value) {
        CellValue present = valueTree.value("model");
        return path.equals(List.of(PathStep.key("model")))
                && present != null
                && present.kind() == value.kind()
                && models.isSame(present.text(), value.text());
    }

    private void error(CsvCell cell, String message) {
        problems.add(cell.error(file, message));
    }
}
