package dev.lineman.cli;

import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.command.InputSchemas;
import dev.lineman.command.schema.SchemaKind;
import dev.lineman.workspace.CannotStartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lineman schema}: prints a JSON Schema, with which an editor completes and checks input files. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of a kind of input files, for editors. It has the models, options and"
                + " variables of all templates.",
        footer = {
            "  lineman schema extension --root /srv/lineman > extension.json",
            "  lineman schema defaults --root /srv/lineman > defaults.json"
        })
final class SchemaCommand extends AbstractCommand {
    @Parameters(paramLabel = "KIND", description = "The kind of files: ${COMPLETION-CANDIDATES}.")
    private SchemaKind kind;

    @Mixin
    private InputOptions inputs;

    @Override
    public Integer call() throws CannotStartException {
        inputs.openOutput(environment());
        String schema = InputSchemas.of(kind, inputs.settings(), environment().runtimeContext());
        environment().out().println(schema);
        environment().out().flush();
        return ExitCode.OK;
    }
}
