package dev.lineman.cli.program;

import dev.lineman.cli.console.CommandEnvironment;
import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.console.EnvironmentHolder;
import dev.lineman.cli.console.ProblemFormat;
import dev.lineman.cli.option.StrictOption;
import dev.lineman.command.CommandResult;
import dev.lineman.command.csv.ExtensionFilePath;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The base of all commands: access to the streams, usage errors, and the printing of results. One instance runs one
 * command.
 * {@link #call} returns the exit code: see {@link ExitCode}.
 */
@Command(mixinStandardHelpOptions = true, sortOptions = false, footerHeading = "%nExamples:%n")
public abstract class AbstractCommand implements Callable<Integer> {
    /** Set by picocli. */
    @Spec
    private CommandSpec spec;

    /** Returns the streams, clocks and environment variables. */
    protected CommandEnvironment environment() {
        return ((EnvironmentHolder) spec.root().userObject()).environment();
    }

    /** Returns the specification of the whole command line, with all commands. */
    protected CommandSpec root() {
        return spec.root();
    }

    /** Whether an option is on the command line; not if its value comes from the environment. */
    protected boolean isGiven(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** Returns an exception for a wrong command line. Throw it: the command line prints it, and the process exits with code 2. */
    protected ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /**
     * Returns the folder of {@code --into} as a path below the root, with {@code /}.
     *
     * @throws ParameterException if extension files cannot be there
     */
    protected String extensionsFolder(Path into) {
        String folder = into.normalize().toString().replace('\\', '/');
        if (ExtensionFilePath.refusesFolder(folder)) {
            throw usageError(
                    "--into " + into + " is not a folder for extensions; name extensions.d or a folder below it,"
                            + " such as extensions.d/berlin");
        }
        return folder;
    }

    /**
     * Prints the result of a command, and returns its exit code.
     *
     * @param strictOption decides whether the problems are a failure
     */
    protected static int report(CommandOutput commandOutput, CommandResult result, StrictOption strictOption) {
        commandOutput.printProblems(result.problems());
        if (commandOutput.format() == ProblemFormat.text) {
            result.notes().forEach(commandOutput::printLine);
        }
        result.lines().forEach(commandOutput::printLine);
        return strictOption.fails(result.problems()) ? ExitCode.PROBLEMS : ExitCode.OK;
    }
}
