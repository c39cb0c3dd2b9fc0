package dev.lineman.cli;

import dev.lineman.agent.World;
import java.io.PrintStream;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What commands are given from outside: the streams, clocks and environment, and a way to be told to stop.
 *
 * @param whenStopped takes what is to be done when the process is asked to end
 * @param terminals those of the streams that a person looks at
 */
public record Edge(
        PrintStream out, PrintStream err, World world, Consumer<Runnable> whenStopped, Set<PrintStream> terminals) {

    public Edge {
        terminals = Set.copyOf(terminals);
    }

    /** This one, where a person at a terminal is told of long work. */
    Edge withProgress() {
        return terminals.contains(err)
                ? new Edge(
                        out, err, world.withProgress(new TerminalProgress(err, world.nanos())), whenStopped, terminals)
                : this;
    }

    /** Where nobody looks on. */
    public Edge(PrintStream out, PrintStream err, World world, Consumer<Runnable> whenStopped) {
        this(out, err, world, whenStopped, Set.of());
    }
}
