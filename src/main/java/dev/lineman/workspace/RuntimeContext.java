package dev.lineman.workspace;

import dev.lineman.build.ProgressListener;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The values that the program takes from its process and not from its inputs: clocks, environment, progress display.
 * Tests replace them. Immutable.
 *
 * @param clock the time of day, for times that people see
 * @param nanos a clock in nanoseconds that never goes back, for durations
 * @param environment the environment variables at the start
 * @param progressListener receives the steps of long work
 */
public record RuntimeContext(
        InstantSource clock, LongSupplier nanos, Map<String, String> environment, ProgressListener progressListener) {
    public RuntimeContext {
        environment = Map.copyOf(environment);
    }

    /** A context without a progress display. */
    public RuntimeContext(InstantSource clock, LongSupplier nanos, Map<String, String> environment) {
        this(clock, nanos, environment, ProgressListener.NONE);
    }

    /** Returns this context with another progress listener. */
    public RuntimeContext withProgress(ProgressListener listener) {
        return new RuntimeContext(clock, nanos, environment, listener);
    }
}
