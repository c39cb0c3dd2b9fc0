package dev.lineman.command;

import dev.lineman.build.State;
import dev.lineman.build.report.CountPhrase;
import dev.lineman.input.Document;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.problem.ListPhrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lists the references that have a placeholder because of {@code --assume-secrets}. Stateless. */
final class AssumedReferences {
    /** The others are counted. */
    private static final int MAX_NAMES = 10;

    private AssumedReferences() {}

    /**
     * Returns one line with the names of all missing secrets and environment variables; empty if none is missing, or if
     * the state has no placeholders.
     */
    static List<String> describe(State state, Map<String, String> environment) {
        SecretStore secrets = state.inputs().secrets();
        if (!secrets.assumesMissing()) {
            return List.of();
        }
        TreeSet<String> names = new TreeSet<>();
        state.snapshot().files().values().forEach(file -> {
            for (FieldValues.ValueReference reference : references(file.document())) {
                boolean missing = reference.secret()
                        ? secrets.value(reference.name()) == null
                        : !environment.containsKey(reference.name());
                if (missing) {
                    names.add(reference.toString());
                }
            }
        });
        if (names.isEmpty()) {
            return List.of();
        }
        return List.of(CountPhrase.of(names.size(), "missing value") + (names.size() == 1 ? " has" : " have")
                + " a placeholder: "
                + ListPhrase.some(List.copyOf(names), MAX_NAMES));
    }

    private static List<FieldValues.ValueReference> references(@Nullable Document document) {
        List<FieldValues.ValueReference> found = new ArrayList<>();
        if (document instanceof ExtensionFile file) {
            file.entries().forEach(entry -> collect(entry, found));
            file.contacts().forEach(contact -> collect(contact, found));
        } else if (document instanceof FolderDefaults defaults) {
            // The values for some models are among the plain ones.
            collect(defaults.plain(), found);
        }
        return found;
    }

    private static void collect(Object value, List<FieldValues.ValueReference> found) {
        if (value instanceof FieldValues.ValueReference reference) {
            found.add(reference);
        } else if (value instanceof FieldValues.Items items) {
            items.values().forEach(item -> collect(item, found));
        } else if (value instanceof FieldValues fields) {
            for (int i = 0; i < fields.size(); i++) {
                collect(fields.value(i), found);
            }
        }
    }
}
