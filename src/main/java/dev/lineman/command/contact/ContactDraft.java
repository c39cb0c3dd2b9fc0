package dev.lineman.command.contact;

import dev.lineman.command.csv.CellValue;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.TelephoneNumber;
import dev.lineman.problem.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A contact from a table, a vCard or a directory, before it is written. Its reader sets the values, and then {@link
 * #complete} decides which of them a contact can have. Not thread-safe.
 */
public final class ContactDraft {
    /** The keys of a contact's names, in their order in a file. */
    static final List<ExtensionField> NAMES = List.of(
            ExtensionField.FIRST_NAME, ExtensionField.LAST_NAME, ExtensionField.COMPANY, ExtensionField.DEPARTMENT);

    /** By last name, then first name and company, without regard to case; the rest only makes the order certain. */
    static final Comparator<ContactDraft> ORDER = Comparator.comparing(
                    (ContactDraft draft) -> draft.name(ExtensionField.LAST_NAME)
                            + '\0'
                            + draft.name(ExtensionField.FIRST_NAME)
                            + '\0'
                            + draft.name(ExtensionField.COMPANY),
                    String.CASE_INSENSITIVE_ORDER)
            .thenComparing(ContactDraft::content);

    private static final int LONGEST_TEXT = 255;

    /** What cannot stand in a value: control characters and line ends, with the blanks around them. */
    private static final Pattern NOT_TEXT = Pattern.compile("[\\s\\p{Cc}\\u2028\\u2029\\p{Cs}\\uFFFE\\uFFFF]+");

    /** The zero that callers from abroad leave out, in a number with the code of its country. */
    private static final Pattern TRUNK_PREFIX = Pattern.compile("^(\\+[0-9 .-]+)\\(0\\)");

    private static final Pattern SPEED_DIAL = Pattern.compile("[0-9*#]+");

    /** A name as in a phone book: {@code Lee, Ann}. */
    private static final Pattern LAST_NAME_FIRST = Pattern.compile("([^,]+),\\s*([^,]+)");

    private final Position at;
    private final Map<ExtensionField, DraftValue> values = new EnumMap<>(ExtensionField.class);
    private final Map<NumberType, DraftValue> numbers = new EnumMap<>(NumberType.class);
    private final Map<DraftValue, NumberType> furtherNumbers = new LinkedHashMap<>();
    private final List<DraftValue> groups = new ArrayList<>();
    private @Nullable String file;
    private @Nullable DraftValue fullName;

    /** A value, and its place in the source. */
    record DraftValue(CellValue value, Position at) {
        String text() {
            return value.text();
        }
    }

    /** Creates a contact whose entry in the source is at this place. */
    public ContactDraft(Position at) {
        this.at = at;
    }

    /** Returns a contact of an extension file. */
    static ContactDraft of(String path, FieldValues contact) {
        Position at = FieldValues.position(path, contact.packedPosition(0));
        ContactDraft draft = new ContactDraft(at);
        for (ExtensionField field : NAMES) {
            Object value = contact.get(field.key());
            if (value != null) {
                draft.put(field, CellValue.ofScalar(value), contact.positionOf(path, field.key()));
            }
        }
        FieldValues numbers = contact.fields(ExtensionField.NUMBERS.key());
        for (NumberType type : NumberType.values()) {
            String number = numbers.text(type.key());
            if (number != null && !number.isEmpty()) {
                draft.numbers.put(type, new DraftValue(CellValue.text(number), numbers.positionOf(path, type.key())));
            }
        }
        Object groups = contact.get(ExtensionField.GROUPS.key());
        Position ofGroups = contact.positionOf(path, ExtensionField.GROUPS.key());
        if (groups instanceof FieldValues.Items items) {
            items.values().forEach(group -> draft.addGroup(CellValue.ofScalar(group), ofGroups));
        } else if (groups != null) {
            draft.addGroup(CellValue.ofScalar(groups), ofGroups);
        }
        String dial = contact.text(ExtensionField.SPEED_DIAL.key());
        if (dial != null) {
            draft.put(
                    ExtensionField.SPEED_DIAL,
                    CellValue.text(dial),
                    contact.positionOf(path, ExtensionField.SPEED_DIAL.key()));
        }
        return draft;
    }

    /** Sets a name, the company, the department or the speed dial, if it is not set yet. */
    public void put(ExtensionField field, CellValue value, Position place) {
        CellValue clean = clean(value);
        if (!clean.text().isEmpty()) {
            values.putIfAbsent(field, new DraftValue(clean, place));
        }
    }

    /** Sets the first and the last name in one text. It counts only if both are missing. */
    public void putFullName(CellValue name, Position place) {
        if (fullName == null && !name.text().isBlank()) {
            fullName = new DraftValue(clean(name), place);
        }
    }

    /** Adds a telephone number. Of several with one type, the first has the type. */
    public void addNumber(NumberType type, CellValue number, Position place) {
        CellValue clean = clean(number);
        if (!clean.text().isEmpty()) {
            String text = TRUNK_PREFIX.matcher(clean.text()).replaceFirst("$1");
            furtherNumbers.put(new DraftValue(new CellValue(clean.kind(), text), place), type);
        }
    }

    /** Adds a group. */
    public void addGroup(CellValue group, Position place) {
        CellValue clean = clean(group);
        if (!clean.text().isEmpty()
                && groups.stream().noneMatch(known -> known.value().equals(clean))) {
            groups.add(new DraftValue(clean, place));
        }
    }

    /** Sets the file of the contact. */
    void putFile(String path) {
        file = path;
    }

    /**
     * Decides what the contact has, after all values are set.
     *
     * @param omissions gets what is left out
     * @return whether it is a contact: it has a name and a number
     */
    public boolean complete(Omissions omissions) {
        values.values().removeIf(value -> isTooLong(value, omissions));
        groups.removeIf(value -> isTooLong(value, omissions));
        DraftValue dial = values.get(ExtensionField.SPEED_DIAL);
        if (dial != null && !isPlain(dial, SPEED_DIAL)) {
            omissions.add(Omissions.Reason.NOT_A_SPEED_DIAL, dial.at());
            values.remove(ExtensionField.SPEED_DIAL);
        }
        splitFullName(omissions);
        assignNumbers(omissions);
        if (numbers.isEmpty()) {
            omissions.add(Omissions.Reason.NO_NUMBER, at);
        } else if (!hasName()) {
            omissions.add(Omissions.Reason.NO_NAME, at);
        }
        return !numbers.isEmpty() && hasName();
    }

    private static boolean isTooLong(DraftValue value, Omissions omissions) {
        boolean tooLong = value.text().length() > LONGEST_TEXT;
        if (tooLong) {
            omissions.add(Omissions.Reason.LONG_TEXT, value.at());
        }
        return tooLong;
    }

    private static boolean isPlain(DraftValue value, Pattern pattern) {
        return value.value().kind() == CellValue.CellValueKind.TEXT
                && pattern.matcher(value.text()).matches();
    }

    private boolean hasName() {
        return values.containsKey(ExtensionField.FIRST_NAME)
                || values.containsKey(ExtensionField.LAST_NAME)
                || values.containsKey(ExtensionField.COMPANY);
    }

    /** Splits the full name before its last word. A single word is the first name. */
    private void splitFullName(Omissions omissions) {
        if (fullName == null
                || values.containsKey(ExtensionField.FIRST_NAME)
                || values.containsKey(ExtensionField.LAST_NAME)
                || isTooLong(fullName, omissions)) {
            return;
        }
        String text = fullName.text();
        if (text.equals(name(ExtensionField.COMPANY))) {
            return;
        }
        Matcher lastNameFirst = LAST_NAME_FIRST.matcher(text);
        int blank = text.lastIndexOf(' ');
        String first = blank < 0 ? text : text.substring(0, blank);
        String last = blank < 0 ? "" : text.substring(blank + 1);
        if (lastNameFirst.matches()) {
            first = lastNameFirst.group(2);
            last = lastNameFirst.group(1);
        }
        put(ExtensionField.FIRST_NAME, CellValue.text(first), fullName.at());
        put(ExtensionField.LAST_NAME, CellValue.text(last), fullName.at());
    }

    /** Gives each type its first number, and {@code other} the first number that has no place. */
    private void assignNumbers(Omissions omissions) {
        List<DraftValue> second = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        furtherNumbers.forEach((number, type) -> {
            String dialled = dialled(number);
            if (dialled.isEmpty()) {
                omissions.add(Omissions.Reason.NOT_A_NUMBER, number.at());
            } else if (numbers.putIfAbsent(type, number) == null) {
                known.add(dialled);
            } else {
                second.add(number);
            }
        });
        furtherNumbers.clear();
        for (DraftValue number : second) {
            if (known.add(dialled(number)) && numbers.putIfAbsent(NumberType.OTHER, number) != null) {
                omissions.add(Omissions.Reason.SECOND_NUMBER, number.at());
            }
        }
    }

    /** Returns what phones dial; empty for a reference and for a text that is no number. */
    private static String dialled(DraftValue number) {
        String dialled =
                number.value().kind() == CellValue.CellValueKind.TEXT ? TelephoneNumber.normalise(number.text()) : null;
        return dialled == null ? "" : dialled;
    }

    private static CellValue clean(CellValue value) {
        return new CellValue(
                value.kind(), NOT_TEXT.matcher(value.text()).replaceAll(" ").strip());
    }

    /** Returns the place of the contact in its source. */
    Position at() {
        return at;
    }

    /** Returns the file that the source names; null if it names none. */
    @Nullable
    String file() {
        return file;
    }

    /** Returns a name, the company, the department or the speed dial; null if the contact has none. */
    @Nullable
    DraftValue value(ExtensionField field) {
        return values.get(field);
    }

    /** Returns the numbers by type. */
    Map<NumberType, DraftValue> numbers() {
        return numbers;
    }

    /** Returns the groups. */
    List<DraftValue> groups() {
        return groups;
    }

    private String name(ExtensionField field) {
        DraftValue value = values.get(field);
        return value == null ? "" : value.text();
    }

    /** Returns what identifies the person from one import to the next: the names and the company. */
    String person() {
        return name(ExtensionField.FIRST_NAME)
                + '\0'
                + name(ExtensionField.LAST_NAME)
                + '\0'
                + name(ExtensionField.COMPANY);
    }

    /** Returns the name for a message. */
    String displayName() {
        String name = (name(ExtensionField.FIRST_NAME) + ' ' + name(ExtensionField.LAST_NAME)).strip();
        return name.isEmpty() ? name(ExtensionField.COMPANY) : name;
    }

    /** Returns the whole content as a text that is equal for equal contacts. Numbers are equal if phones dial the same. */
    String content() {
        StringBuilder content = new StringBuilder();
        values.forEach((field, value) ->
                content.append(field).append(value.value().marked()).append('\0'));
        numbers.forEach((type, number) -> content.append(type)
                .append(TelephoneNumber.normalise(number.text()))
                .append('\0'));
        groups.forEach(group -> content.append(group.value().marked()).append('\0'));
        return content.toString();
    }
}
