package dev.lineman.bulk;

import dev.lineman.bulk.Column.Owner;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gathers the rows of a sheet into extensions. Messages never repeat a cell, since it may be a password. */
final class Rows {
    private static final Pattern FILE_NAME = Pattern.compile("[\\p{L}\\p{N}+*#_-][\\p{L}\\p{N}+*#_.@-]*");
    private static final Pattern SHOWN_HEADING = Pattern.compile("[\\p{L}\\p{N} ._:\\[\\]-]{1,40}");
    private static final Pattern BETWEEN_CODECS = Pattern.compile("\\s*[|,;]\\s*");

    private static final Comparator<Draft> BY_NUMBER = Comparator.comparing(
                    (Draft draft) -> Step.key(draft.key().number().text()))
            .thenComparing(draft -> {
                Value site = draft.key().site();
                return site == null ? "" : site.marked();
            });

    private final String file;
    private final String folder;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<Integer, Column> columns = new LinkedHashMap<>();
    private final Map<Draft.Key, Draft> drafts = new LinkedHashMap<>();

    Rows(String file, String folder) {
        this.file = file;
        this.folder = folder;
    }

    List<Problem> problems() {
        return problems;
    }

    /** The extensions by the paths of their files, in an order that does not depend on that of the rows. */
    SortedMap<String, List<Draft>> drafts() {
        SortedMap<String, List<Draft>> byPath = new TreeMap<>();
        drafts.values().stream()
                .sorted(BY_NUMBER)
                .forEach(draft -> byPath.computeIfAbsent(draft.key().path(), path -> new ArrayList<>())
                        .add(draft));
        return byPath;
    }

    void read(Sheet sheet) {
        if (headings(sheet)) {
            sheet.rows().forEach(cells -> row(cells, sheet.headings().size()));
            if (sheet.rows().isEmpty()) {
                problems.add(Problem.warning(Position.of(file), "there is no row below the headings"));
            }
        }
    }

    /** Finds out what the columns are; false when there is no way to go on. */
    private boolean headings(Sheet sheet) {
        Map<Column, Cell> seen = new LinkedHashMap<>();
        for (Cell heading : sheet.headings()) {
            Headings.column(heading.text()).ifPresent(column -> {
                Cell first = seen.putIfAbsent(column, heading);
                if (first == null) {
                    columns.put(heading.column(), column);
                } else {
                    error(
                            heading,
                            "this column is '" + column.heading() + "', and so is column " + first.column()
                                    + "; remove one");
                }
            });
        }
        if (!seen.containsKey(Column.NUMBER)) {
            problems.clear();
            problems.add(Problem.error(
                    sheet.headings().get(0).at(file),
                    "no column is called 'extension' (or 'Number'): the first row must hold the names of the columns"));
            return false;
        }
        for (Cell heading : sheet.headings()) {
            if (Headings.column(heading.text()).isEmpty()) {
                ignore(heading, sheet);
            }
        }
        return true;
    }

    private void ignore(Cell heading, Sheet sheet) {
        boolean used = sheet.rows().stream()
                .anyMatch(cells -> cells.size() >= heading.column()
                        && !cells.get(heading.column() - 1).blank());
        if (used) {
            String name =
                    SHOWN_HEADING.matcher(heading.text()).matches() ? "'" + heading.text() + "'" : "without a name";
            problems.add(heading.warning(file, "column " + name + " is ignored: " + Headings.ignored(heading.text())));
        }
    }

    private void row(List<Cell> cells, int width) {
        Cell number = null;
        Cell path = null;
        Cell site = null;
        Cell mac = null;
        for (Cell cell : cells) {
            Column column = columns.get(cell.column());
            if (cell.column() > width && !cell.blank()) {
                error(cell, "this row has more cells than there are columns: text with a separator in it needs quotes");
                return;
            }
            if (column == null || cell.text().isEmpty()) {
                continue;
            }
            number = column.equals(Column.NUMBER) ? cell : number;
            path = column.equals(Column.FILE) ? cell : path;
            site = column.equals(Column.SITE) ? cell : site;
            mac = column.equals(Column.MAC) ? cell : mac;
        }
        if (number == null || Value.ofCell(number.text()).text().isBlank()) {
            error(cells.get(0), "this row has no extension number");
            return;
        }
        String target = target(number, path);
        if (!damaged(number, mac) && target != null) {
            Draft.Key key =
                    new Draft.Key(target, Value.ofCell(number.text()), site == null ? null : Value.ofCell(site.text()));
            Cell first = number;
            fill(drafts.computeIfAbsent(key, k -> new Draft(k, first)), cells, mac);
        }
    }

