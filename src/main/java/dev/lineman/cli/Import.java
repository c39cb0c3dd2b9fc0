package dev.lineman.cli;

import dev.lineman.agent.CannotStart;
import dev.lineman.agent.Exchange;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lineman import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes a file of extensions for each extension of a CSV file: all of them, or none when there is"
                + " an error.",
        footerHeading = "%nExamples:%n",
        footer = {"  lineman import staff.csv --dry-run", "  lineman import staff.csv --into extensions.d/berlin"})
final class Import implements Callable<Integer> {
    private final Edge edge;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE.csv",
            description = "UTF-8, with names of columns in the first row: 'extension', 'first_name', … or 3CX's own.")
    @SuppressWarnings("NullAway.Init")
    private Path csv;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private InputOptions inputs;

    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            defaultValue = "extensions.d",
            description = "Where files go that have no 'file' in the table: a folder below the root, such as"
                    + " extensions.d/berlin (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private Path into;

    @Option(names = "--overwrite", description = "Replaces files that are there.")
    private boolean overwrite;

    @Option(names = "--dry-run", description = "Tells what would be written, and writes nothing.")
    private boolean dryRun;

    Import(Edge edge) {
        this.edge = edge;
    }

    @Override
    public Integer call() throws CannotStart {
        Console console = inputs.console(edge);
        Exchange.Imported imported =
                Exchange.bring(inputs.settings(), edge.world(), new Exchange.Order(csv, folder(), overwrite, dryRun));
        console.tell(imported.problems());
        imported.told().forEach(console::say);
        return imported.problems().isEmpty() ? Lineman.FINE : Lineman.PROBLEMS;
    }

    private String folder() {
        String folder = into.normalize().toString().replace('\\', '/');
        if (!Exchange.canHold(folder)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--into names a folder below the root that holds extensions, such as extensions.d/berlin");
        }
        return folder;
    }
}
