package dev.lineman;

import dev.lineman.agent.World;
import dev.lineman.cli.Edge;
import dev.lineman.cli.Lineman;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;

/** The edge: streams, clock and exit code. */
public final class Main {
    private static final AtomicBoolean FINISHED = new AtomicBoolean();

    private Main() {}

    /** Runs one command; the process ends with its exit code. */
    public static void main(String[] arguments) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        World world = new World(Clock.systemUTC(), System::nanoTime, System.getenv());
        int code = Lineman.execute(new Edge(out, err, world, Main::whenStopped), arguments);
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

    /** What people read is UTF-8, whatever the locale. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