    private boolean damaged(Cell number, @Nullable Cell mac) {
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

    private @Nullable String target(Cell number, @Nullable Cell path) {
        if (path != null) {
            String named = Value.ofCell(path.text()).text();
            String refusal = TargetPath.refusal(named);
            if (refusal != null) {
                error(path, refusal);
            }
            return refusal == null ? named : null;
        }
        String name = Value.ofCell(number.text()).text();
        String target = folder + '/' + name + ".yaml";
        if (!FILE_NAME.matcher(name).matches() || TargetPath.refusal(target) != null) {
            error(number, "no file can be named after this number: say in a column 'file' where it goes");
            return null;
        }
        return target;
    }

    private void fill(Draft draft, List<Cell> cells, @Nullable Cell mac) {
        Branch phone = null;
        for (Cell cell : cells) {
            Column column = columns.get(cell.column());
            if (column == null || cell.text().isEmpty() || column.owner() == Owner.FILE) {
                continue;
            }
            boolean own = column.owner() == Owner.EXTENSION || (column.owner() == Owner.NEAREST && mac == null);
            if (!own && mac == null) {
                error(cell, "this is a phone's, and the row has no MAC");
                return;
            }
            if (!own && phone == null) {
                phone = new Branch(cell);
            }
            put(own || phone == null ? draft.own() : phone, column, cell);
        }
        if (phone != null) {
            draft.add(phone);
        }
    }

    private void put(Branch branch, Column column, Cell cell) {
        List<Step> path = column.path();
        String first = path.get(0).name();
        String text = cell.text();
        if (path.size() == 1
                && first.equals("codecs")
                && !text.equals(Value.NO_ITEMS.kind().mark())) {
            int number = 1;
            for (String codec : BETWEEN_CODECS.split(text, -1)) {
                if (!codec.isBlank()) {
                    put(branch, List.of(path.get(0), Step.item(number++)), Value.ofCell(codec), cell);
                }
            }
        } else if (first.equals("blf")
                && path.size() == 2
                && !text.equals(Value.NO_NAMES.kind().mark())) {
            put(branch, List.of(path.get(0), path.get(1), Step.key("number")), Value.ofCell(text), cell);
        } else if (first.equals("blf") && path.size() == 1 && text.startsWith("<")) {
            problems.add(cell.warning(file, "3CX's BLF keys are ignored: write them into columns blf1, blf2, …"));
        } else if (path.size() == 1 && Column.nested(first)) {
            nothing(branch, path, cell);
        } else if (path.size() == 2 && first.equals("blf")) {
            put(branch, path, Value.NO_NAMES, cell);
        } else {
            put(branch, path, Value.ofCell(text), cell);
        }
    }

    /** A cell of a column that is named after a whole list or mapping, and can only say that it is empty. */
    private void nothing(Branch branch, List<Step> path, Cell cell) {
        String name = path.get(0).name();
        boolean list = cell.text().equals(Value.NO_ITEMS.kind().mark());
        boolean mapping = cell.text().equals(Value.NO_NAMES.kind().mark());
        if ((list && (name.equals("codecs") || name.equals("blf"))) || (mapping && !name.equals("codecs"))) {
            put(branch, path, list ? Value.NO_ITEMS : Value.NO_NAMES, cell);
        } else {
            error(
                    cell,
                    "'" + name + "' needs a column for each of its values, such as "
                            + (name.equals("blf") ? "blf.1.number" : name + ".NAME"));
        }
    }

    private void put(Branch branch, List<Step> path, Value value, Cell cell) {
        Cell other = branch.put(path, value, cell);
        if (other != null) {
            error(
                    cell,
                    "row " + other.row() + ", column " + other.column()
                            + " says something else of the same extension; write the same into both, or leave one empty");
        }
    }

    private void error(Cell cell, String message) {
        problems.add(cell.error(file, message));
    }
}
