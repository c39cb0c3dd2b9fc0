package dev.lineman.build.report;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** How long each stage of a cycle took. For one thread until the cycle ends; then immutable. */
public final class StageTimes {
    private final LongSupplier nanos;
    private final Map<Stage, Duration> durations = new EnumMap<>(Stage.class);
    /** When the last stage ended, in nanoseconds of the clock. */
    private long last;

    /** The stages of a cycle, in their order. Their names are labels of a metric. */
    public enum Stage {
        /** Makes a snapshot of the inputs from hints and the file system. */
        SCAN,
        /** Reads the changed inputs. */
        LOAD,
        /** Resolves values and renders outputs. */
        MAKE,
        /** Decides what to write, keep, remove and hold. */
        PLAN,
        /** Writes bodies, journal and {@code out/}. */
        PUBLISH;

        /** Returns the label in a metric. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private StageTimes(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    /**
     * Starts the clock.
     *
     * @param nanos a clock such as {@link System#nanoTime}
     */
    public static StageTimes begin(LongSupplier nanos) {
        return new StageTimes(nanos);
    }

    /** Returns the times of a report without a cycle. */
    public static StageTimes none() {
        return new StageTimes(() -> 0);
    }

    /** Ends a stage: it took the time since the last call, or since the beginning. */
    public void end(Stage stage) {
        long now = nanos.getAsLong();
        durations.merge(stage, Duration.ofNanos(now - last), Duration::plus);
        last = now;
    }

    /** Returns how long a stage took; zero if it did not run. */
    public Duration of(Stage stage) {
        return durations.getOrDefault(stage, Duration.ZERO);
    }
}
