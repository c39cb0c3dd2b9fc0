package dev.lineman.command.exchange;

import dev.lineman.command.csv.YamlWriter;
import dev.lineman.fs.FileContents;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.fs.FileSetWriter.TextFile;
import dev.lineman.input.ReadResult;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The file of secrets, to which an import adds names. Its comments and the order of its names stay. For one thread.
 */
final class SecretsFile {
    /** The mode of a new file of secrets. */
    private static final FileMode MODE = new FileMode(0600);

    /** A text with nothing but comments and empty lines. */
    private static final Pattern NO_NAMES = Pattern.compile("(?:[ \\t]*(?:#.*)?\\R?)*+");

    /** The name in problems. */
    private final String name;

    /** The file behind symbolic links. */
    private final Path target;

    private final String text;
    private final SecretStore store;
    private final List<Problem> problems;

    private SecretsFile(String name, Path target, byte[] content) {
        this.name = name;
        this.target = target;
        this.text = new String(content, StandardCharsets.UTF_8);
        ReadResult read = NO_NAMES.matcher(text).matches()
                ? new ReadResult(SecretStore.NONE, List.of())
                : SecretStore.read(name, content);
        this.store = read.document() instanceof SecretStore secrets ? secrets : SecretStore.NONE;
        this.problems = read.problems().stream()
                .filter(problem -> problem.severity().isError())
                .toList();
    }

    /**
     * Reads the file; a missing file is empty.
     *
     * @throws CannotStartException if it cannot be read
     */
    static SecretsFile read(Settings settings) throws CannotStartException {
        Path file = settings.secrets();
        try {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    ? new SecretsFile(settings.secretsName(), file.toRealPath(), FileContents.read(file))
                    : new SecretsFile(settings.secretsName(), file, new byte[0]);
        } catch (IOException e) {
            throw new CannotStartException(file + " cannot be read: " + FileOperations.reason(e), e);
        }
    }

    /** Returns the secrets in the file; none if there is a problem. */
    SecretStore store() {
        return store;
    }

    /** Returns the reason why secrets cannot be added; empty when they can. */
    List<Problem> obstacles(Map<String, String> added) {
        if (!problems.isEmpty()) {
            Problem first = problems.get(0);
            return List.of(Problem.blocking(
                    first.at(),
                    first.message()
                            + "; correct it, and import again: the secrets of the table are added to this file"));
        }
        SecretStore after = SecretStore.read(name, content(added)).document() instanceof SecretStore secrets
                ? secrets
                : SecretStore.NONE;
        FieldValues before = store.values();
        for (int i = 0; i < before.size(); i++) {
            if (!Objects.equals(before.value(i), after.values().get(before.key(i)))) {
                return unextendable();
            }
        }
        for (Map.Entry<String, String> secret : added.entrySet()) {
            if (!secret.getValue().equals(after.value(secret.getKey()))) {
                return unextendable();
            }
        }
        return List.of();
    }

    private List<Problem> unextendable() {
        return List.of(problem("no line can be added to this file: write it with one 'NAME: VALUE' in each line, and"
                + " import again"));
    }

    private Problem problem(String message) {
        return Problem.blocking(Position.of(name), message);
    }

    /** Returns the content with more secrets. */
    byte[] content(Map<String, String> added) {
        return YamlWriter.append(text, added).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the file with more secrets, to write. A new file is only for its owner. */
    TextFile with(Map<String, String> added) {
        return new TextFile(new FileOperations(MODE), target, YamlWriter.append(text, added), true);
    }
}
