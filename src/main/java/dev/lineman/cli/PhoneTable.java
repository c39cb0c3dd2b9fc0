package dev.lineman.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The phones of an agent as a table, from what its {@code /api/phones} tells of them. */
final class PhoneTable {
    private static final List<String> HEADINGS =
            List.of("MAC", "MODEL", "EXTENSIONS", "FILE", "STATE", "LAST SEEN", "FIRMWARE");
    private static final String COLUMN_GAP = "  ";

    private PhoneTable() {}

    /** How a phone stands to its files; the names are those of the API. */
    enum PhoneRowState {
        up_to_date("up to date"),
        older("has an older one"),
        never("never asked"),
        refused("refused"),
        no_file("has no file");

        private final String shown;

        PhoneRowState(String shown) {
            this.shown = shown;
        }
    }

    /** Lines without line ends: the headings, a line for each phone, and how many there are in each state. */
    static List<String> of(List<?> phones) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        Map<PhoneRowState, Integer> counts = new EnumMap<>(PhoneRowState.class);
        for (Object phone : phones) {
            if (phone instanceof Map<?, ?> map) {
                rows.add(row(map));
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
        lines.add(summary(rows.size() - 1, counts));
        return lines;
    }

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

    /** Texts, or objects of which one member counts, before each its site. */
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

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            line.append(cell).append(" ".repeat(widths[i] - cell.codePointCount(0, cell.length())));
            line.append(COLUMN_GAP);
        }
        return line.toString().stripTrailing();
    }

    private static String summary(int all, Map<PhoneRowState, Integer> counts) {
        List<String> parts = new ArrayList<>();
        counts.forEach((state, count) -> {
            if (count > 0) {
                parts.add(count + " " + state.shown);
            }
        });
        String total = all == 1 ? "1 phone" : all + " phones";
        return parts.isEmpty() ? total : total + ": " + String.join(", ", parts);
    }
}
