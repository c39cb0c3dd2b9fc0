package dev.lineman.cli.table;

import dev.lineman.cli.table.TextTable.Shortening;
import dev.lineman.cli.table.TextTable.TableColumn;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Formats the answers of {@code /api/phones} and {@code /api/unknown} as a table, for the command {@code phones}. Reads
 * members by name and accepts missing ones, so that it works with agents of other versions. Immutable.
 *
 * @param phones the phones of the inputs, as parsed JSON objects
 * @param unknown the phones that no extension names, newest first
 * @param now for the time since a request
 * @param filtered whether the user asked for some phones only
 */
public record PhoneTable(List<Map<?, ?>> phones, List<Map<?, ?>> unknown, Instant now, boolean filtered) {
    /** The states that are a problem of the phone. */
    private static final Set<String> TROUBLE =
            Set.of(PhoneRowState.refused.name(), PhoneRowState.not_found.name(), PhoneRowState.no_file.name());

    /** How many unknown phones the narrow table has. */
    private static final int MAX_UNKNOWN = 10;

    private static final String UNKNOWN_STATE = "no extension";

    /** Stands before the state of a phone with a problem; the other states are indented by its width. */
    private static final String MARK = "! ";

    private static final String NO_MARK = "  ";
    private static final String INDENT = "  ";

    /** The state of a phone. The constants have the names of the API, and are values of {@code --state}. */
    public enum PhoneRowState {
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

    public PhoneTable {
        phones = List.copyOf(phones);
        unknown = List.copyOf(unknown);
    }

    /** Returns the table of two JSON lists. Items that are no objects are left out. */
    public static PhoneTable of(List<?> phones, List<?> unknown, Instant now, boolean filtered) {
        return new PhoneTable(maps(phones), maps(unknown), now, filtered);
    }

    /**
     * Returns lines of at most {@link TextTable#WIDTH} columns: headings, one line per phone, the notes of phones that
     * have one, the number of phones in each state, and the next step.
     */
    public List<String> narrow() {
        boolean sites =
                phones.stream().anyMatch(phone -> !text(phone.get("site")).isEmpty());
        List<TableColumn> columns = new ArrayList<>(List.of(
                new TableColumn("EXTENSION", 14, Shortening.END),
                new TableColumn("MODEL", 10, Shortening.MIDDLE),
                new TableColumn("SITE", 8, Shortening.END),
                new TableColumn(NO_MARK + "STATE", 14, Shortening.END),
                new TableColumn("LAST SEEN", 10, Shortening.END),
                new TableColumn("ADDRESS", 15, Shortening.MIDDLE)));
        if (!sites) {
            columns.remove(2);
        }
        TextTable table = new TextTable(columns);
        phones.forEach(phone -> table.add(narrowRow(phone, sites)));
        unknown.stream().limit(MAX_UNKNOWN).forEach(phone -> table.add(narrowRow(phone, sites)));
        List<String> lines = new ArrayList<>(table.lines(TextTable.WIDTH));
        List<String> after = notes();
        if (unknown.size() > MAX_UNKNOWN) {
            after.add("and " + (unknown.size() - MAX_UNKNOWN)
                    + " more phones without an extension; see them with --wide");
        }
        after.add(summary());
        after.add(nextStep());
        after.forEach(line -> lines.addAll(DisplayWidth.wrap(DisplayWidth.printable(line), TextTable.WIDTH, INDENT)));
        return lines;
    }

    /** Returns the same with all columns, and nothing shortened or wrapped. */
    public List<String> wide() {
        TextTable table = new TextTable(List.of(
                TableColumn.whole("MAC"),
                TableColumn.whole("EXTENSION"),
                TableColumn.whole("MODEL"),
                TableColumn.whole("SITE"),
                TableColumn.whole(NO_MARK + "STATE"),
                TableColumn.whole("LAST SEEN"),
                TableColumn.whole("ADDRESS"),
                TableColumn.whole("FIRMWARE"),
                TableColumn.whole("FILE")));
        phones.forEach(phone -> table.add(wideRow(phone)));
        unknown.forEach(phone -> table.add(wideRow(phone)));
        List<String> lines = new ArrayList<>(table.lines());
        List<String> after = notes();
        after.add(summary());
        after.add(nextStep());
        after.forEach(line -> lines.add(DisplayWidth.printable(line)));
        return lines;
    }

    private List<String> narrowRow(Map<?, ?> phone, boolean sites) {
        List<Map<?, ?>> extensions = maps(phone.get("extensions"));
        List<String> shown = new ArrayList<>();
        for (Map<?, ?> extension : extensions) {
            // The names of further extensions are usually those of the first.
            shown.add(shown.isEmpty() ? numberAndName(extension) : text(extension.get("number")));
        }
        List<String> row = new ArrayList<>();
        row.add(shown.isEmpty() ? text(phone.get("mac")) : String.join(", ", shown));
        row.add(model(phone));
        if (sites) {
            row.add(site(phone));
        }
        row.add(state(phone));
        row.add(age(text(phone.get("last_seen"))));
        row.add(text(phone.get("address")));
        return row;
    }

