package dev.lineman.operator.page;

import dev.lineman.build.report.WatchMode;
import dev.lineman.operator.view.FleetOverview;
import dev.lineman.operator.view.FleetView;
import dev.lineman.operator.view.PhoneState;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of the agent in the text formats of Prometheus and OpenMetrics. The page {@code src/docs/api.md}
 * documents the names and labels, which never change. It is created on the first scrape, since it takes memory.
 * Thread-safe.
 */
final class PrometheusMetrics {
    private final FleetView fleetView;
    private final RequestMeters meters;

    /** Metrics of the process and the JVM, from the library. */
    private final PrometheusRegistry process = new PrometheusRegistry();

    PrometheusMetrics(FleetView fleetView, RequestMeters meters) {
        this.fleetView = fleetView;
        this.meters = meters;
        JvmMemoryMetrics.builder().register(process);
        JvmGarbageCollectorMetrics.builder().register(process);
        JvmBufferPoolMetrics.builder().register(process);
        JvmThreadsMetrics.builder().register(process);
        JvmRuntimeInfoMetric.builder().register(process);
        ProcessMetrics.builder().register(process);
    }

    /**
     * The metrics as text.
     *
     * @param contentType the media type of the chosen format
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Exposition(String contentType, byte[] text) {}

    /**
     * All metrics, in the format that the client accepts.
     *
     * @param accept the {@code Accept} header; null without one
     */
    Exposition exposition(@Nullable String accept) {
        // The OpenMetrics format only for a client that names it; all others can read the older text format.
        ExpositionFormatWriter writer = accept != null && accept.contains("application/openmetrics-text")
                ? OpenMetricsTextFormatWriter.create()
                : PrometheusTextFormatWriter.create();

        // The metrics of the agent itself, computed for this scrape.
        List<MetricSnapshot> all = new ArrayList<>(agentMetrics());
        process.scrape().forEach(all::add);
        ByteArrayOutputStream text = new ByteArrayOutputStream(16_384);
        try {
            writer.write(text, new MetricSnapshots(all));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return new Exposition(writer.getContentType(), text.toByteArray());
    }

    private List<MetricSnapshot> agentMetrics() {
        FleetOverview overview = fleetView.overview();
        List<MetricSnapshot> all = new ArrayList<>(List.of(
                InfoSnapshot.builder()
                        .name("lineman_build")
                        .help("The version that runs")
                        .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                                .labels(Labels.of("version", overview.version()))
                                .build())
                        .build(),
                StateSetSnapshot.builder()
                        .name("lineman_watching")
                        .help("How changes of the inputs are noticed")
                        .dataPoint(watching(overview.watching()))
                        .build(),
                gauge(
                        "lineman_ready",
                        "Whether the inputs have been published since the start",
                        overview.ready() ? 1 : 0),
                gauge("lineman_extensions", "Extensions in the inputs", overview.extensions()),
                gauge(
                        "lineman_unknown_phones",
                        "MACs that asked for a file and that no extension names",
                        overview.unknown()),
                gauge(
                        "lineman_last_change_timestamp_seconds",
                        "When a publication last changed a file since the start, in seconds since 1970; 0 when none has",
                        (double) meters.changed().getEpochSecond())));
        GaugeSnapshot.Builder phones =
                GaugeSnapshot.builder().name("lineman_phones").help("Phones by whether they have their newest file");
        for (PhoneState state : PhoneState.values()) {
            phones.dataPoint(point(Labels.of("state", state.word()), overview.phones(state)));
        }
        all.add(phones.build());
        FleetOverview.Files files = overview.files();
        all.add(GaugeSnapshot.builder()
                .name("lineman_outputs")
                .help("Files by state: published (all), last_good (of phones and sites with a blocking error), held (no"
                        + " input makes them, and their removal waits for a confirmation)")
                .dataPoint(point(Labels.of("state", "published"), files.published()))
                .dataPoint(point(Labels.of("state", "last_good"), files.lastGood()))
                .dataPoint(point(Labels.of("state", "held"), files.held()))
                .build());
        all.add(GaugeSnapshot.builder()
                .name("lineman_problems")
                .help("Problems in the inputs and around them")
                .dataPoint(point(Labels.of("severity", "error"), overview.errors()))
                .dataPoint(point(Labels.of("severity", "warning"), overview.warnings()))
                .build());
        all.add(age(overview.age()));
        all.add(counter(
                "lineman_requests",
                "Requests of phones by the status that they were answered with; 0 is no answer",
                "status",
                meters.requests()));
        if (!meters.pnp().isEmpty()) {
            all.add(counter(
                    "lineman_pnp_requests",
                    "Requests by SIP Plug and Play by what became of them",
                    "result",
                    meters.pnp()));
        }
        if (!meters.tftp().isEmpty()) {
            all.add(counter(
                    "lineman_tftp_packets",
                    "Packets at the TFTP port by what became of them",
                    "result",
                    meters.tftp()));
        }
        all.add(counter(
                "lineman_work",
                "What cycles did: files looked at and read, phones and sites resolved, outputs rendered, files written"
                        + " and removed",
                "what",
                meters.work()));
        all.add(stages());
        return all;
    }

    private static StateSetSnapshot.StateSetDataPointSnapshot watching(WatchMode now) {
        StateSetSnapshot.StateSetDataPointSnapshot.Builder point = StateSetSnapshot.StateSetDataPointSnapshot.builder();
        for (WatchMode each : WatchMode.values()) {
            point.state(each.word(), each == now);
        }
        return point.build();
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(point(Labels.EMPTY, value))
                .build();
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(value)
                .build();
    }

    /** The quantiles of the age of the last served request, in seconds. */
    private static SummarySnapshot age(Map<Double, Long> quantiles) {
        SummarySnapshot.Builder summary = SummarySnapshot.builder()
                .name("lineman_phone_fetch_age_seconds")
                .help("How long ago phones were last served, of those that ever were");
        if (!quantiles.isEmpty()) {
            List<Quantile> all = new ArrayList<>();
            quantiles.forEach((quantile, age) -> all.add(new Quantile(quantile, age)));
            summary.dataPoint(SummarySnapshot.SummaryDataPointSnapshot.builder()
                    .quantiles(Quantiles.of(all))
                    .build());
        }
        return summary.build();
    }

    /** A counter with one label. */
    private static CounterSnapshot counter(String name, String help, String label, Map<?, Long> counts) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        counts.forEach((value, count) -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(Labels.of(label, String.valueOf(value)))
                .value(count)
                .build()));
        return counter.build();
    }

    /** The durations of cycles by stage, in seconds. */
    private HistogramSnapshot stages() {
        HistogramSnapshot.Builder stages = HistogramSnapshot.builder()
                .name("lineman_cycle_duration_seconds")
                .help("How long cycles took, by stage");
        meters.stages()
                .forEach((stage, spread) -> stages.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .labels(Labels.of("stage", stage.word()))
                        .classicHistogramBuckets(
                                ClassicHistogramBuckets.of(RequestMeters.DurationHistogram.BOUNDS, spread.counts()))
                        .sum(spread.seconds())
                        .build()));
        return stages.build();
    }
}
