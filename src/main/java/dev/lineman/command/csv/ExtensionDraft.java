package dev.lineman.command.csv;

import dev.lineman.command.csv.table.CellValue;
import dev.lineman.command.csv.table.CsvCell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One extension and its phones, collected from CSV rows by {@link RowGrouper} and written by {@link YamlWriter}. Not
 * thread-safe.
 */
final class ExtensionDraft {
    /** Lines of one phone in numeric order, without leading zeros: shorter numbers first. */
    private static final Comparator<ValueTree> BY_MAC = Comparator.comparing((ValueTree phone) -> text(phone, "mac"))
            .thenComparing(phone -> text(phone, "line").length())
            .thenComparing(phone -> text(phone, "line"))
            .thenComparing(phone -> phone.cell().row());

    private final DraftKey key;
    private final ValueTree own;
    private final List<ValueTree> phones = new ArrayList<>();

    ExtensionDraft(DraftKey key, CsvCell number) {
        this.key = key;
        this.own = new ValueTree(number);
    }

    /**
     * Identifies an extension. Rows with the same key are merged.
     *
     * @param path the target file, below the root
     * @param number the extension number
     * @param site the site; null when the cell is empty
     */
    record DraftKey(String path, CellValue number, @Nullable CellValue site) {}

    /** Returns the key of this extension. */
    DraftKey key() {
        return key;
    }

    /** Returns the values of the extension itself, without its phones. */
    ValueTree own() {
        return own;
    }

    /** Adds a phone. */
    void add(ValueTree phone) {
        phones.add(phone);
    }

    /** Returns the phones sorted by MAC and line: the order of the rows does not matter. */
    List<ValueTree> phones() {
        return phones.stream().sorted(BY_MAC).toList();
    }

    private static String text(ValueTree phone, String key) {
        CellValue value = phone.value(key);
        return value == null ? "" : value.text();
    }
}
