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
 * A thread for work that no other thread waits for, such as the periodic scan, TLS files or {@code --exec}. It
 * runs its tasks one after the other in the order of their arrival. If a task throws an exception, the worker
 * logs it and continues with the next task; an error ends the process. A worker without a period has a thread
 * only while it has tasks. Thread-safe.
 */
public final class BackgroundWorker implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWorker.class);

    private final String name;
    /** Runs after each task, also after a failed one. */
    private final Runnable afterEach;

    private final Duration period;
    private final @Nullable Runnable periodic;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    /** Whether a thread exists that will take the tasks. Guarded by this object's monitor, as the queue is. */
    private boolean running;
    /** Once true, no further task starts. */
    private boolean closed;

    private BackgroundWorker(String name, Runnable afterEach, Duration period, @Nullable Runnable periodic) {
        this.name = name;
        this.afterEach = afterEach;
        this.period = period;
        this.periodic = periodic;
    }

    /**
     * Makes a worker that has no task yet.
     *
     * @param name the name of its thread, for the log
     * @param afterEach runs on the worker's thread after each task
     */
    public BackgroundWorker(String name, Runnable afterEach) {
        this(name, afterEach, Duration.ZERO, null);
    }

    /**
     * Starts a worker that repeats one task. It waits for the period before each run, so runs never overlap.
     *
     * @param period the time between the end of a run and the start of the next
     * @param name the name of its thread, for the log
     * @param task runs until the worker is closed
     */
    public static BackgroundWorker every(Duration period, String name, Runnable task) {
        BackgroundWorker worker = new BackgroundWorker(name, () -> {}, period, task);
        worker.start();
        return worker;
    }

    /** Adds a task and starts the thread if there is none. A closed worker ignores the task. */
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

    /** Runs a task. A stack overflow is treated as an exception: the stack is free again when it arrives here. */
    private void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error(
                    "a fault in Lineman, please report it; its thread '{}' goes on: {}", name, FaultDescription.of(e));
        }
    }

    /**
     * Returns the next task, or null when the thread has to end. The same monitor decides that no task is left
     * and clears {@link #running}, so that a task that arrives at this moment gets a new thread.
     */
    private synchronized @Nullable Runnable takeTask() {
        try {
            if (periodic != null && tasks.isEmpty() && !closed) {
                // A spurious wake-up only runs the periodic task early.
                TimeUnit.NANOSECONDS.timedWait(this, period.toNanos());
            }
        } catch (InterruptedException e) {
            closed = true;
        }
        Runnable task = closed ? null : tasks.isEmpty() ? periodic : tasks.poll();
        running = task != null;
        return task;
    }

    /** Drops the tasks that have not started. A running task continues until it or the process ends. */
    @Override
    public synchronized void close() {
        closed = true;
        tasks.clear();
        notifyAll();
    }
}
