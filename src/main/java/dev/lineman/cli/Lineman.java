package dev.lineman.cli;

import dev.lineman.agent.CannotStart;
import dev.lineman.problem.Fault;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: {@code lineman COMMAND}. */
@Command(
        name = "lineman",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Keeps desk phones provisioned from a folder of YAML files and a folder of phone templates.",
        footer = {
            "",
            "Examples:",
            "  lineman run --root /srv/lineman",
            "  lineman check --root /srv/lineman",
            "",
            "Every option is also an environment variable: --admin-port is LINEMAN_ADMIN_PORT.",
            "Exit code: 0 fine, 1 problems, 2 wrong usage, 3 could not start or memory ran",
            "out, 4 a fault in Lineman."
        })
public final class Lineman implements Runnable {
    static final int FINE = 0;
    static final int PROBLEMS = 1;
    static final int COULD_NOT_START = 3;

    /** The Java virtual machine has the same for a heap that is full ({@code -XX:+ExitOnOutOfMemoryError}). */
    static final int OUT_OF_MEMORY = 3;

    static final int FAULT = 4;

    /** In the order in which help lists them. */
    static final List<String> COMMANDS = List.of(
            "run",
            "render",
            "check",
            "plan",
            "explain",
            "phones",
            "adopt",
            "confirm",
            "import",
            "export",
            "completion",
            "man");

    private static final List<String> TELL_OF_ALL = List.of("completion", "man");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private Lineman() {}

    /** Runs one command and returns its exit code. */
    public static int execute(Edge outside, String... arguments) {
        Edge edge = outside.withProgress();
        CommandLine line = new CommandLine(new Lineman());
        wanted(arguments).forEach(name -> line.addSubcommand(command(name, edge)));
        line.setOut(new PrintWriter(edge.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(edge.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true);
        line.setDefaultValueProvider(new EnvironmentDefaults(edge.world().environment()));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            edge.world().progress().done();
            if (failure instanceof CannotStart) {
                command.getErr().println("lineman: " + failure.getMessage());
                return COULD_NOT_START;
            }
            command.getErr().println("lineman: a fault in Lineman itself, please report it: " + Fault.of(failure));
            return FAULT;
        });
        line.setParameterExceptionHandler((misuse, given) -> explain(misuse));
        line.registerConverter(int.class, Lineman::number);
        return line.execute(arguments);
    }

    /** The one command that is named, since to build them all takes longer than to run a short one; otherwise all of them. */
    private static List<String> wanted(String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        return COMMANDS.contains(first) && !TELL_OF_ALL.contains(first) ? List.of(first) : COMMANDS;
    }

    private static Object command(String name, Edge edge) {
        return switch (name) {
            case "run" -> new Run(edge);
            case "render" -> new Render(edge);
            case "check" -> new Check(edge);
            case "plan" -> new PlanCommand(edge);
            case "explain" -> new Explain(edge);
            case "phones" -> new Phones(edge);
            case "adopt" -> new Adopt(edge);
            case "confirm" -> new Confirm(edge);
            case "import" -> new Import(edge);
            case "export" -> new Export(edge);
            case "completion" -> new Completion(edge);
            case "man" -> new Man(edge);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Says in two lines what is wrong with the command line, and where to read on. */
    private static int explain(ParameterException misuse) {
        CommandLine command = misuse.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("lineman: " + message(misuse));
        UnmatchedArgumentException.printSuggestions(misuse, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String message(ParameterException misuse) {
        if (!(misuse instanceof UnmatchedArgumentException unmatched)) {
            return String.valueOf(misuse.getMessage());
        }
        String first = unmatched.getUnmatched().get(0);
        if (unmatched.isUnknownOption()) {
            return "unknown option " + first;
        }
        boolean command = misuse.getCommandLine().getParent() == null;
        return command ? "unknown command " + first : "unexpected argument " + first;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
