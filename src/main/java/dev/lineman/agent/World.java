package dev.lineman.agent;

import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What the agent takes from outside its inputs.
 *
 * @param clock the time of day
 * @param nanos a clock of nanoseconds that never goes back
 * @param environment variables, as of the start
 */
public record World(InstantSource clock, LongSupplier nanos, Map<String, String> environment) {
    public World {
        environment = Map.copyOf(environment);
    }
}
