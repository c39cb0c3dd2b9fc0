package dev.lineman.command.csv;

import dev.lineman.access.MacFinder;
import dev.lineman.command.csv.column.PathStep;
import dev.lineman.command.csv.table.CellValue;
import dev.lineman.command.csv.table.CellValue.CellValueKind;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ValueText;
import dev.lineman.inventory.extension.VariableNames;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Replaces passwords in extension drafts by references such as {@code !secret acme-100-auth_password}, and collects
 * their values for the file of secrets. {@link CsvImport} calls it before it writes YAML. Not thread-safe.
 */
final class SecretReferences {
    /** A character that the name of a secret cannot have. */
    private static final String NO_NAME = "[^\\p{L}\\p{N}_.-]";

    private final String file;
    private final SecretStore present;

    /** New secrets by name, in the order of the extensions. */
    private final Map<String, String> added = new LinkedHashMap<>();

    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param file the name of the CSV file in problems
     * @param present the secrets that exist
     */
    SecretReferences(String file, SecretStore present) {
        this.file = file;
        this.present = present;
    }

    /** Returns the secrets to add to the file of secrets, by name. */
    Map<String, String> added() {
        return added;
    }

    /** Returns an error for each name that already has another value. */
    List<Problem> problems() {
        return problems;
    }

    /**
     * Replaces the passwords of an extension and its phones.
     *
     * @param site the site of the extension; empty for none
     */
    void replace(ExtensionDraft draft, String site) {
        String prefix =
                (site.isEmpty() ? "" : site + '-') + draft.key().number().text() + '-';
        replace(draft.own(), prefix);
        draft.phones().forEach(phone -> {
            CellValue mac = phone.value(ExtensionField.MAC.key());
            replace(phone, prefix + (mac == null ? "" : MacFinder.digits(mac.text()) + '-'));
        });
    }

    private void replace(ValueTree values, String prefix) {
        values.forEachValue((path, leaf) -> {
            CellValue value = leaf.value();
            String label = secretLabel(path, value == null ? "" : value.text());
            // A control character is an error, which the extension reader reports in its own words.
            if (label != null
                    && value != null
                    && value.kind() == CellValueKind.TEXT
                    && !value.text().isEmpty()
                    && !ValueText.hasControlCharacter(value.text())) {
                refer(leaf, prefix + label, value.text());
            }
        });
    }

    private void refer(ValueTree leaf, String name, String text) {
        String known = present.value(name);
        String same = known == null ? added.putIfAbsent(name, text) : known;
        if (same != null && !same.equals(text)) {
            problems.add(leaf.cell()
                    .error(
                            file,
                            (known == null ? "another row" : present.path())
                                    + " already has another value for the secret '"
                                    + name + "': "
                                    + (known == null
                                            ? "write the same value into both"
                                            : "correct it there, or write '!secret " + name
                                                    + "' into this cell to keep it")));
        }
        leaf.set(new CellValue(CellValueKind.SECRET, name));
    }

    /** Returns the last part of the name of a secret; null if the value at this path is no secret. */
    private static @Nullable String secretLabel(List<PathStep> path, String value) {
        String key = path.get(path.size() - 1).name();
        String first = path.get(0).name();
        if (path.size() == 2 && first.equals(ExtensionField.VARS.key())) {
            return VariableNames.isSecret(key) ? key : null;
        }
        if (path.size() > 1 && first.equals(ExtensionField.SETTINGS.key())) {
            String parameter = path.stream()
                    .filter(step -> !step.item())
                    .reduce((one, last) -> last)
                    .map(PathStep::name)
                    .orElse("");
            return VariableNames.isSecretParameter(parameter, value)
                    ? path.stream()
                            .skip(1)
                            .map(PathStep::name)
                            .collect(Collectors.joining("_"))
                            .replaceAll(NO_NAME, "_")
                    : null;
        }
        ExtensionField field = ExtensionField.of(key);
        boolean secret = field != null
                && field.isSecret()
                && (path.size() == 1 || first.equals(ExtensionField.PROVISIONING.key()));
        return secret ? path.stream().map(PathStep::name).collect(Collectors.joining("_")) : null;
    }
}
