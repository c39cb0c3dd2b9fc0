package dev.lineman.agent;

import dev.lineman.build.Reconciler;
import dev.lineman.concurrent.BackgroundWorker;
import dev.lineman.problem.FaultDescription;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the operator's command ({@code --exec}) after publications. The command reads the paths of new, changed and
 * removed files from its standard input, one per line. It runs in the background, one run at a time, so no cycle
 * waits for it. The next run gets all paths that were published during a run or that a failed run had. Thread-safe.
 */
final class ChangeHook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeHook.class);

    /** The pause after the first failure. Each further failure doubles it. */
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    /** The longest pause between two tries. */
    private static final Duration MAX_RETRY_PAUSE = Duration.ofMinutes(1);

    private final String command;
    private final Path root;
    private final Duration timeout;
    private final BooleanSupplier delayed;
    private final Runnable onProblemsChanged;
    private final BackgroundWorker worker = new BackgroundWorker("exec", () -> {});

    /** The paths for the next run, relative to the root, in the order of publication. */
    private final Set<String> pending = new LinkedHashSet<>();

    /** The paths that become pending when {@code out/} has all published files. */
    private final Set<String> unwritten = new LinkedHashSet<>();

    private List<Problem> problems = List.of();

    /** The command that runs now; null when none does. */
    private @Nullable Process running;

    private boolean closed;

    /**
     * Creates a hook without pending paths.
     *
     * @param command the command line for {@code /bin/sh}
     * @param root the working directory of the command; paths are relative to it
     * @param timeout how long one run may take
     * @param delayed whether {@code out/} does not have all published files yet; the command then waits
     * @param onProblemsChanged runs each time that {@link #problems} change
     */
    ChangeHook(String command, Path root, Duration timeout, BooleanSupplier delayed, Runnable onProblemsChanged) {
        this.command = command;
        this.root = root;
        this.timeout = timeout;
        this.delayed = delayed;
        this.onProblemsChanged = onProblemsChanged;
    }

    /** Creates the hook of {@code --exec}; null if the option is not given. */
    static @Nullable ChangeHook of(
            Settings.ServingSettings serving, Path root, BooleanSupplier delayed, Runnable onProblemsChanged) {
        String command = serving.exec();
        return command == null
                ? null
                : new ChangeHook(command, root, serving.execTimeout(), delayed, onProblemsChanged);
    }

    /**
     * Adds files that a publication created, changed or removed. Queues a run if no path was pending. Call it after each
     * cycle, also without paths: {@code out/} may have the files of an earlier one now.
     *
     * @param paths relative to {@code out/}
     */
    synchronized void published(Collection<String> paths) {
        paths.forEach(path -> unwritten.add("out/" + path));
        if (delayed.getAsBoolean()) {
            return;
        }
        boolean idle = pending.isEmpty();
        pending.addAll(unwritten);
        unwritten.clear();
        if (idle && !pending.isEmpty()) {
            worker.execute(this::runPending);
        }
    }

    /** Returns the problem of the last run; empty when it succeeded. */
    synchronized List<Problem> problems() {
        return problems;
    }

    /** Runs the command until no path is pending or the hook is closed. */
    private void runPending() {
        Duration retry = FIRST_RETRY;
        try {
            for (Set<String> files = takePending(); !files.isEmpty(); files = takePending()) {
                String failure = runSafely(files);
                if (failure.isEmpty()) {
                    retry = FIRST_RETRY;
                    setProblems(List.of());
                    continue;
                }
                setProblems(List.of(Problem.blocking(
                        Position.of(Reconciler.EXEC_OPTION),
                        "the command " + failure + "; the files are published, and Lineman runs the command again until"
                                + " it succeeds")));
                requeue(files, retry);
                retry = retry.multipliedBy(2).compareTo(MAX_RETRY_PAUSE) < 0 ? retry.multipliedBy(2) : MAX_RETRY_PAUSE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the pending paths and clears them. Empty when there are none, or when the hook is closed. */
    private synchronized Set<String> takePending() {
        Set<String> files = closed ? Set.of() : new LinkedHashSet<>(pending);
        pending.clear();
        return files;
    }

    /** Adds paths of a failed run to the pending ones, and waits for the pause. Closing the hook ends the wait. */
    private synchronized void requeue(Set<String> files, Duration pause) throws InterruptedException {
        pending.addAll(files);
        if (!closed) {
            TimeUnit.NANOSECONDS.timedWait(this, pause.toNanos());
        }
    }

    /** Replaces the problems, and reports a change outside the lock. */
    private void setProblems(List<Problem> now) {
        synchronized (this) {
            if (closed || problems.equals(now)) {
                return;
            }
            problems = now;
        }
        onProblemsChanged.run();
    }

    /**
     * Runs the command once. Also turns an unexpected exception into a failure. Returns the failure, or an empty
     * string.
     */
    private String runSafely(Set<String> files) throws InterruptedException {
        try {
            return run(files);
        } catch (RuntimeException e) {
            return "cannot be run (a fault in Lineman, please report it: " + FaultDescription.of(e) + ")";
        }
    }

    /** Runs the command once. Returns the failure, or an empty string. */
    private String run(Set<String> files) throws InterruptedException {
        Process process;
        try {
            process = start();
        } catch (IOException e) {
            return "cannot be started (" + e.getMessage() + ")";
        }
        if (process == null) {
            return "";
        }
        try {
            writeInput(process, files);
            if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return "takes longer than " + timeout.toSeconds() + " s, and was ended";
            }
            int code = process.exitValue();
            return code == 0 ? "" : "ended with exit code " + code;
        } finally {
            finish(process);
        }
    }

    private synchronized void finish(Process process) {
        running = null;
        kill(process);
    }

    /** Starts the command. Returns null when the hook is closed. */
    private synchronized @Nullable Process start() throws IOException {
        if (closed) {
            return null;
        }
        Process process = new ProcessBuilder("/bin/sh", "-c", command)
                .directory(root.toFile())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        running = process;
        return process;
    }

    /** Ends the command and the processes that it started. */
    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /**
     * Writes the paths to the command's input on a separate thread, because a command may read its input late or
     * never.
     */
    private static void writeInput(Process process, Set<String> files) {
        byte[] list = (String.join("\n", files) + '\n').getBytes(StandardCharsets.UTF_8);
        new BackgroundWorker("exec-input", () -> {}).execute(() -> {
            try (OutputStream input = process.getOutputStream()) {
                input.write(list);
            } catch (IOException e) {
                LOG.debug("the command did not read all of its input");
            }
        });
    }

    /** Ends a running command. No further run starts. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        worker.close();
        if (running != null) {
            kill(running);
        }
    }
}
