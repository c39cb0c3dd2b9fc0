package dev.lineman.command.csv.column;

import dev.lineman.command.csv.column.CsvColumn.ColumnOwner;
import dev.lineman.command.csv.table.CellValue;
import dev.lineman.command.csv.table.CsvCell;
import dev.lineman.command.csv.table.CsvTable;
import dev.lineman.inventory.extension.ExtensionField;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The system that a CSV file comes from, recognised by its headings. {@link TableColumns} asks it for the meaning of
 * a heading before {@link ColumnHeadings}, because systems use the same word for different things: {@code password}
 * is the SIP password in FusionPBX, and another one in FreePBX. Immutable.
 *
 * <p>Sources: {@code bulkhandlerExport} in {@code Core.class.php} of FreePBX/core; {@code
 * app/extensions/extension_download.php} and {@code app/devices/device_download.php} of fusionpbx/fusionpbx.
 */
public enum ExportFormat {
    /** A table that a person wrote, an export of Lineman, or one of 3CX. */
    COMMON(""),

    /** The extensions of FreePBX's Bulk Handler (version 13 and later) or Bulk Extensions. */
    FREEPBX("FreePBX"),

    /** The extensions or devices of FusionPBX. */
    FUSIONPBX("FusionPBX");

    /** First and last name in one cell. */
    private static final CsvColumn FULL_NAME = CsvColumn.of(ColumnOwner.EXTENSION, PathStep.key("full name"));

    /** The label of a device, which is the number of the extension if no other column has it. */
    private static final CsvColumn DEVICE_LABEL = CsvColumn.of(ColumnOwner.EXTENSION, PathStep.key("device label"));

    private static final CsvColumn LABEL = of(ExtensionField.LABEL);
    private static final CsvColumn AUTH_ID = of(ExtensionField.AUTH_ID);
    private static final CsvColumn FIRST_NAME = of(ExtensionField.FIRST_NAME);
    private static final CsvColumn LAST_NAME = of(ExtensionField.LAST_NAME);

    /** A label that can be the number of an extension. */
    private static final Pattern NUMBER = Pattern.compile("[0-9*#+]{2,}");

    /** A name as in a phone book: {@code Lee, Ann}. */
    private static final Pattern LAST_NAME_FIRST = Pattern.compile("([^,]+),\\s*([^,]+)");

    /** Headings of FreePBX. If two have the same meaning, the first one with a value counts. */
    private static final List<Map.Entry<String, CsvColumn>> FREEPBX_HEADINGS = List.of(
            Map.entry("secret", of(ExtensionField.AUTH_PASSWORD)),
            Map.entry("devinfosecret", of(ExtensionField.AUTH_PASSWORD)),
            Map.entry("id", AUTH_ID),
            Map.entry("name", FULL_NAME),
            Map.entry("description", FULL_NAME));

    /** Headings of FusionPBX. If two have the same meaning, the first one with a value counts. */
    private static final List<Map.Entry<String, CsvColumn>> FUSIONPBX_HEADINGS = List.of(
            Map.entry("extension", CsvColumn.NUMBER),
            Map.entry("userid", CsvColumn.NUMBER),
            Map.entry("password", of(ExtensionField.AUTH_PASSWORD)),
            Map.entry("serveraddress", of(ExtensionField.PBX_IP)),
            Map.entry("directoryfirstname", FIRST_NAME),
            Map.entry("directorylastname", LAST_NAME),
            Map.entry("effectivecalleridname", FULL_NAME),
            Map.entry("displayname", FULL_NAME),
            Map.entry("devicemacaddress", CsvColumn.MAC),
            Map.entry("devicetemplate", of(ExtensionField.TEMPLATE)),
            Map.entry("devicelabel", DEVICE_LABEL),
            Map.entry("linenumber", of(ExtensionField.LINE)));

