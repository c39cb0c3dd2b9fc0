package dev.lineman.workspace;

import dev.lineman.build.ProgressListener;
import dev.lineman.template.builtin.BuiltInTemplates;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The values that the program takes from its process and not from its inputs: clocks, environment, built-in templates,
 * progress display. Tests replace them. Immutable.
 *
 * @param clock the time of day, for times that people see
 * @param nanos a clock in nanoseconds that never goes back, for durations
 * @param environment the environment variables at the start
 * @param builtInTemplates the templates that are part of the program
 * @param progressListener receives the steps of long work
 */
public record RuntimeContext(
        InstantSource clock,
        LongSupplier nanos,
        Map<String, String> environment,
        BuiltInTemplates builtInTemplates,
        ProgressListener progressListener) {
    public RuntimeContext {
        environment = Map.copyOf(environment);
    }

    /** A context without built-in templates and without a progress display. */
    public RuntimeContext(InstantSource clock, LongSupplier nanos, Map<String, String> environment) {
        this(clock, nanos, environment, BuiltInTemplates.NONE, ProgressListener.NONE);
    }

    /** Returns this context with another progress listener. */
    public RuntimeContext withProgress(ProgressListener listener) {
        return new RuntimeContext(clock, nanos, environment, builtInTemplates, listener);
    }
}
