package dev.lineman.command.contact;

import dev.lineman.command.contact.ContactDraft.DraftValue;
import dev.lineman.command.csv.CellValue;
import dev.lineman.command.csv.table.CsvText;
import dev.lineman.command.csv.table.SpreadsheetDamage;
import dev.lineman.command.csv.table.SpreadsheetFormula;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Converts the contacts of extension files into CSV, with a row for each; {@link ContactTable} reads them. Stateless. */
public final class ContactExport {
    private ContactExport() {}

    /**
     * Returns the CSV text of the contacts of files.
     *
     * @param safe whether to mark cells that a spreadsheet program would read as a formula
     */
    public static String write(Collection<ExtensionFile> files, boolean safe) {
        List<List<String>> rows = new ArrayList<>();
        int groups = 1;
        for (ExtensionFile file : files) {
            for (FieldValues contact : file.contacts()) {
                ContactDraft draft = ContactDraft.of(file.path(), contact);
                List<String> row = new ArrayList<>(List.of(file.path()));
                Stream.concat(ContactDraft.NAMES.stream(), Stream.of(ExtensionField.SPEED_DIAL))
                        .forEach(field -> row.add(cell(draft.value(field), safe)));
                for (NumberType type : NumberType.values()) {
                    row.add(cell(draft.numbers().get(type), safe));
                }
                draft.groups().forEach(group -> row.add(cell(group, safe)));
                groups = Math.max(groups, draft.groups().size());
                rows.add(row);
            }
        }
        rows.add(0, headings(groups));
        int width = rows.get(0).size();
        rows.forEach(row -> row.addAll(Collections.nCopies(width - row.size(), "")));
        return CsvText.of(rows, safe);
    }

    private static List<String> headings(int groups) {
        List<String> headings = new ArrayList<>(List.of("file"));
        Stream.concat(ContactDraft.NAMES.stream(), Stream.of(ExtensionField.SPEED_DIAL))
                .forEach(field -> headings.add(field.key()));
        for (NumberType type : NumberType.values()) {
            headings.add(type.key());
        }
        for (int group = 1; group <= groups; group++) {
            headings.add(ExtensionField.GROUPS.key() + '[' + group + ']');
        }
        return headings;
    }

    /** Returns the text of a cell. Values that a spreadsheet program would change get a mark. */
    private static String cell(@Nullable DraftValue value, boolean safe) {
        if (value == null) {
            return "";
        }
        CellValue cell = value.value();
        boolean changed =
                SpreadsheetDamage.ofNumber(cell.text()) != null || (safe && SpreadsheetFormula.isLike(cell.cell()));
        return changed ? cell.marked() : cell.cell();
    }
}