    private static List<String> wideRow(Map<?, ?> phone) {
        List<String> extensions = maps(phone.get("extensions")).stream()
                .map(PhoneTable::numberAndName)
                .toList();
        return List.of(
                text(phone.get("mac")),
                String.join(", ", extensions),
                model(phone),
                site(phone),
                state(phone),
                text(phone.get("last_seen")),
                text(phone.get("address")),
                text(phone.get("firmware")),
                files(phone));
    }

    /** Returns the files of a phone. Of an unknown phone, what it asked for, and by which protocol. */
    private static String files(Map<?, ?> phone) {
        if (phone.get("files") instanceof List<?> files) {
            return String.join(", ", files.stream().map(PhoneTable::text).toList());
        }
        String channel = switch (text(phone.get("channel"))) {
            case "http" -> "by HTTP";
            case "pnp" -> "by PnP";
            case "tftp" -> "by TFTP";
            default -> "";
        };
        return (text(phone.get("name")) + ' ' + channel).strip();
    }

    /** Returns the model; without one, the vendor. */
    private static String model(Map<?, ?> phone) {
        String model = text(phone.get("model"));
        return model.isEmpty() ? text(phone.get("vendor")) : model;
    }

    /** Returns the site. That of an unknown phone is a guess, and has a question mark. */
    private static String site(Map<?, ?> phone) {
        String site = text(phone.get("site"));
        return site.isEmpty() || !text(phone.get("state")).isEmpty() ? site : site + '?';
    }

    private static String numberAndName(Map<?, ?> extension) {
        return (text(extension.get("number")) + ' ' + text(extension.get("name"))).strip();
    }

    /** Returns the state with its mark. An unknown state is shown as the agent sent it. */
    private static String state(Map<?, ?> phone) {
        return (hasProblem(phone) ? MARK : NO_MARK) + stateText(phone);
    }

    private static String stateText(Map<?, ?> phone) {
        String state = text(phone.get("state"));
        // The agent's list of unknown phones has no states.
        return state.isEmpty()
                ? UNKNOWN_STATE
                : Arrays.stream(PhoneRowState.values())
                        .filter(known -> known.name().equals(state))
                        .map(known -> known.shown)
                        .findFirst()
                        .orElse(state);
    }

    /** Whether a phone needs attention: by its state, its requests, or problems of its inputs. */
    private static boolean hasProblem(Map<?, ?> phone) {
        boolean reported = phone.get("problems") instanceof Number count && count.intValue() > 0;
        String state = text(phone.get("state"));
        return reported || state.isEmpty() || TROUBLE.contains(state) || phone.get("note") != null;
    }

    /** Returns the time since an instant of the API, such as {@code 5 min ago}. */
    private String age(String instant) {
        try {
            Duration age = instant.isEmpty() ? null : Duration.between(Instant.parse(instant), now);
            if (age == null) {
                return "";
            }
            if (age.toSeconds() < 60) {
                return age.toSeconds() < 1 ? "now" : age.toSeconds() + " s ago";
            }
            if (age.toMinutes() < 60) {
                return age.toMinutes() + " min ago";
            }
            if (age.toHours() < 48) {
                return age.toHours() + " h ago";
            }
            return age.toDays() + " days ago";
        } catch (DateTimeException | ArithmeticException e) {
            return instant;
        }
    }

    /** Returns the notes of the phones that have one, after their MACs. */
    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (Map<?, ?> phone : phones) {
            if (phone.get("note") != null) {
                notes.add(text(phone.get("mac")) + ' ' + text(phone.get("note")));
            }
        }
        return notes;
    }

    /** Returns the number of phones, and how many are in each state. */
    private String summary() {
        Map<PhoneRowState, Integer> counts = new EnumMap<>(PhoneRowState.class);
        for (Map<?, ?> phone : phones) {
            Arrays.stream(PhoneRowState.values())
                    .filter(state -> state.name().equals(phone.get("state")))
                    .forEach(state -> counts.merge(state, 1, Integer::sum));
        }
        List<String> parts = new ArrayList<>();
        counts.forEach((state, count) -> parts.add(state.shown + ": " + count));
        String total = phones.size() == 1 ? "1 phone" : phones.size() + " phones";
        String states = parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ')';
        return total + states + (unknown.isEmpty() ? "" : ", and " + unknown.size() + " without an extension");
    }

    /** Returns the last line: what to run next. */
    private String nextStep() {
        for (Map<?, ?> phone : phones) {
            if (hasProblem(phone)) {
                return "! marks phones with a problem; find out more with: lineman explain " + text(phone.get("mac"));
            }
        }
        for (Map<?, ?> phone : unknown) {
            return "! marks phones without an extension; add one with: lineman adopt " + text(phone.get("mac"))
                    + " --extension NUMBER";
        }
        if (phones.isEmpty()) {
            return (filtered ? "no phone matches" : "there are no phones yet; add 'phone' to an extension file")
                    + "; see all problems with: lineman check";
        }
        return "see MACs, files and firmware with: lineman phones --wide";
    }

    /** Returns the objects of a JSON list; none if it is not a list. */
    private static List<Map<?, ?>> maps(@Nullable Object list) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (list instanceof Collection<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            }
        }
        return maps;
    }

    /** Returns a JSON value as text; empty for null. */
    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
