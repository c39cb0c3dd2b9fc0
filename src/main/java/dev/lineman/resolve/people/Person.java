package dev.lineman.resolve.people;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person of phonebooks: an extension or a contact. The values are as files give them. Names are missing here, since they
 * can be references: {@code SiteDirectory} looks them up. Immutable.
 *
 * @param account the extension; or the contact, which has no number and no layers but its own
 */
public record Person(Account account) {
    /** The types of numbers in the order in which templates see them. */
    private static final List<ExtensionField> NUMBER_TYPES =
            ExtensionField.all(field -> field.isIn(ExtensionField.FieldScope.NUMBERS));

    /** Whether the person is a contact. */
    public boolean isContact() {
        return account.entry().indexOf(ExtensionField.EXTENSION.key()) < 0;
    }

    /** Whether phonebooks show the person. */
    public boolean isListed() {
        return !"false".equals(account.layers().text(ExtensionField.LISTED.key()));
    }

    /** The company; empty without one. */
    public String company() {
        return text(ExtensionField.COMPANY);
    }

    /** The department; empty without one. */
    public String department() {
        return text(ExtensionField.DEPARTMENT);
    }

    private String text(ExtensionField field) {
        String text = account.layers().text(field.key());
        return text == null ? "" : text;
    }

    /** The key that the contact wants as a speed dial; null without one. */
    public @Nullable String speedDial() {
        return account.entry().text(ExtensionField.SPEED_DIAL.key());
    }

    /** The telephone numbers by type, the one at work first. */
    public Map<String, String> numbers() {
        Map<String, String> numbers = new LinkedHashMap<>();
        for (ExtensionField type : NUMBER_TYPES) {
            String number = number(type);
            if (number != null && !number.isEmpty()) {
                numbers.put(type.key(), number);
            }
        }
        return numbers;
    }

    private @Nullable String number(ExtensionField type) {
        if (isContact()) {
            return account.entry().fields(ExtensionField.NUMBERS.key()).text(type.key());
        }
        return type == ExtensionField.WORK ? account.number() : account.layers().text(type.key());
    }

    /** The names of the groups, each once. */
    public List<String> groups() {
        LayerStack.LayerValue found = account.layers().get(ExtensionField.GROUPS.key());
        Set<String> names = new LinkedHashSet<>();
        if (found != null && found.value() instanceof FieldValues.Items items) {
            items.values().forEach(name -> names.add(String.valueOf(name)));
        } else if (found != null) {
            names.add(String.valueOf(found.value()));
        }
        names.removeIf(String::isBlank);
        return List.copyOf(names);
    }
}
