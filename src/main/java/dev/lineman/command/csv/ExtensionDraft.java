package dev.lineman.command.csv;

import dev.lineman.command.csv.table.CsvCell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One extension with its phones, as rows give it. Not thread-safe. */
final class ExtensionDraft {
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
     * What the rows of one extension have in common.
     *
     * @param path of the file that it goes to
     */
    record DraftKey(String path, CellValue number, @Nullable CellValue site) {}

    DraftKey key() {
        return key;
    }

    /** The extension's own values. */
    ValueTree own() {
        return own;
    }

    void add(ValueTree phone) {
        phones.add(phone);
    }

    /** Its phones in an order that does not depend on that of the rows. */
    List<ValueTree> phones() {
        return phones.stream().sorted(BY_MAC).toList();
    }

    private static String text(ValueTree phone, String key) {
        CellValue value = phone.value(key);
        return value == null ? "" : value.text();
    }
}
