package dev.lineman;

import dev.lineman.build.ProgressListener;
import dev.lineman.cli.Lineman;
import dev.lineman.cli.UncaughtFaults;
import dev.lineman.cli.console.CommandEnvironment;
import dev.lineman.template.builtin.BuiltInTemplates;
import dev.lineman.workspace.RuntimeContext;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The program's entry point. It creates the output streams, the clocks and the environment, and ends the process with
 * an exit code. All other classes receive these values, so tests can replace them.
 */
public final class Main {
    /** True when the command has returned: the shutdown hook then has nothing to stop. */
    private static final AtomicBoolean FINISHED = new AtomicBoolean();

    private Main() {}

    /**
     * Runs one command. The process ends with its exit code: 0 for success, other values as the command documents
     * them.
     *
     * @param arguments the command line, without the program's name
     */
    public static void main(String[] arguments) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        RuntimeContext runtimeContext = new RuntimeContext(
                Clock.systemUTC(),
                System::nanoTime,
                System.getenv(),
                BuiltInTemplates.ofProgram(),
                ProgressListener.NONE);
        Set<PrintStream> terminals = new HashSet<>();
        if (isTerminal(1)) {
            terminals.add(out);
        }
        if (isTerminal(2)) {
            terminals.add(err);
        }
        Thread.setDefaultUncaughtExceptionHandler(new UncaughtFaults(code -> {
            out.flush();
            err.flush();
            Runtime.getRuntime().halt(code);
        }));
        BufferedReader keyboard = isTerminal(0) && isTerminal(1) ? keyboard() : null;
        int code = Lineman.execute(
                new CommandEnvironment(out, err, runtimeContext, Main::onStop, terminals, keyboard), arguments);
        out.flush();
        err.flush();
        FINISHED.set(true);
        System.exit(code);
    }

    /**
     * Runs an action when the process receives SIGTERM or SIGINT. The exit code is then 0 instead of 128 plus the
     * signal number, because a stop by signal is an orderly end.
     */
    private static void onStop(Runnable stop) {
        Runnable end = () -> {
            if (!FINISHED.get()) {
                stop.run();
                Runtime.getRuntime().halt(0);
            }
        };
        Runtime.getRuntime().addShutdownHook(new Thread(end, "stop"));
    }

    /**
     * Returns whether a file descriptor of this process is a terminal. It reads the link below {@code /proc/self/fd}
     * (Linux, proc(5)); on other systems the result is false.
     */
    private static boolean isTerminal(int descriptor) {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Opens standard input as lines of UTF-8, whatever the locale is. Reads nothing yet. */
    private static BufferedReader keyboard() {
        return new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
    }

    /** Opens a descriptor as a stream that writes UTF-8, whatever the locale is. The stream flushes only when asked. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
