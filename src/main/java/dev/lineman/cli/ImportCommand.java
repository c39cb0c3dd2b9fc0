package dev.lineman.cli;

import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.option.AssumeSecretsOption;
import dev.lineman.cli.option.CandidateKind;
import dev.lineman.cli.option.Completes;
import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.option.StrictOption;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.command.CommandResult;
import dev.lineman.command.CsvExchange;
import dev.lineman.command.CsvExchange.ImportChoice;
import dev.lineman.workspace.CannotStartException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lineman import}: writes extension files from a CSV file, see {@link CsvExchange#importCsv}. */
@Command(
        name = "import",
        description =
                "Writes the extensions of a CSV file as extension files: all of them, or none if there is an error.",
        footer = {"  lineman import staff.csv --dry-run", "  lineman import staff.csv --into extensions.d/berlin"})
final class ImportCommand extends AbstractCommand {
    @Parameters(
            paramLabel = "FILE.csv",
            description = "UTF-8, with column names in the first row: 'extension', 'first_name', … or the names"
                    + " of 3CX, FreePBX or FusionPBX.")
    private Path csv;

    @Mixin
    private InputOptions inputs;

    @Mixin
    private StrictOption strictOption;

    /** Checked by {@link #extensionsFolder}. */
    @Completes(CandidateKind.EXTENSION_FOLDERS)
    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            defaultValue = "extensions.d",
            description = "The folder for extensions without a 'file' value, such as extensions.d/berlin (default:"
                    + " ${DEFAULT-VALUE}).")
    private Path into;

    /** Without it, an existing file is an error, and nothing is written. */
    @Option(names = "--overwrite", description = "Replaces existing files.")
    private boolean overwrite;

    @Option(
            names = "--dry-run",
            description = "Shows the files that would be written and all problems of the result, and writes nothing.")
    private boolean dryRun;

    @Option(
            names = "--plain-passwords",
            description = "Leaves passwords in the extension files, instead of references to the file of secrets.")
    private boolean plainPasswords;

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
        CommandResult imported = CsvExchange.importCsv(
                inputs.settings(),
                environment().runtimeContext(),
                new CsvExchange.ImportRequest(csv, extensionsFolder(into), choices));
        return report(commandOutput, imported, strictOption);
    }

    private static void choose(Set<ImportChoice> choices, ImportChoice choice, boolean set) {
        if (set) {
            choices.add(choice);
        }
    }
}
