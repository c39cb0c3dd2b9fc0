package dev.lineman.inventory.extension.reader;

import static java.util.Map.entry;

import dev.lineman.input.yaml.YamlNode;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.problem.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The messages for keys that are not allowed where they are. Part of {@link FieldValuesReader}. Stateless. */
final class UnknownKey {
    /** A key of this form can be repeated in a message. */
    private static final Pattern KEY_WORD = Pattern.compile("[a-z][a-z_]{0,39}");

    private static final String WITH_NAMES = "write 'first_name' and 'last_name', or 'company'";
    private static final String BELOW_NUMBERS = "write it below 'numbers:', such as {work: +49 30 123456}";
    private static final String KEYS_OF_CONTACT =
            "a contact has " + String.join(", ", ExtensionField.keys(field -> field.isIn(FieldScope.CONTACT)));

    /** What to do about keys that other address books have, and about keys of extensions. */
    private static final Map<String, String> IN_CONTACT = Map.ofEntries(
            entry("site", "a contact belongs to the site of its folder: move it to a folder of that site"),
            entry("listed", "phonebooks always have a contact: remove the key, or the contact"),
            entry("name", WITH_NAMES),
            entry("full_name", WITH_NAMES),
            entry("display_name", WITH_NAMES),
            entry("label", WITH_NAMES),
            entry("firstname", "write 'first_name'"),
            entry("lastname", "write 'last_name'"),
            entry("surname", "write 'last_name'"),
            entry("organization", "write 'company'"),
            entry("organisation", "write 'company'"),
            entry("group", "write 'groups'"),
            entry("category", "write 'groups'"),
            entry("categories", "write 'groups'"),
            entry("extension", BELOW_NUMBERS),
            entry("number", BELOW_NUMBERS),
            entry("phone", BELOW_NUMBERS),
            entry("phones", BELOW_NUMBERS),
            entry("telephone", BELOW_NUMBERS),
            entry("tel", BELOW_NUMBERS),
            entry("fax", BELOW_NUMBERS));

    private UnknownKey() {}

    /** Returns the message for a key that is not allowed in a scope. It names the right place if there is one. */
    static String message(YamlNode.MappingEntry entry, @Nullable ExtensionField elsewhere, FieldScope scope) {
        String key = entry.key().text();
        if (scope == FieldScope.PROFILE && elsewhere != null) {
            return "'" + key + "' cannot be in a profile, which has "
                    + String.join(", ", ExtensionField.keys(field -> field.isIn(scope)));
        }
        if (scope == FieldScope.MODEL && elsewhere == ExtensionField.PROFILE) {
            return "'" + key + "' belongs to a phone or an extension; write its values here instead";
        }
        if (scope == FieldScope.DEFAULTS && elsewhere != null && elsewhere.isNeverDefault()) {
            return "'" + key + "' belongs to one extension and cannot be a default";
        }
        if (elsewhere != null && elsewhere.isIn(FieldScope.DEFAULTS) && !elsewhere.isIn(FieldScope.EXTENSION)) {
            return "'" + key + "' belongs at the top of a " + FolderDefaults.FILE_NAME;
        }
        if (scope == FieldScope.CONTACT && elsewhere != null && elsewhere.isIn(FieldScope.NUMBERS)) {
            return "'" + key + "' belongs below 'numbers:'";
        }
        if (scope == FieldScope.CONTACT && (elsewhere != null || IN_CONTACT.containsKey(key))) {
            return "a contact has no '" + key + "': " + IN_CONTACT.getOrDefault(key, "remove it; " + KEYS_OF_CONTACT);
        }
        if (scope == FieldScope.EXTENSION && elsewhere == ExtensionField.NUMBERS) {
            return "'" + key + "' belongs below 'contact:'; an extension has 'mobile'";
        }
        if (scope == FieldScope.EXTENSION && elsewhere == ExtensionField.SPEED_DIAL) {
            return "'" + key + "' belongs below 'contact:'";
        }
        if (key.equals("<<")) {
            return "merge keys are not supported: move shared values to " + FolderDefaults.FILE_NAME;
        }
        // A user or a password here is rather meant for the PBX.
        if (ExtensionField.PROVISIONING.isIn(scope)
                && elsewhere != null
                && elsewhere.isIn(FieldScope.PROVISIONING)
                && elsewhere != ExtensionField.USER
                && elsewhere != ExtensionField.PASSWORD) {
            return "'" + key + "' belongs below 'provisioning:'";
        }
        if (scope == FieldScope.EXTENSION && elsewhere != null && elsewhere.isIn(FieldScope.PHONE)) {
            return "'" + key + "' belongs below 'phone:'";
        }
        if (scope == FieldScope.PHONE && elsewhere != null && elsewhere.isIn(FieldScope.EXTENSION)) {
            return "'" + key + "' does not belong to the phone; write it beside 'extension:'";
        }
        // YAML reads {auth_password: a,b} as two keys. Then 'b' is half of a password, so the message must not
        // repeat it.
        boolean named = FieldValuesReader.isGiven(entry.value())
                && KEY_WORD.matcher(key).matches();
        String hint = NearestName.hint(key, names(scope));
        return (named ? "unknown key '" + key + "'" : "this key is not known") + " in " + scope.title()
                + (hint.isEmpty() ? keys(scope) : hint);
    }

    /** The keys of a scope with few of them, as the end of a message; empty for others. */
    private static String keys(FieldScope scope) {
        return switch (scope) {
            case CONTACT -> "; " + KEYS_OF_CONTACT;
            case NUMBERS -> ", which has " + String.join(", ", names(scope));
            default -> "";
        };
    }

    /** The keys of a scope. */
    private static List<String> names(FieldScope scope) {
        List<String> names = new ArrayList<>(ExtensionField.keys(field -> field.isIn(scope)));
        if (scope == FieldScope.EXTENSION) {
            names.add(ExtensionFile.CONTACT);
        }
        return names;
    }
}