    /** Headings that only this kind of export has. */
    private static final Map<ExportFormat, Set<String>> MARKS = Map.of(
            FREEPBX,
            Set.of("devicetype", "devinfosecret", "emergencycid", "sipdriver"),
            FUSIONPBX,
            Set.of("devicemacaddress", "devicetemplate", "deviceuuid", "effectivecalleridname", "extensionuuid"));

    private final String title;

    ExportFormat(String title) {
        this.title = title;
    }

    private static CsvColumn of(ExtensionField field) {
        return CsvColumn.unprefixed(PathStep.key(field.key()));
    }

    /** Recognises the format of a table by its headings. */
    public static ExportFormat recognise(Collection<CsvCell> headings) {
        Set<String> names = headings.stream()
                .map(heading -> CsvTable.normalizeHeading(heading.text()))
                .collect(Collectors.toSet());
        for (ExportFormat format : values()) {
            if (MARKS.getOrDefault(format, Set.of()).stream().anyMatch(names::contains)) {
                return format;
            }
        }
        return COMMON;
    }

    /** Returns the name of the system for messages; empty for {@link #COMMON}. */
    String title() {
        return title;
    }

    /** Returns the column of a heading; empty if the heading is unknown. */
    public Optional<CsvColumn> column(String heading) {
        String name = CsvTable.normalizeHeading(heading);
        return headings().stream()
                .filter(known -> known.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> ColumnHeadings.column(heading));
    }

    /** Returns the place of a heading among those with the same meaning: the lowest with a value counts. */
    int rank(String heading) {
        String name = CsvTable.normalizeHeading(heading);
        int rank = 0;
        while (rank < headings().size() && !headings().get(rank).getKey().equals(name)) {
            rank++;
        }
        return rank;
    }

    private List<Map.Entry<String, CsvColumn>> headings() {
        return switch (this) {
            case COMMON -> List.of();
            case FREEPBX -> FREEPBX_HEADINGS;
            case FUSIONPBX -> FUSIONPBX_HEADINGS;
        };
    }

    /** Returns whether rows can have an extension number in this column. */
    public static boolean canBeNumber(CsvColumn column) {
        return column.equals(CsvColumn.NUMBER) || column.equals(DEVICE_LABEL);
    }

    /**
     * Completes the values of a row: splits full names, and adds the user name, which is the number in these systems.
     *
     * @param values the cells of the row by column
     */
    void complete(Map<CsvColumn, CsvCell> values) {
        if (this == COMMON) {
            return;
        }
        CsvCell label = values.remove(DEVICE_LABEL);
        if (label != null) {
            if (!values.containsKey(CsvColumn.NUMBER)
                    && NUMBER.matcher(label.text()).matches()) {
                values.put(CsvColumn.NUMBER, label);
            } else {
                values.putIfAbsent(LABEL, label);
            }
        }
        CsvCell number = values.get(CsvColumn.NUMBER);
        CsvCell name = values.remove(FULL_NAME);
        if (number != null) {
            values.putIfAbsent(AUTH_ID, number);
            if (name != null
                    && !name.text().equals(number.text())
                    && !values.containsKey(FIRST_NAME)
                    && !values.containsKey(LAST_NAME)) {
                split(name, values);
            }
        }
    }

    /** Splits a full name before its last word. A single word is the first name, and the last name is empty. */
    private static void split(CsvCell name, Map<CsvColumn, CsvCell> values) {
        var lastNameFirst = LAST_NAME_FIRST.matcher(name.text());
        int blank = name.text().strip().lastIndexOf(' ');
        String text = name.text().strip();
        String first = blank < 0 ? text : text.substring(0, blank).strip();
        String last = blank < 0 ? "" : text.substring(blank + 1);
        if (lastNameFirst.matches()) {
            first = lastNameFirst.group(2).strip();
            last = lastNameFirst.group(1).strip();
        }
        values.put(FIRST_NAME, new CsvCell(CellValue.text(first).cell(), name.row(), name.column()));
        values.put(LAST_NAME, new CsvCell(CellValue.text(last).cell(), name.row(), name.column()));
    }
}
