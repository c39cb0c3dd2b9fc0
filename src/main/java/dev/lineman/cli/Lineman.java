package dev.lineman.cli;

import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.cli.completion.CompleteCommand;
import dev.lineman.cli.completion.CompletionCommand;
import dev.lineman.cli.console.CommandEnvironment;
import dev.lineman.cli.console.EnvironmentHolder;
import dev.lineman.cli.init.InitCommand;
import dev.lineman.cli.option.DurationConverter;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.cli.program.HelpCommand;
import dev.lineman.cli.program.ManCommand;
import dev.lineman.cli.program.VersionCommand;
import dev.lineman.cli.program.VersionProvider;
import dev.lineman.fs.FileMode;
import dev.lineman.problem.FaultDescription;
import dev.lineman.workspace.CannotStartException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: {@code lineman COMMAND}. Parses it with picocli, runs the command, and turns failures into messages
 * and exit codes.
 * An option that is not given takes its value from the environment, see {@link #fromEnvironment}. {@code Main} calls
 * {@link #execute} once for the process.
 */
@Command(
        name = "lineman",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Keeps desk phones provisioned from a folder of YAML files and a folder of phone templates.",
        footer = {
            "",
            "Examples:",
            "  lineman init /srv/lineman",
            "  lineman run --root /srv/lineman",
            "  lineman check --root /srv/lineman",
            "",
            "Every option is also an environment variable: --admin-port is LINEMAN_ADMIN_PORT.",
            "Exit code: 0 fine or only warnings, 1 errors (with --strict warnings too),",
            "2 wrong usage, 3 could not start or memory ran out, 4 a fault in Lineman."
        })
public final class Lineman implements EnvironmentHolder, Runnable {
    /** All commands, in the order of the help. */
    static final List<String> COMMANDS = List.of(
            "init",
            "run",
            "render",
            "check",
            "plan",
            "explain",
            "drift",
            "phones",
            "models",
            "adopt",
            "confirm",
            "import",
            "export",
            "dhcp",
            "schema",
            "templates",
            "completion",
            "man",
            "help",
            "version");

    /** Commands that list all other commands in their output. */
    private static final List<String> NEED_ALL_COMMANDS = List.of("completion", "man", "help");

    /** Set by picocli. */
    @Spec
    private CommandSpec spec;

    private final CommandEnvironment commandEnvironment;

    private Lineman(CommandEnvironment commandEnvironment) {
        this.commandEnvironment = commandEnvironment;
    }

    @Override
    public CommandEnvironment environment() {
        return commandEnvironment;
    }

    /**
     * Runs one command and returns its exit code.
     *
     * @param process the streams, clocks and environment of the process
     * @param arguments the command line, with the name of the command first
     */
    public static int execute(CommandEnvironment process, String... arguments) {
        CommandEnvironment commandEnvironment = process.withProgress();
        CommandLine line = new CommandLine(new Lineman(commandEnvironment));
        commandsToBuild(arguments).forEach(name -> line.addSubcommand(command(name)));
        line.setOut(new PrintWriter(commandEnvironment.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(commandEnvironment.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true);
        line.setDefaultValueProvider(argument ->
                fromEnvironment(argument, commandEnvironment.runtimeContext().environment()));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            // The progress line must not stay before the error.
            commandEnvironment.runtimeContext().progressListener().done();
            if (failure instanceof CannotStartException) {
                command.getErr().println("lineman: " + failure.getMessage());
                return ExitCode.COULD_NOT_START;
            }
            command.getErr()
                    .println("lineman: a fault in Lineman itself, please report it: " + FaultDescription.of(failure));
            return ExitCode.FAULT;
        });
        line.setParameterExceptionHandler((misuse, given) -> printUsageError(misuse));
        line.registerConverter(int.class, Lineman::number);
        line.registerConverter(Duration.class, new DurationConverter());
        line.registerConverter(FileMode.class, converter(FileMode::parse));
        line.registerConverter(RemovalLimit.class, converter(RemovalLimit::parse));
        return line.execute(arguments);
    }

    /**
     * Returns the named command only: building all of them takes longer than running a short one. Without a known name,
     * returns all.
     */
    private static List<String> commandsToBuild(String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        if (first.equals(CompleteCommand.NAME)) {
            String words = String.join(" ", arguments);
            boolean all = NEED_ALL_COMMANDS.stream().anyMatch(words::contains);
            return Stream.concat(
                            Stream.of(CompleteCommand.NAME),
                            COMMANDS.stream().filter(name -> all || words.contains(name)))
                    .toList();
        }
        return COMMANDS.contains(first) && !NEED_ALL_COMMANDS.contains(first) ? List.of(first) : COMMANDS;
    }

    /** Creates a command. Names are those of {@link #COMMANDS}. */
    private static Object command(String name) {
        return switch (name) {
            case "init" -> new InitCommand();
            case "run" -> new RunCommand();
            case "render" -> new RenderCommand();
            case "check" -> new CheckCommand();
            case "plan" -> new PlanCommand();
            case "explain" -> new ExplainCommand();
            case "drift" -> new DriftCommand();
            case "phones" -> new PhonesCommand();
            case "models" -> new ModelsCommand();
            case "adopt" -> new AdoptCommand();
            case "confirm" -> new ConfirmCommand();
            case "import" -> new ImportCommand();
            case "export" -> new ExportCommand();
            case "dhcp" -> new DhcpCommand();
            case "schema" -> new SchemaCommand();
            case "templates" -> new TemplatesCommand();
            case "completion" -> new CompletionCommand();
            case CompleteCommand.NAME -> new CompleteCommand();
            case "man" -> new ManCommand();
            case "help" -> new HelpCommand();
            case "version" -> new VersionCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Prints what is wrong with the command line, and where to read more. Returns the exit code. */
    private static int printUsageError(ParameterException misuse) {
        CommandLine command = misuse.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("lineman: " + message(misuse));
        UnmatchedArgumentException.printSuggestions(misuse, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Returns the message without the internal details that picocli adds. */
    private static String message(ParameterException misuse) {
        if (!(misuse instanceof UnmatchedArgumentException unmatched)) {
            return String.valueOf(misuse.getMessage());
        }
        String first = unmatched.getUnmatched().get(0);
        if (unmatched.isUnknownOption()) {
            return "unknown option " + first;
        }
        // At the top level, the first argument without a match is a command.
        boolean command = misuse.getCommandLine().getParent() == null;
        return command ? "unknown command " + first : "unexpected argument " + first;
    }

    /**
     * Returns the value of an option that is not on the command line: {@code --admin-port} is
     * {@code LINEMAN_ADMIN_PORT}. Null when it is not set.
     */
    private static @Nullable String fromEnvironment(ArgSpec argument, Map<String, String> environment) {
        return argument instanceof OptionSpec option
                ? environment.get("LINEMAN_"
                        + option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT))
                : null;
    }

    /** Converts values with a method that throws {@link IllegalArgumentException} with a message for the user. */
    private static <T> ITypeConverter<T> converter(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    /** Parses a whole number, with a better message than that of picocli. */
    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
    }

    /** Runs without a command: that is wrong usage. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
