package dev.lineman.agent;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** An executor that runs its tasks when the test calls it. */
final class ManualExecutor implements Executor {
    private final Queue<Runnable> work = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        work.add(task);
    }

    /** Runs the waiting tasks, but not those that they add. */
    void runAll() {
        for (int tasks = work.size(); tasks > 0; tasks--) {
            work.remove().run();
        }
    }
}
