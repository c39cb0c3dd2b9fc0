package dev.lineman.command.contact;

import dev.lineman.command.csv.YamlWriter;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.problem.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes contacts as readable YAML. Each scalar has its own line, so that a problem in a line can be reported at its place
 * in the source. Not thread-safe.
 */
final class ContactYaml {
    private static final String INDENT = "    ";

    private final StringBuilder text = new StringBuilder();

    /** The place in the source behind each line. */
    private final List<Position> places = new ArrayList<>();

    /** Adds a comment in lines of its own. */
    void comment(String comment, Position place) {
        comment.lines().forEach(line -> line("# " + line, place));
    }

    /** Adds a contact. */
    void add(Contact contact) {
        line("- contact:", contact.at());
        Contact.NAMES.forEach(field -> value(field, contact));
        line(INDENT + ExtensionField.NUMBERS.key() + ":", contact.at());
        contact.numbers()
                .forEach((type, number) ->
                        line(INDENT + "  " + type.key() + ": " + YamlWriter.format(number.value()), number.at()));
        List<Contact.SourceValue> groups = contact.groups();
        if (!groups.isEmpty()) {
            line(INDENT + ExtensionField.GROUPS.key() + ":", groups.get(0).at());
            groups.forEach(group -> line(INDENT + "  - " + YamlWriter.format(group.value()), group.at()));
        }
        value(ExtensionField.SPEED_DIAL, contact);
    }

    private void value(ExtensionField field, Contact contact) {
        Contact.SourceValue value = contact.texts().get(field);
        if (value != null) {
            line(INDENT + field.key() + ": " + YamlWriter.format(value.value()), value.at());
        }
    }

    private void line(String line, Position place) {
        text.append(line).append('\n');
        places.add(place);
    }

    /** Returns the text written so far. */
    String text() {
        return text.toString();
    }

    /** Returns the place in the source behind a position in the text. */
    Position place(Position position) {
        return places.get(Math.min(position.line(), places.size()) - 1);
    }
}
