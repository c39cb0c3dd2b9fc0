package dev.lineman.command.csv.column;

import dev.lineman.command.csv.table.CsvCell;
import dev.lineman.command.csv.table.CsvTable;
import dev.lineman.problem.ListPhrase;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The columns of one CSV table: what each means, and the values of a row. {@code RowGrouper} uses it. Not thread-safe.
 */
public final class TableColumns {
    /** A heading that is short and harmless enough to quote. */
    private static final Pattern SHOWN_HEADING = Pattern.compile("[\\p{L}\\p{N} ._:\\[\\]-]{1,40}");

    /** The most ignored columns of a foreign export that a message names. */
    private static final int MAX_NAMED = 5;

    private final String file;
    private final CsvTable table;
    private final ExportFormat format;
    private final List<Problem> problems = new ArrayList<>();

    /** The known columns by their position counted from 1. Of columns with one meaning, the first one wins. */
    private final Map<Integer, CsvColumn> columns = new LinkedHashMap<>();

    private final boolean valid;

    /**
     * Reads the headings of a table.
     *
     * @param file the name of the CSV file in problems
     */
    public TableColumns(String file, CsvTable table) {
        this.file = file;
        this.table = table;
        this.format = ExportFormat.recognise(table.headings());
        this.valid = readHeadings();
    }

    /** Returns whether the table has extension numbers, so that its rows can be read. */
    public boolean valid() {
        return valid;
    }

    /** Returns whether each row names its file, as in an export of Lineman. */
    public boolean namesFiles() {
        return columns.containsValue(CsvColumn.FILE);
    }

    /** Returns the problems of the headings. */
    public List<Problem> problems() {
        return problems;
    }

    /** Returns the values of a row by their column. Empty cells are left out. */
    public Map<CsvColumn, CsvCell> values(List<CsvCell> cells) {
        Map<CsvColumn, CsvCell> values = new LinkedHashMap<>();
        columns.forEach((position, column) -> {
            CsvCell cell = position <= cells.size() ? cells.get(position - 1) : null;
            if (cell != null && !cell.text().isEmpty()) {
                values.putIfAbsent(column, cell);
            }
        });
        format.complete(values);
        return values;
    }

    private boolean readHeadings() {
        Map<CsvColumn, CsvCell> seen = new LinkedHashMap<>();
        List<CsvCell> unknown = new ArrayList<>();
        for (CsvCell heading : byRank()) {
            Optional<CsvColumn> column = format.column(heading.text());
            if (column.isEmpty()) {
                unknown.add(heading);
                continue;
            }
            CsvCell first = seen.putIfAbsent(column.get(), heading);
            // In a table that a person wrote, two headings with one meaning are a mistake.
            if (first == null || format != ExportFormat.COMMON) {
                columns.put(heading.column(), column.get());
            } else {
                problems.add(heading.error(
                        file,
                        "this column is '" + column.get().heading() + "', and so is column " + first.column()
                                + "; remove one"));
            }
        }
        if (seen.keySet().stream().noneMatch(ExportFormat::canBeNumber)) {
            // Without extension numbers, other problems of headings do not help.
            problems.clear();
            problems.add(Problem.blocking(table.headings().get(0).at(file), withoutNumber()));
            return false;
        }
        warnIgnored(unknown);
        if (table.rows().isEmpty()) {
            problems.add(Problem.warning(Position.of(file), "there is no row below the headings"));
        }
        return true;
    }

    /** Returns the headings in the order in which their values count. */
    private List<CsvCell> byRank() {
        return table.headings().stream()
                .sorted(Comparator.comparingInt((CsvCell heading) -> format.rank(heading.text())))
                .toList();
    }

    private String withoutNumber() {
        return format == ExportFormat.FUSIONPBX
                ? "no column has the number of the extension: select user_id, auth_id and password of the device lines"
                        + " too when you export the devices"
                : "no column is called 'extension' (or 'Number'): the first row must hold the names of the columns";
    }

    /** Warns about unknown columns with text in any of their cells. */
    private void warnIgnored(List<CsvCell> unknown) {
        List<CsvCell> ignored = unknown.stream().filter(this::hasText).toList();
        if (format == ExportFormat.COMMON) {
            ignored.forEach(heading -> problems.add(heading.warning(
                    file,
                    "column " + shown(heading) + " is ignored: " + ColumnHeadings.reasonIgnored(heading.text()))));
        } else if (!ignored.isEmpty()) {
            problems.add(ignored.get(0)
                    .warning(
                            file,
                            "columns of " + format.title() + " that set up the PBX are ignored: "
                                    + ListPhrase.some(
                                            ignored.stream()
                                                    .map(TableColumns::shown)
                                                    .toList(),
                                            MAX_NAMED)
                                    + "; if a template needs one, rename it to 'vars.NAME'"));
        }
    }

    private boolean hasText(CsvCell heading) {
        return table.rows().stream()
                .anyMatch(cells -> cells.size() >= heading.column()
                        && !cells.get(heading.column() - 1).blank());
    }

    private static String shown(CsvCell heading) {
        return SHOWN_HEADING.matcher(heading.text()).matches() ? "'" + heading.text() + "'" : "without a name";
    }
}
