package dev.lineman.command.contact;

import dev.lineman.command.csv.table.CellValue;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.TelephoneNumber;
import dev.lineman.problem.Position;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A contact of a source or of an extension file. {@link ContactDraft} makes those of a source. Immutable.
 *
 * @param at the place of the contact in its source
 * @param file the file that the source names; null if it names none
 * @param texts the values of {@link #TEXTS} that the contact has
 * @param numbers the numbers by type
 * @param groups the groups
 */
public record Contact(
        Position at,
        @Nullable String file,
        Map<ExtensionField, SourceValue> texts,
        Map<NumberType, SourceValue> numbers,
        List<SourceValue> groups) {
    /** The keys of a contact's names, in their order in a file. */
    static final List<ExtensionField> NAMES = List.of(
            ExtensionField.FIRST_NAME, ExtensionField.LAST_NAME, ExtensionField.COMPANY, ExtensionField.DEPARTMENT);

    /** The keys with one value: the names and the speed dial. */
    public static final List<ExtensionField> TEXTS =
            Stream.concat(NAMES.stream(), Stream.of(ExtensionField.SPEED_DIAL)).toList();

    /** By last name, then first name and company, without regard to case; the rest only makes the order certain. */
    static final Comparator<Contact> ORDER = Comparator.comparing(
                    (Contact contact) -> contact.text(ExtensionField.LAST_NAME)
                            + '\0'
                            + contact.text(ExtensionField.FIRST_NAME)
                            + '\0'
                            + contact.text(ExtensionField.COMPANY),
                    String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Contact::content);

    public Contact {
        // The order is that of the keys.
        texts = Collections.unmodifiableMap(new EnumMap<>(texts));
        numbers = Collections.unmodifiableMap(new EnumMap<>(numbers));
        groups = List.copyOf(groups);
    }

    /** A value, and its place in the source. */
    record SourceValue(CellValue value, Position at) {
        String text() {
            return value.text();
        }
    }

    /** Returns a contact of an extension file. */
    static Contact of(String path, FieldValues contact) {
        ContactDraft draft = new ContactDraft(FieldValues.position(path, contact.packedPosition(0)));
        for (ExtensionField field : TEXTS) {
            Object value = contact.get(field.key());
            if (value != null) {
                draft.put(field, CellValue.ofScalar(value), contact.positionOf(path, field.key()));
            }
        }
        Object groups = contact.get(ExtensionField.GROUPS.key());
        Position ofGroups = contact.positionOf(path, ExtensionField.GROUPS.key());
        if (groups instanceof FieldValues.Items items) {
            items.values().forEach(group -> draft.addGroup(CellValue.ofScalar(group), ofGroups));
        } else if (groups != null) {
            draft.addGroup(CellValue.ofScalar(groups), ofGroups);
        }
        FieldValues ofTypes = contact.fields(ExtensionField.NUMBERS.key());
        Map<NumberType, SourceValue> numbers = new EnumMap<>(NumberType.class);
        for (NumberType type : NumberType.values()) {
            String number = ofTypes.text(type.key());
            if (number != null && !number.isEmpty()) {
                numbers.put(type, new SourceValue(CellValue.text(number), ofTypes.positionOf(path, type.key())));
            }
        }
        return draft.with(numbers);
    }

    /** Returns the text of a name or of the company; empty if the contact has none. */
    private String text(ExtensionField field) {
        SourceValue value = texts.get(field);
        return value == null ? "" : value.text();
    }

    /** Returns what identifies the person from one import to the next: the names and the company. */
    String person() {
        return text(ExtensionField.FIRST_NAME)
                + '\0'
                + text(ExtensionField.LAST_NAME)
                + '\0'
                + text(ExtensionField.COMPANY);
    }

    /** Returns the name for a message. */
    String displayName() {
        String name = (text(ExtensionField.FIRST_NAME) + ' ' + text(ExtensionField.LAST_NAME)).strip();
        return name.isEmpty() ? text(ExtensionField.COMPANY) : name;
    }

    /** Returns the whole content as a text that is equal for equal contacts. Numbers are equal if phones dial the same. */
    String content() {
        StringBuilder content = new StringBuilder();
        texts.forEach((field, value) ->
                content.append(field).append(value.value().marked()).append('\0'));
        numbers.forEach((type, number) -> content.append(type)
                .append(TelephoneNumber.normalise(number.text()))
                .append('\0'));
        groups.forEach(group -> content.append(group.value().marked()).append('\0'));
        return content.toString();
    }
}
