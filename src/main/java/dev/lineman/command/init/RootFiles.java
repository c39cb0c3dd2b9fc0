package dev.lineman.command.init;

import dev.lineman.build.make.FolderNames;
import dev.lineman.command.schema.SchemaKind;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.fs.FileSetWriter;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.workspace.CannotStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The files of a root that a folder lacks, or has in another version, and how they are written. Not thread-safe. */
final class RootFiles {
    static final String DEFAULTS = FolderNames.EXTENSIONS + '/' + FolderDefaults.FILE_NAME;
    static final String SECRETS = "secrets.yaml";
    static final String GIT_IGNORE = ".gitignore";
    static final String WORKFLOW = ".github/workflows/lineman.yml";
    static final String EDITOR_SETTINGS = ".vscode/settings.json";

    /** The agent may have another user of the same group. */
    private static final FileMode MODE = new FileMode(0640);

    private static final FileMode SECRET_MODE = new FileMode(0600);

    private final RootFolder folder;

    /** The schemas for editors, by path. */
    private final Map<String, String> schemas;

    /** The paths of schemas that are there and differ: of another version, or of other templates. */
    private final Set<String> outdatedSchemas;

    private final RandomPasswords passwords = new RandomPasswords();

    /**
     * @param folder the folder as it is now
     * @param schema gives the JSON Schema of a kind of files
     * @throws CannotStartException if a schema that is there cannot be read
     */
    RootFiles(RootFolder folder, Function<SchemaKind, String> schema) throws CannotStartException {
        this.folder = folder;
        Map<String, String> texts = new LinkedHashMap<>();
        for (SchemaKind kind : SchemaKind.values()) {
            texts.put(RootTexts.schemaFile(kind), schema.apply(kind) + '\n');
        }
        this.schemas = Collections.unmodifiableMap(texts);
        Set<String> outdated = new LinkedHashSet<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            boolean present = Files.isRegularFile(folder.path().resolve(text.getKey()), LinkOption.NOFOLLOW_LINKS);
            if (present
                    && !folder.lines(text.getKey())
                            .equals(text.getValue().lines().toList())) {
                outdated.add(text.getKey());
            }
        }
        this.outdatedSchemas = Collections.unmodifiableSet(outdated);
    }

    /** Returns the path of the file with the first extension: its number, with {@code _} for what shells expand. */
    static String extension(RootAnswers answers) {
        String number = answers.get(RootQuestion.EXTENSION).replaceAll("[*#]", "_");
        return FolderNames.EXTENSIONS + '/' + (number.startsWith("_") ? "extension" : "") + number + ".yaml";
    }

    /** Returns the paths of schemas that are there and differ. They are generated, so that Lineman writes them again. */
    Set<String> outdatedSchemas() {
        return outdatedSchemas;
    }

    /**
     * Returns the texts of the missing files and of outdated schemas by path, in the order in which a running agent may read them.
     *
     * @param offers what the template of the first phone uses
     */
    Map<String, String> missing(RootAnswers answers, ModelOffers offers) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (!folder.hasExtensions()) {
            texts.put(SECRETS, RootTexts.secrets(secrets(answers)));
            texts.put(DEFAULTS, RootTexts.defaults(answers, offers));
            texts.put(extension(answers), RootTexts.extension(answers));
        }
        texts.put(GIT_IGNORE, RootTexts.GIT_IGNORE);
        if (folder.git() != RootFolder.GitPlace.BELOW) {
            texts.put(WORKFLOW, RootTexts.WORKFLOW);
        }
        texts.put(EDITOR_SETTINGS, RootTexts.EDITOR_SETTINGS);
        texts.putAll(schemas);
        texts.keySet().removeIf(path -> folder.has(path) && !outdatedSchemas.contains(path));
        return texts;
    }

    /** Returns the secrets that the new files name, with random values. */
    private Map<String, String> secrets(RootAnswers answers) {
        Map<String, String> secrets = new LinkedHashMap<>();
        for (String name :
                List.of(RootTexts.ADMIN_SECRET, RootTexts.passwordSecret(answers.get(RootQuestion.EXTENSION)))) {
            secrets.put(name, passwords.of(name));
        }
        return secrets;
    }

    /**
     * Writes files: all, or none if the disk is full. They belong to the owner of the folder if it exists, so that the
     * superuser can make a root for another user.
     *
     * @throws CannotStartException if they cannot be written, or would be outside of the folder
     */
    void write(Map<String, String> texts) throws CannotStartException {
        for (String path : texts.keySet()) {
            folder.requireInside(path);
        }
        boolean present = Files.isDirectory(folder.path());
        Set<Path> made = missingFolders(texts.keySet());
        List<FileSetWriter.TextFile> files = new ArrayList<>();
        FileOperations fileOperations = new FileOperations(MODE);
        FileOperations secretOperations = new FileOperations(SECRET_MODE);
        texts.forEach((path, text) -> files.add(new FileSetWriter.TextFile(
                path.equals(SECRETS) ? secretOperations : fileOperations,
                folder.path().resolve(path),
                text,
                false)));
        try {
            fileOperations.createFolders(folder.path());
            FileSetWriter.writeAll(files);
            if (present) {
                files.forEach(file -> made.add(file.target()));
                for (Path path : made) {
                    fileOperations.copyOwnership(folder.path(), path);
                }
            }
        } catch (IOException e) {
            throw new CannotStartException(
                    "the files could not be written to " + folder.path() + ": " + FileOperations.reason(e), e);
        }
    }

    /** Returns the folders of files that do not exist, each after its parent. */
    private Set<Path> missingFolders(Set<String> files) {
        Set<Path> missing = new LinkedHashSet<>();
        for (String file : files) {
            Path path = folder.path();
            for (Path name : Path.of(file).resolveSibling("")) {
                path = path.resolve(name);
                if (!Files.exists(path)) {
                    missing.add(path);
                }
            }
        }
        return missing;
    }
}
