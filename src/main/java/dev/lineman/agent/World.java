package dev.lineman.agent;

import dev.lineman.cycle.Progress;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What the agent takes from outside its inputs.
 *
 * @param clock the time of day
 * @param nanos a clock of nanoseconds that never goes back
 * @param environment variables, as of the start
 * @param progress who is told of long work
 */
public record World(InstantSource clock, LongSupplier nanos, Map<String, String> environment, Progress progress) {
    public World {
        environment = Map.copyOf(environment);
    }

    /** Where nobody waits for long work. */
    public World(InstantSource clock, LongSupplier nanos, Map<String, String> environment) {
        this(clock, nanos, environment, Progress.NONE);
    }

    /** This one, where somebody does. */
    public World withProgress(Progress told) {
        return new World(clock, nanos, environment, told);
    }
}
