package dev.lineman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lineman.agent.World;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Where commands are given to the program, over one root. */
final class Terminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Path root;

    Terminal(Path root) {
        this.root = root;
    }

    int run(String... arguments) {
        out.reset();
        err.reset();
        Edge edge = new Edge(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                new World(Clock.systemUTC(), System::nanoTime, Map.of("LINEMAN_ROOT", root.toString())),
                stop -> {});
        return Lineman.execute(edge, arguments);
    }

    String out() {
        return out.toString(UTF_8);
    }

    String err() {
        return err.toString(UTF_8);
    }
}
