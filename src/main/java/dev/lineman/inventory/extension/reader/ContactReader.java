package dev.lineman.inventory.extension.reader;

import dev.lineman.input.yaml.FileProblems;
import dev.lineman.input.yaml.YamlNode;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the contacts of an extension file. Part of {@link ExtensionReader}. Thread-safe. */
final class ContactReader {
    private static final String NUMBERS = ExtensionField.NUMBERS.key();

    /** A contact needs one of these. */
    private static final List<ExtensionField> NAMES =
            List.of(ExtensionField.FIRST_NAME, ExtensionField.LAST_NAME, ExtensionField.COMPANY);

    private final FieldValuesReader reader;

    /** @param reader reads the mappings in the contact */
    ContactReader(FieldValuesReader reader) {
        this.reader = reader;
    }

    /** Whether a mapping of a file is a contact, not an extension. */
    static boolean isContact(YamlNode.Mapping mapping) {
        return mapping.mappingEntries().stream().anyMatch(ContactReader::isContact);
    }

    private static boolean isContact(YamlNode.MappingEntry entry) {
        return entry.key().text().equals(ExtensionFile.CONTACT);
    }

    /** Reads a mapping with the key 'contact', and adds the contact. Other keys beside it are errors. */
    void add(YamlNode.Mapping mapping, List<FieldValues> contacts, FileProblems problems) {
        for (YamlNode.MappingEntry entry : mapping.mappingEntries()) {
            if (!isContact(entry)) {
                problems.error(
                        entry.key(),
                        (ExtensionField.of(entry.key().text()) == null
                                        ? "this key"
                                        : "'" + entry.key().text() + "'")
                                + " cannot stand beside 'contact': write an extension and a contact one after the other, with"
                                + " '---' or '- ' between them");
            } else if (FieldValuesReader.isGiven(entry.value())) {
                FieldValues contact = contact(entry.value(), problems);
                if (contact != null) {
                    contacts.add(contact);
                }
            } else {
                problems.error(entry.key(), "'contact' has no value: add a name and 'numbers'");
            }
        }
    }

    /** Reads a contact: a person with a name and a number. Null if the node is no mapping. */
    private @Nullable FieldValues contact(YamlNode node, FileProblems problems) {
        YamlNode.Mapping mapping = FieldValuesReader.mapping(ExtensionFile.CONTACT, node, problems);
        if (mapping == null) {
            return null;
        }
        FieldValues contact = reader.read(mapping, FieldScope.CONTACT, problems);
        if (!mapping.mappingEntries().stream().allMatch(ContactReader::isKnown)) {
            // The key with another name may be the name or the numbers.
            return contact;
        }
        if (NAMES.stream().noneMatch(field -> hasName(mapping, contact, field.key()))) {
            problems.error(node, "a contact needs a name: add 'first_name', 'last_name' or 'company'");
        }
        if (!hasNumber(mapping, contact)) {
            problems.error(node, "a contact needs a number: add 'numbers', such as {work: +49 30 123456}");
        }
        return contact;
    }

    private static boolean isKnown(YamlNode.MappingEntry entry) {
        ExtensionField field = ExtensionField.of(entry.key().text());
        return field != null && field.isIn(FieldScope.CONTACT);
    }

    /** Whether a name is given and not blank. A name with an error has its own problem. */
    private static boolean hasName(YamlNode.Mapping mapping, FieldValues contact, String key) {
        return FieldValuesReader.hasValue(mapping, key)
                && !String.valueOf(contact.get(key)).isBlank();
    }

    /** Whether a number is given and not empty. A number with an error has its own problem. */
    private static boolean hasNumber(YamlNode.Mapping mapping, FieldValues contact) {
        FieldValues read = contact.fields(NUMBERS);
        for (YamlNode.MappingEntry entry : mapping.mappingEntries()) {
            if (entry.key().text().equals(NUMBERS)) {
                return entry.value() instanceof YamlNode.Mapping numbers
                        ? numbers.mappingEntries().stream()
                                .anyMatch(number -> FieldValuesReader.isGiven(number.value())
                                        && !"".equals(read.text(number.key().text())))
                        : FieldValuesReader.isGiven(entry.value());
            }
        }
        return false;
    }
}
