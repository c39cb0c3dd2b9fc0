package dev.lineman.operator.explain.contact;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.TelephoneNumber;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a user typed to find contacts: a number, a name or the path of their file. Immutable.
 *
 * @param text without blanks around it, and without {@code ./}
 * @param number the text as phones dial it; null if it is no number
 */
record ContactSearch(String text, @Nullable String number) {
    static ContactSearch of(String typed) {
        String text = typed.strip().replaceFirst("^(\\./)+", "");
        return new ContactSearch(text, text.isEmpty() ? null : TelephoneNumber.normalise(text));
    }

    /** Whether a contact has the number or the name, or is in the file. Case does not matter in names. */
    boolean matches(String file, FieldValues contact) {
        return text.equals(file) || hasNumber(contact) || hasName(contact);
    }

    private boolean hasNumber(FieldValues contact) {
        FieldValues numbers = contact.fields(ExtensionField.NUMBERS.key());
        return number != null && numbers.keys().stream().anyMatch(type -> number.equalsIgnoreCase(numbers.text(type)));
    }

    private boolean hasName(FieldValues contact) {
        String first = name(contact, ExtensionField.FIRST_NAME);
        String last = name(contact, ExtensionField.LAST_NAME);
        return isSame(first)
                || isSame(last)
                || isSame(name(contact, ExtensionField.COMPANY))
                || isSame(first + ' ' + last)
                || isSame(last + ' ' + first)
                || isSame(last + ", " + first);
    }

    private boolean isSame(String name) {
        return !name.isBlank() && name.toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT));
    }

    /** Returns a name; empty if the contact has none, or if it is a secret. */
    private static String name(FieldValues contact, ExtensionField field) {
        String name = contact.text(field.key());
        return name == null ? "" : name;
    }
}
