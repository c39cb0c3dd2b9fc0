package dev.lineman.cli;

import dev.lineman.cli.console.CommandEnvironment;
import dev.lineman.cli.console.CommandOutput;
import dev.lineman.command.CommandResult;
import dev.lineman.command.csv.ExtensionFilePath;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What all commands have in common. A command returns its exit code. */
@Command(mixinStandardHelpOptions = true, sortOptions = false, footerHeading = "%nExamples:%n")
abstract class AbstractCommand implements Callable<Integer> {
    @ParentCommand
    private Lineman lineman;

    @Spec
    private CommandSpec spec;

    /** The streams, clocks and environment. */
    CommandEnvironment environment() {
        return lineman.environment();
    }

    /** The whole command line. */
    CommandSpec root() {
        return spec.root();
    }

    /** Says that the command line is wrong. */
    ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** The folder of {@code --into}, as a path below the root. */
    String extensionsFolder(Path into) {
        String folder = into.normalize().toString().replace('\\', '/');
        if (ExtensionFilePath.refusesFolder(folder)) {
            throw usageError("--into names a folder below the root that holds extensions, such as extensions.d/berlin");
        }
        return folder;
    }

    /** Tells what came of a command, and returns its exit code. */
    static int report(CommandOutput commandOutput, CommandResult result) {
        commandOutput.printProblems(result.problems());
        result.lines().forEach(commandOutput::printLine);
        return result.problems().isEmpty() ? Lineman.OK : Lineman.PROBLEMS;
    }
}
