package dev.lineman.e2e;

import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what is to become true, and fails with the reason when it has not become true in time. */
public final class Deadline {
    /** Long, for busy machines; what goes right goes right long before. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private Deadline() {}

    /** Something that throws an {@link AssertionError} as long as it is not as it should be. */
    public interface Check {
        void run() throws Exception;
    }

    /** Whether a file went while it was looked at, as files do that an agent removes. */
    private static boolean isGone(Throwable failure) {
        return failure instanceof NoSuchFileException || failure.getCause() instanceof NoSuchFileException;
    }

    /** Runs a check until it passes. */
    public static void await(Check check) throws Exception {
        await(PATIENCE, check);
    }

    /** The same for what takes long even on a fast machine. */
    public static void await(Duration patience, Check check) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError | Exception e) {
                if (System.nanoTime() - end > 0 || !(e instanceof AssertionError || isGone(e))) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE);
        }
    }
}
