package dev.lineman.agent;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Another thread's work, done when the test says so. */
final class ManualExecutor implements Executor {
    private final Queue<Runnable> work = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        work.add(task);
    }

    /** Does all that there is to do by now. */
    void goOn() {
        for (int tasks = work.size(); tasks > 0; tasks--) {
            work.remove().run();
        }
    }
}
