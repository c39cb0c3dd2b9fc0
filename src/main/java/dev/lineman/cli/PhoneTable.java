package dev.lineman.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Formats the answer of {@code /api/phones} as a table, for {@link PhonesCommand}. Reads members by name and accepts
 * missing ones, so that it works with agents of other versions. Stateless.
 */
final class PhoneTable {
    private static final List<String> HEADINGS =
            List.of("MAC", "MODEL", "EXTENSIONS", "FILE", "STATE", "LAST SEEN", "FIRMWARE");

    /** The blanks between two columns. */
    private static final String COLUMN_GAP = "  ";

    private PhoneTable() {}

    /** The state of a phone. The constants have the names of the API, and are values of {@code --state}. */
    enum PhoneRowState {
        /** The phone has its newest files. */
        up_to_date("up to date"),
        /** The phone has an older version of a file. */
        older("has an older one"),
        /** The phone was served no file, and asked for a name that it does not have. */
        not_found("asks for another file"),
        /** The phone never asked for a file. */
        never("never asked"),
        /** The last request was refused. */
        refused("refused"),
        /** No file is published for the phone. */
        no_file("has no file");

        private final String shown;

        PhoneRowState(String shown) {
            this.shown = shown;
        }
    }

    /**
     * Returns lines without line ends: the headings, one line per phone, the notes of phones that have one, and the
     * number of phones in each state.
     */
    static List<String> of(List<?> phones) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        List<String> notes = new ArrayList<>();
        Map<PhoneRowState, Integer> counts = new EnumMap<>(PhoneRowState.class);
        for (Object phone : phones) {
            if (phone instanceof Map<?, ?> map) {
                rows.add(row(map));
                if (map.get("note") != null) {
                    notes.add(text(map.get("mac")) + ' ' + text(map.get("note")));
                }
                for (PhoneRowState state : PhoneRowState.values()) {
                    counts.merge(state, state.name().equals(map.get("state")) ? 1 : 0, Integer::sum);
                }
            }
        }
        int[] widths = new int[HEADINGS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(
                        widths[i], row.get(i).codePointCount(0, row.get(i).length()));
            }
        }
        List<String> lines = rows.stream().map(row -> line(row, widths)).collect(Collectors.toList());
        lines.addAll(notes);
        lines.add(summary(rows.size() - 1, counts));
        return lines;
    }

    /** Returns the cells of a phone. An unknown state is shown as the agent sent it. */
    private static List<String> row(Map<?, ?> phone) {
        String state = text(phone.get("state"));
        String shown = Arrays.stream(PhoneRowState.values())
                .filter(known -> known.name().equals(state))
                .map(known -> known.shown)
                .findFirst()
                .orElse(state);
        String seen = text(phone.get("last_seen"));
        return List.of(
                text(phone.get("mac")),
                text(phone.get("model")),
                list(phone.get("extensions"), "number", text(phone.get("site"))),
                list(phone.get("files"), "path", ""),
                shown,
                seen.isEmpty() ? "-" : seen,
                text(phone.get("firmware")));
    }

    /**
     * Returns the items of a JSON list in one cell, separated by commas; {@code -} for none.
     *
     * @param member the member to show, if the items are objects
     * @param site put before each item; empty for none
     */
    private static String list(@Nullable Object list, String member, String site) {
        List<String> texts = new ArrayList<>();
        if (list instanceof List<?> items) {
            for (Object item : items) {
                String text = item instanceof Map<?, ?> map ? text(map.get(member)) : text(item);
                texts.add(site.isEmpty() ? text : site + '/' + text);
            }
        }
        return texts.isEmpty() ? "-" : String.join(", ", texts);
    }

    /** Returns a JSON value as text; empty for null. */
    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** Returns a row with its cells padded to the widths of the columns, in characters. */
    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            line.append(cell).append(" ".repeat(widths[i] - cell.codePointCount(0, cell.length())));
            line.append(COLUMN_GAP);
        }
        return line.toString().stripTrailing();
    }

    /** Returns the last line: the number of phones, and how many are in each state. */
    private static String summary(int all, Map<PhoneRowState, Integer> counts) {
        List<String> parts = new ArrayList<>();
        counts.forEach((state, count) -> {
            if (count > 0) {
                parts.add(state.shown + ": " + count);
            }
        });
        String total = all == 1 ? "1 phone" : all + " phones";
        return parts.isEmpty() ? total : total + " (" + String.join(", ", parts) + ')';
    }
}
