package dev.lineman.cli;

import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.option.StrictOption;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.command.exchange.CsvExchange;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code lineman export}: writes the extensions as CSV, see {@link CsvExchange#exportCsv}. If a file cannot be read, it
 * exports nothing.
 */
@Command(
        name = "export",
        description =
                "Writes all extensions, with their passwords, or all contacts as a CSV file that 'import' can read.",
        footer = {
            "  lineman export --out staff.csv",
            "  lineman export --contacts --out contacts.csv",
            "  lineman export --spreadsheet-safe --out staff.csv"
        })
final class ExportCommand extends AbstractCommand {
    @Mixin
    private InputOptions inputs;

    @Mixin
    private StrictOption strictOption;

    /** Null for standard output. */
    @Option(names = "--out", paramLabel = "FILE", description = "The file to write (default: standard output).")
    private @Nullable Path out;

    @Option(names = "--contacts", description = "Writes the contacts instead of the extensions.")
    private boolean contacts;

    /** Without it, the CSV has exactly the values of the files. */
    @Option(
            names = "--spreadsheet-safe",
            description = "Writes !text before cells that a spreadsheet program would read as a formula. 'import'"
                    + " removes it.")
    private boolean safe;

    @Override
    public Integer call() throws CannotStartException {
        Settings settings = inputs.settings();
        CsvExchange.Exported exported = CsvExchange.exportCsv(
                settings,
                environment().runtimeContext(),
                contacts ? CsvExchange.ExportContent.CONTACTS : CsvExchange.ExportContent.EXTENSIONS,
                safe);
        inputs.openOutput(environment()).printProblems(exported.problems());
        String csv = exported.csv();
        if (csv == null) {
            environment()
                    .err()
                    .println("lineman: nothing was exported: what is in unreadable files would be missing;"
                            + " correct the problems");
        } else if (out != null) {
            CsvExchange.writeExport(settings, out, csv);
        } else {
            environment().out().print(csv);
            environment().out().flush();
        }
        return strictOption.fails(exported.problems()) ? ExitCode.PROBLEMS : ExitCode.OK;
    }
}
