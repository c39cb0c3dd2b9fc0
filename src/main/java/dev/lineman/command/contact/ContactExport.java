package dev.lineman.command.contact;

import dev.lineman.command.contact.Contact.SourceValue;
import dev.lineman.command.csv.table.CsvText;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
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
                Contact exported = Contact.of(file.path(), contact);
                List<String> row = new ArrayList<>(List.of(file.path()));
                Contact.TEXTS.forEach(field -> row.add(cell(exported.texts().get(field), safe)));
                for (NumberType type : NumberType.values()) {
                    row.add(cell(exported.numbers().get(type), safe));
                }
                exported.groups().forEach(group -> row.add(cell(group, safe)));
                groups = Math.max(groups, exported.groups().size());
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
        Contact.TEXTS.forEach(field -> headings.add(field.key()));
        for (NumberType type : NumberType.values()) {
            headings.add(type.key());
        }
        for (int group = 1; group <= groups; group++) {
            headings.add(ExtensionField.GROUPS.key() + '[' + group + ']');
        }
        return headings;
    }

    /** Returns the text of a cell. Values that a spreadsheet program would change get a mark. */
    private static String cell(@Nullable SourceValue value, boolean safe) {
        return value == null ? "" : value.value().exported(true, safe);
    }
}
