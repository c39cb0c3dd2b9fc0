package dev.lineman.command.contact;

import static java.util.Map.entry;

import dev.lineman.command.csv.table.CsvTable;
import dev.lineman.inventory.extension.ExtensionField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of the headings of a table of contacts: the keys of a contact, and the headings of Outlook, Google Contacts,
 * 3CX, FreePBX and Yeastar. Case, blanks and punctuation do not matter. Stateless.
 */
final class ContactHeadings {
    /** Headings of names, companies and departments. */
    private static final Map<String, ExtensionField> TEXTS = Map.ofEntries(
            entry("firstname", ExtensionField.FIRST_NAME),
            entry("givenname", ExtensionField.FIRST_NAME),
            entry("fname", ExtensionField.FIRST_NAME),
            entry("lastname", ExtensionField.LAST_NAME),
            entry("familyname", ExtensionField.LAST_NAME),
            entry("surname", ExtensionField.LAST_NAME),
            entry("lname", ExtensionField.LAST_NAME),
            entry("company", ExtensionField.COMPANY),
            entry("companyname", ExtensionField.COMPANY),
            entry("organization", ExtensionField.COMPANY),
            entry("organizationname", ExtensionField.COMPANY),
            entry("organization1name", ExtensionField.COMPANY),
            entry("department", ExtensionField.DEPARTMENT),
            entry("organizationdepartment", ExtensionField.DEPARTMENT),
            entry("organization1department", ExtensionField.DEPARTMENT),
            entry("speeddial", ExtensionField.SPEED_DIAL));

    /** Headings of first and last name in one cell. */
    private static final List<String> FULL_NAMES = List.of("name", "displayname", "fullname");

    /** Headings of groups. */
    private static final List<String> GROUPS =
            List.of("groups", "group", "groupname", "categories", "labels", "groupmembership", "phonebook");

    /** Headings of numbers. Of several with one type, the first one here with a value counts. */
    private static final Map<NumberType, List<String>> NUMBERS = Map.of(
            NumberType.WORK,
            List.of(
                    "work",
                    "numberswork",
                    "business",
                    "businessphone",
                    "businessnumber",
                    "workphone",
                    "worknumber",
                    "business2",
                    "businessphone2",
                    "businessnumber2",
                    "companymainphone",
                    "number",
                    "phone",
                    "phonenumber",
                    "telephone"),
            NumberType.MOBILE,
            List.of(
                    "mobile",
                    "numbersmobile",
                    "mobilephone",
                    "mobilenumber",
                    "cell",
                    "cellphone",
                    "mobile2",
                    "mobilephone2"),
            NumberType.HOME,
            List.of("home", "numbershome", "homephone", "homenumber", "home2", "homephone2"),
            NumberType.OTHER,
            List.of("other", "numbersother", "otherphone", "othernumber", "primaryphone", "carphone"));

    /** Headings of numbers that people do not call. */
    private static final List<String> FAXES = List.of("fax", "businessfax", "homefax", "otherfax", "pager");

    /** A number whose type is in a column of its own, as in exports of Google Contacts and FreePBX. */
    private static final Pattern LABELLED = Pattern.compile("phone([0-9]{1,3})(label|type|value|number)");

    private static final Pattern GROUP_ITEM = Pattern.compile("groups\\[[0-9]{1,4}]");

    private ContactHeadings() {}

    /** What the cells of a column are. */
    enum ColumnKind {
        FILE,
        /** The value of a key. */
        TEXT,
        /** First and last name. */
        FULL_NAME,
        /** A number with a type. */
        NUMBER,
        /** A number of a fax machine or a pager. */
        FAX,
        /** A number whose type is in the column of its label. */
        LABELLED_NUMBER,
        /** The type of a number. */
        NUMBER_LABEL,
        /** Groups with commas between them. */
        GROUPS,
        /** One group. */
        GROUP
    }

    /**
     * A column. Immutable.
     *
     * @param field the key of a text
     * @param type the type of a number
     * @param rank the place of a number among those of its type, or the number of a labelled one
     */
    record ContactColumn(
            ColumnKind kind,
            @Nullable ExtensionField field,
            @Nullable NumberType type,
            int rank) {
        private static ContactColumn of(ColumnKind kind) {
            return new ContactColumn(kind, null, null, 0);
        }
    }

    /** Returns the column of a heading; empty if the heading is unknown. */
    static Optional<ContactColumn> column(String heading) {
        String name = CsvTable.normalizeHeading(heading);
        ExtensionField text = TEXTS.get(name);
        if (text != null) {
            return Optional.of(new ContactColumn(ColumnKind.TEXT, text, null, 0));
        }
        for (Map.Entry<NumberType, List<String>> numbers : NUMBERS.entrySet()) {
            int rank = numbers.getValue().indexOf(name);
            if (rank >= 0) {
                return Optional.of(new ContactColumn(ColumnKind.NUMBER, null, numbers.getKey(), rank));
            }
        }
        Matcher labelled = LABELLED.matcher(name);
        if (labelled.matches()) {
            boolean label =
                    labelled.group(2).equals("label") || labelled.group(2).equals("type");
            return Optional.of(new ContactColumn(
                    label ? ColumnKind.NUMBER_LABEL : ColumnKind.LABELLED_NUMBER,
                    null,
                    null,
                    Integer.parseInt(labelled.group(1))));
        }
        if (GROUP_ITEM.matcher(heading.strip()).matches()) {
            return Optional.of(ContactColumn.of(ColumnKind.GROUP));
        }
        return kind(name).map(ContactColumn::of);
    }

    private static Optional<ColumnKind> kind(String name) {
        if (FULL_NAMES.contains(name)) {
            return Optional.of(ColumnKind.FULL_NAME);
        }
        if (GROUPS.contains(name)) {
            return Optional.of(ColumnKind.GROUPS);
        }
        if (FAXES.contains(name)) {
            return Optional.of(ColumnKind.FAX);
        }
        return name.equals("file") ? Optional.of(ColumnKind.FILE) : Optional.empty();
    }
}
