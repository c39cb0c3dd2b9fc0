package dev.lineman.agent;

import dev.lineman.cycle.Reconciler;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the operator's command after publications, on a thread of its own, so that nothing waits for it: one run at a time,
 * with the paths of the files that came, changed or went on its standard input. What is published while it runs, or while it
 * fails, the next run is told together.
 */
final class FollowUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FollowUp.class);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);

    private final String command;
    private final Path root;
    private final Duration limit;
    private final Runnable changed;
    private final Thread thread;
    private final Set<String> pending = new LinkedHashSet<>();
    private List<Problem> problems = List.of();
    private boolean closed;

    /**
     * A follow-up that has nothing to do yet.
     *
     * @param command for the shell
     * @param root the folder that it runs in, and that paths are below
     * @param limit how long it may take
     * @param changed is run whenever {@link #problems} differ
     */
    FollowUp(String command, Path root, Duration limit, Runnable changed) {
        this.command = command;
        this.root = root;
        this.limit = limit;
        this.changed = changed;
        this.thread = new Thread(this::work, "exec");
        thread.setDaemon(true);
        thread.start();
    }

    /** Tells of files that a publication changed, below {@code out/}. */
    synchronized void published(Collection<String> paths) {
        paths.forEach(path -> pending.add("out/" + path));
        notifyAll();
    }

    /** What is wrong with the command now. */
    synchronized List<Problem> problems() {
        return problems;
    }

    private void work() {
        Duration retry = FIRST_RETRY;
        try {
            for (Set<String> files = next(); !files.isEmpty(); files = next()) {
                String failure = run(files);
                if (failure.isEmpty()) {
                    retry = FIRST_RETRY;
                    report(List.of());
                    continue;
                }
                again(files);
                report(List.of(Problem.error(
                        Position.of(Reconciler.ON_CHANGE),
                        "the command " + failure + "; what it is told of is published all the same, and it is tried"
                                + " again until it succeeds")));
                TimeUnit.NANOSECONDS.sleep(retry.toNanos());
                retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
            }
        } catch (InterruptedException e) {
            // Closed: nobody is told any more.
        }
    }

    /** The files to tell of; none once this is closed. */
    private synchronized Set<String> next() throws InterruptedException {
        while (pending.isEmpty() && !closed) {
            wait();
        }
        Set<String> files = closed ? Set.of() : new LinkedHashSet<>(pending);
        pending.clear();
        return files;
    }

    private synchronized void again(Set<String> files) {
        pending.addAll(files);
    }

    private void report(List<Problem> now) {
        synchronized (this) {
            if (problems.equals(now)) {
                return;
            }
            problems = now;
        }
        changed.run();
    }

    /** Runs the command once; returns what went wrong, or nothing. */
    private String run(Set<String> files) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder("/bin/sh", "-c", command)
                    .directory(root.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            return "cannot be started (" + e.getMessage() + ")";
        }
        try {
            tell(process, files);
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return "takes longer than " + limit.toSeconds() + " s, and was ended";
            }
            int code = process.exitValue();
            return code == 0 ? "" : "ended with exit code " + code;
        } catch (OutOfMemoryError e) {
            return "cannot be told of the files: there is too little memory";
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** From a thread of its own, since a command may read its input late or never. */
    private static void tell(Process process, Set<String> files) {
        byte[] list = (String.join("\n", files) + '\n').getBytes(StandardCharsets.UTF_8);
        Thread writer = new Thread(
                () -> {
                    try (OutputStream input = process.getOutputStream()) {
                        input.write(list);
                    } catch (IOException e) {
                        LOG.debug("the command did not read all of its input");
                    }
                },
                "exec-input");
        writer.setDaemon(true);
        writer.start();
    }

    /** Ends the command if it runs; nothing follows any more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
    }
}
