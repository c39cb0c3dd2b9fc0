package dev.lineman.build.report;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** How long the stages of a cycle took. For one thread, until the cycle is over. */
public final class StageTimes {
    private final LongSupplier nanos;
    private final Map<Stage, Duration> durations = new EnumMap<>(Stage.class);
    private long last;

    /** A part of a cycle. */
    public enum Stage {
        /** Hints become a snapshot of the inputs. */
        SCAN,
        /** What the inputs say now. */
        LOAD,
        /** Values, and bytes of them. */
        MAKE,
        /** What to write, keep, drop and hold. */
        PLAN,
        /** Bodies, journal, publication and mirror. */
        PUBLISH;

        /** The word in a metric. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private StageTimes(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    /** Begins to take the time. */
    public static StageTimes begin(LongSupplier nanos) {
        return new StageTimes(nanos);
    }

    /** A cycle that took no time. */
    public static StageTimes none() {
        return new StageTimes(() -> 0);
    }

    /** Puts the time since the last end, or the beginning, down to a stage. */
    public void end(Stage stage) {
        long now = nanos.getAsLong();
        durations.merge(stage, Duration.ofNanos(now - last), Duration::plus);
        last = now;
    }

    /** How long a stage took. */
    public Duration of(Stage stage) {
        return durations.getOrDefault(stage, Duration.ZERO);
    }
}
