package dev.lineman.workspace;

import dev.lineman.build.ProgressListener;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What the agent takes from outside its inputs.
 *
 * @param clock the time of day
 * @param nanos a clock of nanoseconds that never goes back
 * @param environment variables, as of the start
 * @param progressListener who is told of long work
 */
public record RuntimeContext(
        InstantSource clock, LongSupplier nanos, Map<String, String> environment, ProgressListener progressListener) {
    public RuntimeContext {
        environment = Map.copyOf(environment);
    }

    /** Where nobody waits for long work. */
    public RuntimeContext(InstantSource clock, LongSupplier nanos, Map<String, String> environment) {
        this(clock, nanos, environment, ProgressListener.NONE);
    }

    /** This one, where somebody does. */
    public RuntimeContext withProgress(ProgressListener told) {
        return new RuntimeContext(clock, nanos, environment, told);
    }
}
