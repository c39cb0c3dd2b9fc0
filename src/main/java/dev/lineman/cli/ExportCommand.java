package dev.lineman.cli;

import dev.lineman.cli.option.InputOptions;
import dev.lineman.command.CsvExchange;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lineman export}. */
@Command(
        name = "export",
        description = "Writes all extensions as a CSV file that 'import' makes the same extensions of. It holds their"
                + " passwords.",
        footer = {"  lineman export --out staff.csv", "  lineman export --spreadsheet-safe --out staff.csv"})
final class ExportCommand extends AbstractCommand {
    @Mixin
    private InputOptions inputs;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to (default: standard output).")
    private @Nullable Path out;

    @Option(
            names = "--spreadsheet-safe",
            description =
                    "Writes !text before cells that a spreadsheet would take for a formula. 'import' reads them as"
                            + " they were.")
    private boolean safe;

    @Override
    public Integer call() throws CannotStartException {
        Settings settings = inputs.settings();
        CsvExchange.Exported exported =
                CsvExchange.exportCsv(settings, environment().runtimeContext(), safe);
        inputs.openOutput(environment()).printProblems(exported.problems());
        String csv = exported.csv();
        if (csv == null) {
            environment().err().println("lineman: nothing was exported, since extensions would be missing");
        } else if (out != null) {
            CsvExchange.writeExport(settings, out, csv);
        } else {
            environment().out().print(csv);
            environment().out().flush();
        }
        return exported.problems().isEmpty() ? Lineman.OK : Lineman.PROBLEMS;
    }
}
