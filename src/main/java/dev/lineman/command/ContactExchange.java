package dev.lineman.command;

import dev.lineman.build.State;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.report.CountPhrase;
import dev.lineman.command.CsvExchange.ImportChoice;
import dev.lineman.command.contact.ContactImport;
import dev.lineman.command.contact.ContactSource;
import dev.lineman.command.contact.ContactTable;
import dev.lineman.command.contact.VCardReader;
import dev.lineman.command.contact.ldap.LdapDirectory;
import dev.lineman.command.contact.ldap.LdapRequest;
import dev.lineman.command.csv.CsvImport;
import dev.lineman.command.csv.table.CsvTable;
import dev.lineman.input.snapshot.InputMounts;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The import of contacts into a root. Reads and writes the files for {@link ContactImport}. Stateless. */
public final class ContactExchange {
    private ContactExchange() {}

    /**
     * Where the contacts go.
     *
     * @param path the file below the root for contacts whose source names no file
     * @param choices the choices of the user
     */
    public record ContactRequest(String path, Set<ImportChoice> choices) {
        public ContactRequest {
            choices = Set.copyOf(choices);
        }

        private boolean has(ImportChoice choice) {
            return choices.contains(choice);
        }
    }

    /**
     * Reads the contacts of a table or a file of vCards. Null if the file is a table of extensions, or a table that cannot be
     * read.
     *
     * @param isContacts whether the user says that the file has contacts
     * @throws CannotStartException if the file cannot be read
     */
    public static @Nullable ContactSource read(Path file, boolean isContacts) throws CannotStartException {
        byte[] content = CsvExchange.content(file);
        if (VCardReader.isVCard(file.toString(), content)) {
            return VCardReader.read(file.toString(), content);
        }
        CsvTable table = CsvTable.read(file.toString(), content);
        boolean contacts = isContacts || (table.problems().isEmpty() && ContactTable.isContacts(table));
        return contacts ? ContactTable.read(file.toString(), table) : null;
    }

    /** Whether the source of an import is the URL of a directory. */
    public static boolean isDirectory(String source) {
        return LdapRequest.isUrl(source);
    }

    /** Returns the name of the extension file for the contacts of a file or a directory. */
    public static String fileName(String source) throws CannotStartException {
        if (isDirectory(source)) {
            try {
                return LdapDirectory.fileName(source);
            } catch (LdapDirectory.DirectoryException e) {
                throw new CannotStartException(String.valueOf(e.getMessage()), e);
            }
        }
        String name = source.substring(source.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name) + ".yaml";
    }

    /**
     * Reads the contacts of a directory.
     *
     * @throws CannotStartException if the directory cannot be read
     */
    public static ContactSource read(LdapRequest request) throws CannotStartException {
        try {
            return LdapDirectory.read(request);
        } catch (LdapDirectory.DirectoryException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Writes contacts below the root: all of them, or none if there is an error. Errors are also those that {@code check}
     * would report after the import, and not now.
     *
     * @throws CannotStartException if the inputs cannot be read, or a file cannot be written
     */
    public static CommandResult importContacts(
            Settings settings, RuntimeContext runtimeContext, ContactSource source, ContactRequest request)
            throws CannotStartException {
        ImportCheck check = new ImportCheck(settings, runtimeContext, request.has(ImportChoice.ASSUME_SECRETS));
        State present = check.before();
        InputMounts mounts = present.snapshot().mounts();
        ExtensionFileWriter fileWriter = new ExtensionFileWriter(settings);
        ContactImport contactImport = ContactImport.of(
                source,
                new ContactImport.ContactTarget(
                        request.path(),
                        present.inputs().inventory(),
                        request.has(ImportChoice.REMOVE_MISSING),
                        file -> mounts.isLost(file.path())
                                ? file.path() + " would be hidden when the file system is mounted again; mount it first"
                                : fileWriter.obstacle(file, request.has(ImportChoice.OVERWRITE))));
        Map<String, byte[]> proposed = contactImport.contents();
        ImportCheck.CheckedImport checkedImport = check.check(proposed);
        contactImport.addProblems(checkedImport.added());
        List<Problem> problems = new ArrayList<>(contactImport.problems());
        CsvExchange.unreadable(present.snapshot()).stream()
                .filter(path -> path.startsWith(FolderNames.EXTENSIONS + '/') && !proposed.containsKey(path))
                .forEach(path -> problems.add(Problem.warning(
                        Position.of(path),
                        "this cannot be read: its contacts may be in " + source.name()
                                + " too. Correct it and import again")));
        List<String> lines = new ArrayList<>();
        if (checkedImport.others() > 0) {
            lines.add("besides this import, the inputs have " + CountPhrase.of(checkedImport.others(), "problem")
                    + ": see 'lineman check'");
        }
        lines.addAll(write(fileWriter, request, contactImport));
        return new CommandResult(problems, lines);
    }

    /** Writes the files of an import, and returns the lines that say so. */
    private static List<String> write(
            ExtensionFileWriter fileWriter, ContactRequest request, ContactImport contactImport)
            throws CannotStartException {
        if (contactImport.hasErrors() || contactImport.contacts() == 0) {
            return List.of("nothing was written");
        }
        boolean dryRun = request.has(ImportChoice.DRY_RUN);
        List<String> lines = new ArrayList<>();
        List<CsvImport.NewFile> files = contactImport.files();
        List<CsvImport.NewFile> changed =
                files.stream().filter(file -> !fileWriter.isSame(file)).toList();
        if (dryRun) {
            changed.forEach(
                    file -> lines.add((fileWriter.exists(file) ? "would replace " : "would write ") + file.path()));
        } else {
            ExtensionFileWriter.writeAll(fileWriter.textFiles(changed));
        }
        contactImport.lines().forEach(line -> lines.add(dryRun ? "would be " + line : line));
        int all = files.size() + contactImport.unchanged();
        lines.add(CountPhrase.of(contactImport.contacts(), "contact") + " in " + CountPhrase.of(all, "file")
                + (dryRun ? ", nothing was written" : CsvExchange.written(changed.size(), all - changed.size())));
        return lines;
    }
}
