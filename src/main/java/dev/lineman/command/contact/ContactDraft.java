package dev.lineman.command.contact;

import dev.lineman.command.contact.Contact.SourceValue;
import dev.lineman.command.csv.table.CellValue;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.TelephoneNumber;
import dev.lineman.problem.Position;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A contact from a table, a vCard or a directory, before it is written. Its reader sets the values, and then {@link
 * #complete} decides which of them a contact can have. Not thread-safe.
 */
public final class ContactDraft {
    private static final int LONGEST_TEXT = 255;

    /** What cannot stand in a value: control characters and line ends, with the blanks around them. */
    private static final Pattern NOT_TEXT = Pattern.compile("[\\s\\p{Cc}\\u2028\\u2029\\p{Cs}\\uFFFE\\uFFFF]+");

    /** The zero that callers from abroad leave out, in a number with the code of its country. */
    private static final Pattern TRUNK_PREFIX = Pattern.compile("^(\\+[0-9 .-]+)\\(0\\)");

    private static final Pattern SPEED_DIAL = Pattern.compile("[0-9*#]+");

    /** A name as in a phone book: {@code Lee, Ann}. */
    private static final Pattern LAST_NAME_FIRST = Pattern.compile("([^,]+),\\s*([^,]+)");

    private final Position at;
    private final Map<ExtensionField, SourceValue> texts = new EnumMap<>(ExtensionField.class);
    private final Map<SourceValue, NumberType> numbers = new LinkedHashMap<>();
    private final List<SourceValue> groups = new ArrayList<>();
    private @Nullable String file;
    private @Nullable SourceValue fullName;

    /** Creates a contact whose entry in the source is at this place. */
    public ContactDraft(Position at) {
        this.at = at;
    }

    /** Sets a name, the company, the department or the speed dial, if it is not set yet. */
    public void put(ExtensionField field, CellValue value, Position place) {
        CellValue clean = clean(value);
        if (!clean.text().isEmpty()) {
            texts.putIfAbsent(field, new SourceValue(clean, place));
        }
    }

    /** Sets the first and the last name in one text. It counts only if both are missing. */
    public void putFullName(CellValue name, Position place) {
        if (fullName == null && !name.text().isBlank()) {
            fullName = new SourceValue(clean(name), place);
        }
    }

    /** Adds a telephone number. Of several with one type, the first has the type. */
    public void addNumber(NumberType type, CellValue number, Position place) {
        CellValue clean = clean(number);
        if (!clean.text().isEmpty()) {
            String text = TRUNK_PREFIX.matcher(clean.text()).replaceFirst("$1");
            numbers.put(new SourceValue(new CellValue(clean.kind(), text), place), type);
        }
    }

    /** Adds a group. */
    public void addGroup(CellValue group, Position place) {
        CellValue clean = clean(group);
        if (!clean.text().isEmpty()
                && groups.stream().noneMatch(known -> known.value().equals(clean))) {
            groups.add(new SourceValue(clean, place));
        }
    }

    /** Sets the file of the contact. */
    void putFile(String path) {
        file = path;
    }

    /**
     * Returns the contact, after all values are set; empty if it has no name or no number.
     *
     * @param omissions gets what is left out
     */
    public Optional<Contact> complete(Omissions omissions) {
        texts.values().removeIf(value -> isTooLong(value, omissions));
        groups.removeIf(value -> isTooLong(value, omissions));
        SourceValue dial = texts.get(ExtensionField.SPEED_DIAL);
        if (dial != null && !isSpeedDial(dial)) {
            omissions.add(Omissions.Reason.NOT_A_SPEED_DIAL, dial.at());
            texts.remove(ExtensionField.SPEED_DIAL);
        }
        splitFullName(omissions);
        Map<NumberType, SourceValue> byType = numbersByType(omissions);
        if (byType.isEmpty()) {
            omissions.add(Omissions.Reason.NO_NUMBER, at);
            return Optional.empty();
        }
        if (!hasName()) {
            omissions.add(Omissions.Reason.NO_NAME, at);
            return Optional.empty();
        }
        return Optional.of(with(byType));
    }

    /** Returns the contact with these numbers, and with all other values as they are set. */
    Contact with(Map<NumberType, SourceValue> byType) {
        return new Contact(at, file, texts, byType, groups);
    }

    private static boolean isTooLong(SourceValue value, Omissions omissions) {
        boolean tooLong = value.text().length() > LONGEST_TEXT;
        if (tooLong) {
            omissions.add(Omissions.Reason.LONG_TEXT, value.at());
        }
        return tooLong;
    }

    private static boolean isSpeedDial(SourceValue value) {
        return value.value().kind() == CellValue.CellValueKind.TEXT
                && SPEED_DIAL.matcher(value.text()).matches();
    }

    private boolean hasName() {
        return texts.containsKey(ExtensionField.FIRST_NAME)
                || texts.containsKey(ExtensionField.LAST_NAME)
                || texts.containsKey(ExtensionField.COMPANY);
    }

    /** Splits the full name before its last word. A single word is the first name. */
    private void splitFullName(Omissions omissions) {
        if (fullName == null
                || texts.containsKey(ExtensionField.FIRST_NAME)
                || texts.containsKey(ExtensionField.LAST_NAME)
                || isTooLong(fullName, omissions)) {
            return;
        }
        String text = fullName.text();
        SourceValue company = texts.get(ExtensionField.COMPANY);
        if (company != null && text.equals(company.text())) {
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
    private Map<NumberType, SourceValue> numbersByType(Omissions omissions) {
        Map<NumberType, SourceValue> byType = new EnumMap<>(NumberType.class);
        List<SourceValue> second = new ArrayList<>();
        Set<String> known = new HashSet<>();
        numbers.forEach((number, type) -> {
            String dialled = dialled(number);
            if (dialled.isEmpty()) {
                omissions.add(Omissions.Reason.NOT_A_NUMBER, number.at());
            } else if (byType.putIfAbsent(type, number) == null) {
                known.add(dialled);
            } else {
                second.add(number);
            }
        });
        for (SourceValue number : second) {
            if (known.add(dialled(number)) && byType.putIfAbsent(NumberType.OTHER, number) != null) {
                omissions.add(Omissions.Reason.SECOND_NUMBER, number.at());
            }
        }
        return byType;
    }

    /** Returns what phones dial; empty for a reference and for a text that is no number. */
    private static String dialled(SourceValue number) {
        String dialled =
                number.value().kind() == CellValue.CellValueKind.TEXT ? TelephoneNumber.normalise(number.text()) : null;
        return dialled == null ? "" : dialled;
    }

    private static CellValue clean(CellValue value) {
        return new CellValue(
                value.kind(), NOT_TEXT.matcher(value.text()).replaceAll(" ").strip());
    }
}
