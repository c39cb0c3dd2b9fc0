package dev.lineman.e2e;

import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until a check passes, and fails with its reason if it does not in time. */
public final class Deadline {
    /** Long enough for a busy machine; a check that passes does so much earlier. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Deadline() {}

    /** A check: throws an {@link AssertionError} until the condition is true. */
    public interface Check {
        void run() throws Exception;
    }

    /** Whether a file went while it was looked at, as files do that an agent removes. */
    private static boolean isGone(Throwable failure) {
        return failure instanceof NoSuchFileException || failure.getCause() instanceof NoSuchFileException;
    }

    /** Runs a check until it passes. */
    public static void await(Check check) throws Exception {
        await(TIMEOUT, check);
    }

    /** Runs a check until it passes, with a longer timeout for slow actions. */
    public static void await(Duration timeout, Check check) throws Exception {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError | Exception e) {
                if (System.nanoTime() - end > 0 || !(e instanceof AssertionError || isGone(e))) {
                    throw e;
                }
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
