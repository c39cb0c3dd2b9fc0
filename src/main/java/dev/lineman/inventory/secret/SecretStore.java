package dev.lineman.inventory.secret;

import dev.lineman.input.Document;
import dev.lineman.input.ReadResult;
import dev.lineman.input.yaml.FileProblems;
import dev.lineman.input.yaml.YamlFile;
import dev.lineman.input.yaml.YamlReader;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.reader.FieldValuesReader;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The file of secrets: the values of {@code !secret NAME}, one mapping of names to text. Resolving a phone looks
 * names up in it, and {@code SecretFinder} masks its values. Immutable.
 *
 * @param path the file, below the root
 * @param values the secrets by name
 * @param assumesMissing whether each missing secret and environment variable has a placeholder, see {@link
 *     AssumedValue}
 */
public record SecretStore(String path, FieldValues values, boolean assumesMissing) implements Document {
    /** The store without secrets, for a root without such a file. */
    public static final SecretStore NONE = new SecretStore("secrets.yaml", FieldValues.EMPTY, false);

    /**
     * Reads the file of secrets.
     *
     * @param path the file, below the root
     * @param content the bytes of the file
     * @return the store, or errors; never both, since half a file of secrets would break half of the fleet. Warnings
     *     can come with either
     */
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
                values == null || problems.hasErrors() ? null : new SecretStore(path, values, false), problems.all());
    }

    @Override
    public boolean continues(Document shorter) {
        return shorter instanceof SecretStore other
                && !values.equals(other.values)
                && FieldValues.isPrefix(other.values, values);
    }

    /**
     * Returns the names with different values, and those that only one of two stores has. Only outputs that use
     * such a name are rendered again.
     *
     * @param one null stands for an empty store
     * @param other null stands for an empty store
     */
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

    /** Returns this store with placeholders for missing secrets and environment variables. */
    public SecretStore assumingMissing() {
        return new SecretStore(path, values, true);
    }

    /**
     * Returns the store after a change of the file. It has placeholders if this store has.
     *
     * @param document what the file has now; null if it is gone
     */
    public SecretStore replacedBy(@Nullable Document document) {
        SecretStore now = document instanceof SecretStore store ? store : NONE;
        return assumesMissing ? now.assumingMissing() : now;
    }

    /** Returns the value of a secret, or null if the store has no such name. */
    public @Nullable String value(String name) {
        return values.text(name);
    }
}
