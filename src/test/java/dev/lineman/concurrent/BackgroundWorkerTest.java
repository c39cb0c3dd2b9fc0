package dev.lineman.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackgroundWorkerTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private String next() throws InterruptedException {
        return seen.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void tasksRunInOrderAndTheCallbackRunsAfterEach() throws InterruptedException {
        try (BackgroundWorker worker = new BackgroundWorker("test", () -> seen.add("done"))) {
            worker.execute(() -> seen.add("a"));
            worker.execute(() -> seen.add("b"));
            assertThat(List.of(next(), next(), next(), next())).containsExactly("a", "done", "b", "done");
        }
    }

    @Test
    void tasksContinueAfterAFailedTask() throws InterruptedException {
        try (BackgroundWorker worker = new BackgroundWorker("test", () -> {})) {
            worker.execute(() -> {
                throw new IllegalStateException("for the test");
            });
            worker.execute(() -> {
                throw new StackOverflowError("for the test");
            });
            worker.execute(() -> seen.add(Thread.currentThread().getName()));
            assertThat(next()).isEqualTo("test");
        }
    }

    @Test
    void aFailedPeriodicTaskRunsAgain() throws InterruptedException {
        try (BackgroundWorker worker = BackgroundWorker.every(SHORT, "test", () -> {
            seen.add("again");
            throw new IllegalStateException("for the test");
        })) {
            assertThat(List.of(next(), next(), next())).containsOnly("again");
            worker.execute(() -> seen.add("once"));
            String last = next();
            while ("again".equals(last)) {
                last = next();
            }
            assertThat(last).isEqualTo("once");
        }
    }

    @Test
    void anErrorReachesTheUncaughtExceptionHandler() throws InterruptedException {
        try (BackgroundWorker worker = new BackgroundWorker("test", () -> {})) {
            worker.execute(() -> {
                Thread.currentThread()
                        .setUncaughtExceptionHandler((thread, error) -> seen.add(String.valueOf(error.getMessage())));
                throw new OutOfMemoryError("for the test");
            });
            assertThat(next()).isEqualTo("for the test");
        }
    }

    @Test
    void aWorkerWithoutTasksHasNoThread() throws InterruptedException {
        try (BackgroundWorker worker = new BackgroundWorker("test", () -> {})) {
            BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
            worker.execute(() -> threads.add(Thread.currentThread()));
            threads.take().join(TimeUnit.SECONDS.toMillis(30));
            worker.execute(() -> seen.add("later"));
            assertThat(next()).isEqualTo("later");
        }
    }

    @Test
    void aClosedWorkerStartsNoTask() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        BackgroundWorker worker = new BackgroundWorker("test", () -> {});
        worker.execute(() -> {
            seen.add("begun");
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            seen.add(Thread.currentThread().getName());
        });
        worker.execute(() -> seen.add("dropped"));
        assertThat(next()).isEqualTo("begun");
        worker.close();
        worker.execute(() -> seen.add("late"));
        closed.countDown();
        assertThat(next()).isEqualTo("test");
        assertThat(seen).isEmpty();
    }
}
