package dev.lineman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lineman.ProjectTemplates;
import dev.lineman.build.ProgressListener;
import dev.lineman.cli.console.CommandEnvironment;
import dev.lineman.template.builtin.BuiltInTemplates;
import dev.lineman.workspace.RuntimeContext;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs commands on one root, and keeps their output. */
final class Terminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Path root;
    private final Map<String, String> environment = new HashMap<>();
    private String output = "";
    private BuiltInTemplates builtInTemplates = BuiltInTemplates.NONE;
    private @Nullable BufferedReader keyboard;

    Terminal(Path root) {
        this.root = root;
        environment.put("LINEMAN_ROOT", root.toString());
    }

    /** A terminal of the program with its own templates, as users have it. */
    static Terminal withBuiltInTemplates(Path root) {
        Terminal terminal = new Terminal(root);
        terminal.builtInTemplates = ProjectTemplates.BUILT_IN;
        return terminal;
    }

    /** Runs the next commands as a program with these templates. */
    void use(BuiltInTemplates templates) {
        builtInTemplates = templates;
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** Types lines for the next command, and then the end of the input. */
    void type(String... lines) {
        keyboard = new BufferedReader(new StringReader(String.join("\n", lines) + '\n'));
    }

    /** Writes a file below the root. */
    void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    int run(String... arguments) {
        out.reset();
        err.reset();
        CommandEnvironment commandEnvironment = new CommandEnvironment(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                new RuntimeContext(
                        Clock.systemUTC(),
                        System::nanoTime,
                        Map.copyOf(environment),
                        builtInTemplates,
                        ProgressListener.NONE),
                stop -> {},
                Set.of(),
                keyboard);
        keyboard = null;
        int code = Lineman.execute(commandEnvironment, arguments);
        output += out() + err();
        return code;
    }

    String out() {
        return out.toString(UTF_8);
    }

    String err() {
        return err.toString(UTF_8);
    }

    /** Returns the output of all commands so far. */
    String output() {
        return output;
    }
}
