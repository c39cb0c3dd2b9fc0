package dev.lineman.agent;

import dev.lineman.build.Reconciler;
import dev.lineman.concurrent.BackgroundWorker;
import dev.lineman.problem.FaultDescription;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the operator's command after publications, in the background, so that nothing waits for it: one run at a time,
 * with the paths of the files that came, changed or went on its standard input. What is published while it runs, or while it
 * fails, the next run is told together.
 */
final class ChangeHook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeHook.class);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);

    private final String command;
    private final Path root;
    private final Duration limit;
    private final Runnable changed;
    private final BackgroundWorker worker = new BackgroundWorker("exec", () -> {});
    private final Set<String> pending = new LinkedHashSet<>();
    private List<Problem> problems = List.of();
    private @Nullable Process running;
    private boolean closed;

    /**
     * A follow-up that has nothing to do yet.
     *
     * @param command for the shell
     * @param root the folder that it runs in, and that paths are below
     * @param limit how long it may take
     * @param changed is run whenever {@link #problems} differ
     */
    ChangeHook(String command, Path root, Duration limit, Runnable changed) {
        this.command = command;
        this.root = root;
        this.limit = limit;
        this.changed = changed;
    }

    /** Tells of files that a publication changed, below {@code out/}. */
    synchronized void published(Collection<String> paths) {
        boolean idle = pending.isEmpty();
        paths.forEach(path -> pending.add("out/" + path));
        if (idle && !pending.isEmpty()) {
            worker.execute(this::work);
        }
    }

    /** What is wrong with the command now. */
    synchronized List<Problem> problems() {
        return problems;
    }

    private void work() {
        Duration retry = FIRST_RETRY;
        try {
            for (Set<String> files = next(); !files.isEmpty(); files = next()) {
                String failure = attempt(files);
                if (failure.isEmpty()) {
                    retry = FIRST_RETRY;
                    report(List.of());
                    continue;
                }
                report(List.of(Problem.error(
                        Position.of(Reconciler.ON_CHANGE),
                        "the command " + failure + "; what it is told of is published all the same, and it is tried"
                                + " again until it succeeds")));
                again(files, retry);
                retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The files to tell of; none when there are none, or this is closed. */
    private synchronized Set<String> next() {
        Set<String> files = closed ? Set.of() : new LinkedHashSet<>(pending);
        pending.clear();
        return files;
    }

    /** Adds the files to those that the next run is told of, which this waits for. */
    private synchronized void again(Set<String> files, Duration pause) throws InterruptedException {
        pending.addAll(files);
        if (!closed) {
            TimeUnit.NANOSECONDS.timedWait(this, pause.toNanos());
        }
    }

    private void report(List<Problem> now) {
        synchronized (this) {
            if (closed || problems.equals(now)) {
                return;
            }
            problems = now;
        }
        changed.run();
    }

    /** The same as {@link #run}, but an exception is a failure too. */
    private String attempt(Set<String> files) throws InterruptedException {
        try {
            return run(files);
        } catch (RuntimeException e) {
            return "cannot be run (a fault in Lineman, please report it: " + FaultDescription.of(e) + ")";
        }
    }

    /** Runs the command once; returns what went wrong, or nothing. */
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
            tell(process, files);
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return "takes longer than " + limit.toSeconds() + " s, and was ended";
            }
            int code = process.exitValue();
            return code == 0 ? "" : "ended with exit code " + code;
        } finally {
            finish(process);
        }
    }

    private synchronized void finish(Process process) {
        running = null;
        end(process);
    }

    /** Null when this is closed. */
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

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** From a thread of its own, since a command may read its input late or never. */
    private static void tell(Process process, Set<String> files) {
        byte[] list = (String.join("\n", files) + '\n').getBytes(StandardCharsets.UTF_8);
        new BackgroundWorker("exec-input", () -> {}).execute(() -> {
            try (OutputStream input = process.getOutputStream()) {
                input.write(list);
            } catch (IOException e) {
                LOG.debug("the command did not read all of its input");
            }
        });
    }

    /** Ends the command if it runs; nothing follows any more. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        worker.close();
        if (running != null) {
            end(running);
        }
    }
}
