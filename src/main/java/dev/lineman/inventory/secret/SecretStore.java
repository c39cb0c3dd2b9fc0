package dev.lineman.inventory.secret;

import dev.lineman.input.Document;
import dev.lineman.input.ReadResult;
import dev.lineman.input.yaml.YamlFile;
import dev.lineman.input.yaml.YamlReader;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FieldValuesReader;
import dev.lineman.inventory.extension.FileProblems;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The values behind {@code !secret NAME}: one mapping of names to text.
 *
 * @param path where they stand
 */
public record SecretStore(String path, FieldValues values) implements Document {
    private static final List<String> SECRET_WORDS = List.of("password", "passwd", "secret", "token", "pin");

    /** No secrets. */
    public static final SecretStore NONE = new SecretStore("secrets.yaml", FieldValues.EMPTY);

    /** Reads the file of secrets. */
    public static ReadResult read(String path, byte[] content) {
        YamlFile yaml = YamlReader.read(path, content);
        if (!yaml.problems().isEmpty()) {
            return new ReadResult(null, yaml.problems());
        }
        FileProblems problems = new FileProblems(path);
        if (yaml.documents().size() > 1) {
            problems.error(yaml.documents().get(1), "secrets are one mapping, not several documents");
        }
        FieldValues values =
                new FieldValuesReader().map("secrets", yaml.documents().get(0), true, problems);
        return new ReadResult(
                values == null || !problems.isEmpty() ? null : new SecretStore(path, values), problems.all());
    }

    @Override
    public boolean continues(Document shorter) {
        return shorter instanceof SecretStore other
                && !values.equals(other.values)
                && FieldValues.isPrefix(other.values, values);
    }

    /** The names whose values differ, or that only one of the two has. */
    public static Set<String> changedNames(@Nullable SecretStore one, @Nullable SecretStore other) {
        FieldValues before = one == null ? FieldValues.EMPTY : one.values();
        FieldValues after = other == null ? FieldValues.EMPTY : other.values();
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < before.size(); i++) {
            if (!before.value(i).equals(after.get(before.key(i)))) {
                names.add(before.key(i));
            }
        }
        for (int i = 0; i < after.size(); i++) {
            if (before.get(after.key(i)) == null) {
                names.add(after.key(i));
            }
        }
        return names;
    }

    /** Whether what has such a name in {@code vars} is a secret. */
    public static boolean isSecretName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String telling : SECRET_WORDS) {
            if (lower.contains(telling)) {
                return true;
            }
        }
        return false;
    }

    /** The value of a secret; null when there is none of that name. */
    public @Nullable String value(String name) {
        return values.text(name);
    }
}
