package dev.lineman.cli;

import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.option.AssumeSecretsOption;
import dev.lineman.cli.option.CandidateKind;
import dev.lineman.cli.option.Completes;
import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.option.LdapOptions;
import dev.lineman.cli.option.StrictOption;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.command.CommandResult;
import dev.lineman.command.contact.ContactSource;
import dev.lineman.command.contact.ldap.LdapDirectory;
import dev.lineman.command.contact.ldap.LdapRequest;
import dev.lineman.command.exchange.ContactExchange;
import dev.lineman.command.exchange.CsvExchange;
import dev.lineman.command.exchange.CsvExchange.ImportChoice;
import dev.lineman.command.exchange.ImportFile;
import dev.lineman.workspace.CannotStartException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code lineman import}: writes extension files from a CSV file, vCards or a directory, see {@link CsvExchange#importCsv}
 * for extensions and {@link ContactExchange#importContacts} for contacts.
 */
@Command(
        name = "import",
        description =
                "Writes the extensions or the contacts of a file or a directory as extension files: all of them, or none"
                        + " if there is an error.",
        footer = {
            "  lineman import staff.csv --dry-run",
            "  lineman import suppliers.csv --contacts",
            "  lineman import people.vcf",
            "  lineman import ldaps://ldap.example.com/ou=people,dc=example,dc=com --ldap-user cn=reader,dc=example,dc=com",
            "  lineman import staff.csv --into extensions.d/berlin"
        })
final class ImportCommand extends AbstractCommand {
    /** A path, or a URL of LDAP. */
    @Completes(CandidateKind.FILES)
    @Parameters(
            paramLabel = "SOURCE",
            description = "A CSV file, a file of vCards, or the URL of a directory, such as"
                    + " 'ldaps://ldap.example.com/ou=people,dc=example,dc=com??sub?(mobile=*)'. A CSV file has column"
                    + " names in the first row: 'extension', 'first_name', … or the names of 3CX, FreePBX or FusionPBX."
                    + " Without a column of extension numbers, a table with telephone numbers has contacts: also those"
                    + " of Outlook and Google.")
    private String source;

    @Mixin
    private InputOptions inputs;

    @Mixin
    private StrictOption strictOption;

    /** Without it, a table with a column of extension numbers has extensions. */
    @Option(names = "--contacts", description = "Reads contacts from the file, whatever its columns are.")
    private boolean contacts;

    /** Checked by {@link #extensionsFolder}. */
    @Completes(CandidateKind.EXTENSION_FOLDERS)
    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            defaultValue = "extensions.d",
            description =
                    "The folder for extensions and contacts without a 'file' value, such as extensions.d/berlin (default:"
                            + " ${DEFAULT-VALUE}).")
    private Path into;

    /** Without it, an existing file is an error, and nothing is written. */
    @Option(names = "--overwrite", description = "Replaces existing files.")
    private boolean overwrite;

    @Option(
            names = "--remove-missing",
            description = "Removes the contacts of a replaced file that SOURCE does not have.")
    private boolean removeMissing;

    @Option(
            names = "--dry-run",
            description = "Shows the files that would be written and all problems of the result, and writes nothing.")
    private boolean dryRun;

    @Option(
            names = "--plain-passwords",
            description = "Leaves passwords in the extension files, instead of references to the file of secrets.")
    private boolean plainPasswords;

    @Mixin
    private LdapOptions ldapOptions;

    @Mixin
    private AssumeSecretsOption assumeSecretsOption;

    @Override
    public Integer call() throws CannotStartException {
        CommandOutput commandOutput = inputs.openOutput(environment());
        Set<ImportChoice> choices = EnumSet.noneOf(ImportChoice.class);
        choose(choices, ImportChoice.OVERWRITE, overwrite);
        choose(choices, ImportChoice.DRY_RUN, dryRun);
        choose(choices, ImportChoice.PLAIN_PASSWORDS, plainPasswords);
        choose(choices, ImportChoice.ASSUME_SECRETS, assumeSecretsOption.isSet());
        choose(choices, ImportChoice.REMOVE_MISSING, removeMissing);
        return report(commandOutput, importSource(extensionsFolder(into), choices), strictOption);
    }

    private CommandResult importSource(String folder, Set<ImportChoice> choices) throws CannotStartException {
        if (LdapRequest.isUrl(source)) {
            return importContacts(directory(), folder, choices);
        }
        ImportFile file = ImportFile.read(Path.of(source));
        ContactSource found = ContactExchange.read(file, contacts);
        if (found != null) {
            return importContacts(found, folder, choices);
        }
        if (removeMissing) {
            throw usageError("--remove-missing is for contacts, and " + source
                    + " has extensions: name the contacts with --contacts, or leave the option out");
        }
        return CsvExchange.importCsv(
                inputs.settings(),
                environment().runtimeContext(),
                new CsvExchange.ImportRequest(file, folder, choices));
    }

    private CommandResult importContacts(ContactSource found, String folder, Set<ImportChoice> choices)
            throws CannotStartException {
        String path = folder + '/' + ContactExchange.fileName(source);
        return ContactExchange.importContacts(
                inputs.settings(),
                environment().runtimeContext(),
                found,
                new ContactExchange.ContactRequest(path, choices));
    }

    /** Reads the contacts of the directory. */
    private ContactSource directory() throws CannotStartException {
        try {
            return LdapDirectory.read(ldapOptions.request(source, environment()));
        } catch (IllegalArgumentException e) {
            throw usageError(String.valueOf(e.getMessage()));
        }
    }

    private static void choose(Set<ImportChoice> choices, ImportChoice choice, boolean set) {
        if (set) {
            choices.add(choice);
        }
    }
}
