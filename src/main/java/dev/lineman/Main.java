package dev.lineman;

import dev.lineman.cli.Lineman;
import dev.lineman.cli.UncaughtFaults;
import dev.lineman.cli.console.CommandEnvironment;
import dev.lineman.workspace.RuntimeContext;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The edge: streams, clock and exit code. */
public final class Main {
    private static final AtomicBoolean FINISHED = new AtomicBoolean();

    private Main() {}

    /** Runs one command; the process ends with its exit code. */
    public static void main(String[] arguments) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        RuntimeContext runtimeContext = new RuntimeContext(Clock.systemUTC(), System::nanoTime, System.getenv());
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
        int code = Lineman.execute(
                new CommandEnvironment(out, err, runtimeContext, Main::whenStopped, terminals), arguments);
        out.flush();
        err.flush();
        FINISHED.set(true);
        System.exit(code);
    }

    /** A signal is an orderly end: exit code 0 and not that of the signal. */
    private static void whenStopped(Runnable stop) {
        Runnable end = () -> {
            if (!FINISHED.get()) {
                stop.run();
                Runtime.getRuntime().halt(0);
            }
        };
        Runtime.getRuntime().addShutdownHook(new Thread(end, "stop"));
    }

    /** Whether a descriptor is a terminal (Linux, proc(5)); elsewhere nobody is taken to look on. */
    private static boolean isTerminal(int descriptor) {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** What people read is UTF-8, whatever the locale. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
