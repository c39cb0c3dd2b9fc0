package dev.lineman.cli;

import dev.lineman.agent.CannotStart;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: {@code lineman COMMAND}. */
@Command(
        name = "lineman",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Keeps desk phones provisioned from a folder of YAML files and a folder of phone templates.",
        footer = {
            "",
            "Every option is also an environment variable: --admin-port is LINEMAN_ADMIN_PORT.",
            "Exit code: 0 fine, 1 problems, 2 wrong usage, 3 could not start."
        })
public final class Lineman implements Runnable {
    static final int FINE = 0;
    static final int PROBLEMS = 1;
    static final int COULD_NOT_START = 3;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private Lineman() {}

    /** Runs one command and returns its exit code. */
    public static int execute(Edge edge, String... arguments) {
        CommandLine line = new CommandLine(new Lineman())
                .addSubcommand(new Run(edge))
                .addSubcommand(new Render(edge))
                .addSubcommand(new Check(edge))
                .addSubcommand(new Import(edge))
                .addSubcommand(new Export(edge))
                .setOut(new PrintWriter(edge.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(edge.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true);
        line.setDefaultValueProvider(new EnvironmentDefaults(edge.world().environment()));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof CannotStart) {
                command.getErr().println("lineman: " + failure.getMessage());
                return COULD_NOT_START;
            }
            throw failure;
        });
        return line.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
