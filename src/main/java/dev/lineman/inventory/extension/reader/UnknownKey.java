package dev.lineman.inventory.extension.reader;

import dev.lineman.input.yaml.YamlNode;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.problem.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The messages for keys that are not allowed where they are. Part of {@link FieldValuesReader}. Stateless. */
final class UnknownKey {
    /** A key of this form can be repeated in a message. */
    private static final Pattern KEY_WORD = Pattern.compile("[a-z][a-z_]{0,39}");

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
        if (key.equals("<<")) {
            return "merge keys are not supported: move shared values to " + FolderDefaults.FILE_NAME;
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
        return (named ? "unknown key '" + key + "'" : "this key is not known") + " in " + scope.title()
                + NearestName.hint(key, names(scope));
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
