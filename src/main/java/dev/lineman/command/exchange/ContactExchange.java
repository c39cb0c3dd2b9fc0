package dev.lineman.command.exchange;

import dev.lineman.build.State;
import dev.lineman.build.report.CountPhrase;
import dev.lineman.command.CommandResult;
import dev.lineman.command.contact.ContactImport;
import dev.lineman.command.contact.ContactSource;
import dev.lineman.command.contact.ContactTable;
import dev.lineman.command.contact.VCardReader;
import dev.lineman.command.contact.ldap.LdapDirectory;
import dev.lineman.command.contact.ldap.LdapRequest;
import dev.lineman.command.csv.CsvImport;
import dev.lineman.command.csv.table.CsvTable;
import dev.lineman.command.exchange.CsvExchange.ImportChoice;
import dev.lineman.problem.Problem;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
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
     */
    public static @Nullable ContactSource read(ImportFile file, boolean isContacts) {
        if (VCardReader.isVCard(file.name(), file.content())) {
            return VCardReader.read(file.name(), file.content());
        }
        CsvTable table = CsvTable.read(file.name(), file.content());
        boolean contacts = isContacts || (table.problems().isEmpty() && ContactTable.isContacts(table));
        return contacts ? ContactTable.read(file.name(), table) : null;
    }

    /** Returns the name of the extension file for the contacts of a file or a directory. */
    public static String fileName(String source) throws CannotStartException {
        if (LdapRequest.isUrl(source)) {
            return LdapDirectory.fileName(source);
        }
        String name = source.substring(source.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name) + ".yaml";
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
        ImportCheck check = ImportCheck.reading(settings, runtimeContext, request.has(ImportChoice.ASSUME_SECRETS));
        State present = check.before();
        ExtensionFileWriter fileWriter = new ExtensionFileWriter(settings);
        ContactImport contactImport = ContactImport.of(
                source,
                new ContactImport.ContactTarget(
                        request.path(),
                        present.inputs().inventory(),
                        request.has(ImportChoice.REMOVE_MISSING),
                        fileWriter.targetCheck(present.snapshot(), request.has(ImportChoice.OVERWRITE))));
        Map<String, byte[]> proposed = CsvImport.NewFile.contents(contactImport.files());
        ImportCheck.CheckedImport checkedImport = check.check(proposed);
        contactImport.addProblems(checkedImport.added());
        List<Problem> problems = new ArrayList<>(contactImport.problems());
        problems.addAll(CsvExchange.unreadable(
                present.snapshot(), proposed.keySet(), "its contacts may be in " + source.name() + " too"));
        List<String> lines = new ArrayList<>(checkedImport.lines());
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
        List<CsvImport.NewFile> changed = fileWriter.changed(files);
        if (dryRun) {
            lines.addAll(CsvExchange.ofDryRun(fileWriter, changed));
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
