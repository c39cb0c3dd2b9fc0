package dev.lineman.cli.console;

import dev.lineman.workspace.RuntimeContext;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The process around a command: streams, clocks, environment variables, and the stop signal. Tests replace it.
 * Immutable.
 *
 * @param out standard output
 * @param err standard error
 * @param runtimeContext clocks, environment variables and the progress listener
 * @param stopHook takes an action to run when the process is asked to stop
 * @param terminals the streams that are terminals
 * @param keyboard the lines that a person types; null if there is no terminal to ask on
 */
public record CommandEnvironment(
        PrintStream out,
        PrintStream err,
        RuntimeContext runtimeContext,
        Consumer<Runnable> stopHook,
        Set<PrintStream> terminals,
        @Nullable BufferedReader keyboard) {

    public CommandEnvironment {
        terminals = Set.copyOf(terminals);
    }

    /** Returns an environment that shows progress if standard error is a terminal. */
    public CommandEnvironment withProgress() {
        return terminals.contains(err)
                ? new CommandEnvironment(
                        out,
                        err,
                        runtimeContext.withProgress(new TerminalProgress(err, runtimeContext.nanos())),
                        stopHook,
                        terminals,
                        keyboard)
                : this;
    }

    /** Creates an environment without terminals. */
    public CommandEnvironment(
            PrintStream out, PrintStream err, RuntimeContext runtimeContext, Consumer<Runnable> whenStopped) {
        this(out, err, runtimeContext, whenStopped, Set.of(), null);
    }
}
