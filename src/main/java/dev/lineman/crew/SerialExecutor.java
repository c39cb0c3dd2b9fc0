package dev.lineman.crew;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs tasks one after the other in the background. Where there are none, there is no thread. Thread-safe. */
public final class SerialExecutor implements Executor {
    private final Background background;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean working;

    /** @param background is told after each task */
    public SerialExecutor(Background background) {
        this.background = background;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            waiting.add(task);
            if (working) {
                return;
            }
            working = true;
        }
        background.executor().execute(this::work);
    }

    private void work() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
            background.ready().run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable task = waiting.poll();
        working = task != null;
        return task;
    }
}
