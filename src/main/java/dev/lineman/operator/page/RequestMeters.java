package dev.lineman.operator.page;

import dev.lineman.build.report.CycleCounters;
import dev.lineman.build.report.CycleReport;
import dev.lineman.build.report.StageTimes;
import dev.lineman.http.exchange.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened since the start, counted. Thread-safe; counting a request waits for nobody and makes nothing.
 */
public final class RequestMeters {
    private static final int STATUSES = 600;

    private final LongAdder[] requests = new LongAdder[STATUSES];
    private final Map<StageTimes.Stage, DurationHistogram> stages = new EnumMap<>(StageTimes.Stage.class);
    private final Map<String, Long> work = new LinkedHashMap<>();
    private Instant changed = Instant.EPOCH;

    /** Nothing has happened yet. */
    public RequestMeters() {
        Arrays.setAll(requests, status -> new LongAdder());
        for (StageTimes.Stage stage : StageTimes.Stage.values()) {
            stages.put(stage, DurationHistogram.NONE);
        }
        add(new CycleCounters(0, 0, 0, 0, 0, 0, 0, 0));
    }

    /**
     * Durations, by how long they were.
     *
     * @param counts how many were not longer than each of {@link #BOUNDS}, and longer than the one before; the last are all others
     * @param seconds all together
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record DurationHistogram(long[] counts, double seconds) {
        static final double[] BOUNDS = {0.0001, 0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 30, Double.POSITIVE_INFINITY};

        static final DurationHistogram NONE = new DurationHistogram(new long[BOUNDS.length], 0);

        DurationHistogram with(Duration duration) {
            double one = duration.toNanos() / 1e9;
            long[] more = counts.clone();
            int bucket = 0;
            while (one > BOUNDS[bucket]) {
                bucket++;
            }
            more[bucket]++;
            return new DurationHistogram(more, seconds + one);
        }
    }

    /** The same people, whose answers are counted. */
    public Endpoint counting(Endpoint endpoint) {
        return new Endpoint(
                endpoint.handler(),
                exchange -> {
                    requests[Math.min(exchange.status(), STATUSES - 1)].increment();
                    endpoint.exchangeListener().finished(exchange);
                },
                endpoint.connectionFilter());
    }

    /** Counts a cycle. */
    public synchronized void record(CycleReport report) {
        stages.replaceAll((stage, spread) -> spread.with(report.stages().of(stage)));
        add(report.counters());
        if (!report.changed().isEmpty() || !report.removed().isEmpty()) {
            changed = report.at();
        }
    }

    private void add(CycleCounters counters) {
        work.merge("stats", counters.stats(), Long::sum);
        work.merge("reads", counters.reads(), Long::sum);
        work.merge("resolved", (long) counters.resolved(), Long::sum);
        work.merge("rendered", (long) counters.rendered(), Long::sum);
        work.merge("written", (long) counters.written(), Long::sum);
        work.merge("removed", (long) counters.removed(), Long::sum);
    }

    /** How many requests were answered with each status that any was; 0 stands for no answer. */
    Map<Integer, Long> requests() {
        Map<Integer, Long> counts = new LinkedHashMap<>();
        for (int status = 0; status < STATUSES; status++) {
            long count = requests[status].sum();
            if (count > 0) {
                counts.put(status, count);
            }
        }
        return counts;
    }

    synchronized Map<StageTimes.Stage, DurationHistogram> stages() {
        return new EnumMap<>(stages);
    }

    synchronized Map<String, Long> work() {
        return new LinkedHashMap<>(work);
    }

    /** When a publication last changed a file; 1970 when none has since the start. */
    synchronized Instant changed() {
        return changed;
    }
}
