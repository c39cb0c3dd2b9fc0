package dev.lineman.concurrent;

import dev.lineman.problem.FaultDescription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread for work that no other thread waits for. It runs the tasks that it gets, one after the other, in their order. A task that fails
 * with an exception is logged, and the worker goes on with the next one; an error ends the process. A worker without a period has a thread
 * only while it has tasks. Thread-safe.
 */
public final class BackgroundWorker implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWorker.class);

    private final String name;
    private final Runnable afterEach;
    private final Duration period;
    private final @Nullable Runnable periodic;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;
    private boolean closed;

    private BackgroundWorker(String name, Runnable done, Duration period, @Nullable Runnable periodic) {
        this.name = name;
        this.afterEach = done;
        this.period = period;
        this.periodic = periodic;
    }

    /**
     * A worker that has no task yet.
     *
     * @param name of its thread
     * @param done is run after each task
     */
    public BackgroundWorker(String name, Runnable done) {
        this(name, done, Duration.ZERO, null);
    }

    /** A worker that runs one task again and again, and waits this long before each time. */
    public static BackgroundWorker every(Duration period, String name, Runnable task) {
        BackgroundWorker worker = new BackgroundWorker(name, () -> {}, period, task);
        worker.start();
        return worker;
    }

    @Override
    public synchronized void execute(Runnable task) {
        if (!closed) {
            tasks.add(task);
            notifyAll();
            start();
        }
    }

    private synchronized void start() {
        if (!running) {
            running = true;
            Thread thread = new Thread(this::runTasks, name);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void runTasks() {
        for (Runnable task = takeTask(); task != null; task = takeTask()) {
            runLogged(task);
            runLogged(afterEach);
        }
    }

    private void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error(
                    "a fault in Lineman, please report it; its thread '{}' goes on: {}", name, FaultDescription.of(e));
        }
    }

    private synchronized @Nullable Runnable takeTask() {
        try {
            if (periodic != null && tasks.isEmpty() && !closed) {
                TimeUnit.NANOSECONDS.timedWait(this, period.toNanos());
            }
        } catch (InterruptedException e) {
            closed = true;
        }
        Runnable task = closed ? null : tasks.isEmpty() ? periodic : tasks.poll();
        running = task != null;
        return task;
    }

    /** Drops the tasks that have not begun. The one that is running goes on, until it ends or the process does. */
    @Override
    public synchronized void close() {
        closed = true;
        tasks.clear();
        notifyAll();
    }
}
