package dev.lineman.command.contact;

import dev.lineman.command.contact.ContactHeadings.ColumnKind;
import dev.lineman.command.contact.ContactHeadings.ContactColumn;
import dev.lineman.command.csv.CsvImport;
import dev.lineman.command.csv.ExtensionFilePath;
import dev.lineman.command.csv.table.CellValue;
import dev.lineman.command.csv.table.CsvCell;
import dev.lineman.command.csv.table.CsvTable;
import dev.lineman.command.csv.table.SpreadsheetDamage;
import dev.lineman.problem.ListPhrase;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the contacts of a table. One instance per table; not thread-safe. */
public final class ContactTable {
    /** The separators of groups, and of the values of Google Contacts. */
    private static final Pattern BETWEEN_GROUPS = Pattern.compile(":::|[,;]");

    private static final Pattern BETWEEN_NUMBERS = Pattern.compile(":::");

    /** Begins the labels and groups that Google Contacts itself makes, such as {@code * myContacts}. */
    private static final String BUILT_IN_LABEL = "* ";

    /** A heading that is short and harmless enough to quote. */
    private static final Pattern SHOWN_HEADING = Pattern.compile("[\\p{L}\\p{N} ._:()/\\[\\]-]{1,40}");

    /** The most ignored columns that a message names. */
    private static final int MAX_NAMED = 5;

    private final String file;
    private final Omissions omissions = new Omissions();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Contact> contacts = new ArrayList<>();

    /** The known columns by their position counted from 1, in the order in which their values count. */
    private final Map<Integer, ContactColumn> columns = new LinkedHashMap<>();

    private ContactTable(String file) {
        this.file = file;
    }

    /** Whether a table has contacts: telephone numbers, and no column of extension numbers. */
    public static boolean isContacts(CsvTable table) {
        return !CsvImport.hasExtensions(table) && hasNumbers(table);
    }

    private static boolean hasNumbers(CsvTable table) {
        return table.headings().stream()
                .flatMap(heading -> ContactHeadings.column(heading.text()).stream())
                .anyMatch(column -> column.kind() == ColumnKind.NUMBER || column.kind() == ColumnKind.LABELLED_NUMBER);
    }

    /**
     * Reads the contacts of a table.
     *
     * @param file the name of the CSV file in problems
     */
    public static ContactSource read(String file, CsvTable table) {
        ContactTable reader = new ContactTable(file);
        reader.problems.addAll(table.problems());
        if (table.problems().isEmpty()) {
            reader.read(table);
        }
        reader.problems.addAll(reader.omissions.problems());
        return new ContactSource(file, reader.contacts, reader.problems, "");
    }

    private void read(CsvTable table) {
        if (!hasNumbers(table)) {
            problems.add(Problem.blocking(
                    table.headings().get(0).at(file),
                    "no column has telephone numbers: the first row must hold the names of the columns, such as 'last_name'"
                            + " and 'work'"));
            return;
        }
        readHeadings(table);
        if (table.rows().isEmpty()) {
            problems.add(Problem.warning(Position.of(file), "there is no row below the headings"));
        }
        table.rows().forEach(cells -> row(cells, table.headings().size()));
    }

