package dev.lineman.cli.console;

import dev.lineman.workspace.RuntimeContext;
import java.io.PrintStream;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What commands are given from outside: the streams, clocks and environment, and a way to be told to stop.
 *
 * @param stopHook takes what is to be done when the process is asked to end
 * @param terminals those of the streams that a person looks at
 */
public record CommandEnvironment(
        PrintStream out,
        PrintStream err,
        RuntimeContext runtimeContext,
        Consumer<Runnable> stopHook,
        Set<PrintStream> terminals) {

    public CommandEnvironment {
        terminals = Set.copyOf(terminals);
    }

    /** This one, where a person at a terminal is told of long work. */
    public CommandEnvironment withProgress() {
        return terminals.contains(err)
                ? new CommandEnvironment(
                        out,
                        err,
                        runtimeContext.withProgress(new TerminalProgress(err, runtimeContext.nanos())),
                        stopHook,
                        terminals)
                : this;
    }

    /** Where nobody looks on. */
    public CommandEnvironment(
            PrintStream out, PrintStream err, RuntimeContext runtimeContext, Consumer<Runnable> whenStopped) {
        this(out, err, runtimeContext, whenStopped, Set.of());
    }
}
