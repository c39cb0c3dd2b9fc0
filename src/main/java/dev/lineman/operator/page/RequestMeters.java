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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests and the work of cycles since the start, for {@link PrometheusMetrics}. Thread-safe. Counting a
 * request takes no lock and allocates nothing, since every event loop does it.
 */
public final class RequestMeters {
    /** One more than the highest status that has a counter of its own. */
    private static final int STATUSES = 600;

    /** By status code. */
    private final LongAdder[] requests = new LongAdder[STATUSES];

    private final Map<StageTimes.Stage, DurationHistogram> stages = new EnumMap<>(StageTimes.Stage.class);
    private final Map<String, Long> work = new LinkedHashMap<>();

    /** When a publication last changed a file; 1970 if none did. */
    private Instant changed = Instant.EPOCH;

    /** The requests of SIP Plug and Play by their results; null when it is off. */
    private volatile @Nullable Supplier<Map<String, Long>> pnp;

    /** The requests of the TFTP server by their results; null when it is off. */
    private volatile @Nullable Supplier<Map<String, Long>> tftp;

    /** All counters start at 0. */
    public RequestMeters() {
        Arrays.setAll(requests, status -> new LongAdder());
        for (StageTimes.Stage stage : StageTimes.Stage.values()) {
            stages.put(stage, DurationHistogram.NONE);
        }
        // Every kind of work is listed from the start, with 0.
        add(new CycleCounters(0, 0, 0, 0, 0, 0, 0, 0));
    }

    /**
     * A histogram of durations.
     *
     * @param counts for each of {@link #BOUNDS}, how many durations were at most this long and longer than the bound
     *     before
     * @param seconds the sum of all durations
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record DurationHistogram(long[] counts, double seconds) {
        /** Upper bounds of the buckets, in seconds. */
        static final double[] BOUNDS = {0.0001, 0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 30, Double.POSITIVE_INFINITY};

        /** A histogram without durations. */
        static final DurationHistogram NONE = new DurationHistogram(new long[BOUNDS.length], 0);

        /** This histogram and one more duration. */
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

    /** The same endpoint, but each finished exchange is counted by its status. */
    public Endpoint counting(Endpoint endpoint) {
        return new Endpoint(
                endpoint.handler(),
                exchange -> {
                    // A status above the range counts as the highest one.
                    requests[Math.min(exchange.status(), STATUSES - 1)].increment();
                    endpoint.exchangeListener().finished(exchange);
                },
                endpoint.proxyTrust());
    }

    /**
     * Sets the counters of SIP Plug and Play.
     *
     * @param counts returns the requests by their results
     */
    public void setPnp(Supplier<Map<String, Long>> counts) {
        pnp = counts;
    }

    /** The requests of SIP Plug and Play by their results; empty when it is off. */
    Map<String, Long> pnp() {
        Supplier<Map<String, Long>> counts = pnp;
        return counts == null ? Map.of() : counts.get();
    }

    /**
     * Adds the counters of the TFTP server.
     *
     * @param counts returns the packets by their results
     */
    public void setTftp(Supplier<Map<String, Long>> counts) {
        tftp = counts;
    }

    /** The packets of the TFTP server by their results; empty when it is off. */
    Map<String, Long> tftp() {
        Supplier<Map<String, Long>> counts = tftp;
        return counts == null ? Map.of() : counts.get();
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

    /**
     * The number of requests by status, without statuses that never occurred. Status 0 means that there was no
     * response.
     */
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

    /** The work of all cycles by kind, such as {@code rendered}. */
    synchronized Map<String, Long> work() {
        return new LinkedHashMap<>(work);
    }

    /** When a publication last changed a file; 1970 if none did since the start. */
    synchronized Instant changed() {
        return changed;
    }
}