    private void readHeadings(CsvTable table) {
        Map<Integer, ContactColumn> known = new HashMap<>();
        List<CsvCell> ignored = new ArrayList<>();
        for (CsvCell heading : table.headings()) {
            ContactHeadings.column(heading.text())
                    .ifPresentOrElse(column -> known.put(heading.column(), column), () -> ignored.add(heading));
        }
        known.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Integer, ContactColumn> entry) ->
                                entry.getValue().rank())
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> columns.put(entry.getKey(), entry.getValue()));
        ignored.removeIf(heading -> table.rows().stream().noneMatch(cells -> hasText(cells, heading.column())));
        if (!ignored.isEmpty()) {
            problems.add(
                    ignored.get(0)
                            .warning(
                                    file,
                                    (ignored.size() == 1 ? "this column is ignored: " : "these columns are ignored: ")
                                            + ListPhrase.some(
                                                    ignored.stream()
                                                            .map(ContactTable::shown)
                                                            .toList(),
                                                    MAX_NAMED)
                                            + "; a contact has names, a company, a department, numbers, groups and a speed dial"));
        }
    }

    private static boolean hasText(List<CsvCell> cells, int column) {
        return cells.size() >= column && !cells.get(column - 1).blank();
    }

    private static String shown(CsvCell heading) {
        return SHOWN_HEADING.matcher(heading.text()).matches() ? "'" + heading.text() + "'" : "without a name";
    }

    private void row(List<CsvCell> cells, int width) {
        ContactDraft contact = new ContactDraft(cells.get(0).at(file));
        int before = problems.size();
        for (CsvCell cell : cells) {
            if (cell.column() > width && !cell.blank()) {
                problems.add(cell.error(
                        file,
                        "this row has more cells than there are columns: text with a separator in it needs quotes"));
                return;
            }
        }
        Map<Integer, String> labels = labels(cells);
        columns.forEach((position, column) -> {
            if (hasText(cells, position)) {
                fill(contact, column, cells.get(position - 1), labels);
            }
        });
        if (problems.size() == before) {
            contact.complete(omissions).ifPresent(contacts::add);
        }
    }

    /** Returns the labels of a row's numbers, by the number of their column. */
    private Map<Integer, String> labels(List<CsvCell> cells) {
        Map<Integer, String> labels = new HashMap<>();
        columns.forEach((position, column) -> {
            if (column.kind() == ColumnKind.NUMBER_LABEL && hasText(cells, position)) {
                labels.put(column.rank(), cells.get(position - 1).text());
            }
        });
        return labels;
    }

    private void fill(ContactDraft contact, ContactColumn column, CsvCell cell, Map<Integer, String> labels) {
        CellValue value = CellValue.ofCell(cell.text());
        Position at = cell.at(file);
        switch (column.kind()) {
            case FILE -> file(contact, value, cell);
            case TEXT -> {
                if (column.field() != null) {
                    contact.put(column.field(), value, at);
                }
            }
            case FULL_NAME -> contact.putFullName(value, at);
            case NUMBER -> {
                if (column.type() != null) {
                    number(contact, column.type(), value, cell);
                }
            }
            case LABELLED_NUMBER -> labelled(contact, labels.getOrDefault(column.rank(), ""), cell);
            case FAX -> omissions.add(Omissions.Reason.FAX_OR_PAGER, at);
            case GROUP -> contact.addGroup(value, at);
            case GROUPS -> {
                for (String group : BETWEEN_GROUPS.split(cell.text(), -1)) {
                    if (!group.strip().startsWith(BUILT_IN_LABEL)) {
                        contact.addGroup(CellValue.ofCell(group.strip()), at);
                    }
                }
            }
            case NUMBER_LABEL -> {
                // The number has its label from #labels.
            }
        }
    }

    private void file(ContactDraft contact, CellValue path, CsvCell cell) {
        String refusal = ExtensionFilePath.refusal(path.text());
        if (refusal != null) {
            problems.add(cell.error(file, refusal));
        }
        contact.putFile(path.text());
    }

    /** Adds a number, or several with {@code :::} between them, whose type another column has. */
    private void labelled(ContactDraft contact, String label, CsvCell cell) {
        NumberType.ofLabel(label)
                .ifPresentOrElse(
                        type -> {
                            for (String number : BETWEEN_NUMBERS.split(cell.text(), -1)) {
                                number(contact, type, CellValue.ofCell(number.strip()), cell);
                            }
                        },
                        () -> omissions.add(Omissions.Reason.FAX_OR_PAGER, cell.at(file)));
    }

    private void number(ContactDraft contact, NumberType type, CellValue number, CsvCell cell) {
        String damage = SpreadsheetDamage.ofNumber(number.text());
        if (damage != null) {
            problems.add(cell.error(file, damage));
        }
        contact.addNumber(type, number, cell.at(file));
    }
}
