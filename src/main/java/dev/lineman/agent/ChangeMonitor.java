package dev.lineman.agent;

import dev.lineman.build.Reconciler;
import dev.lineman.build.State;
import dev.lineman.build.report.WatchMode;
import dev.lineman.concurrent.BackgroundWorker;
import dev.lineman.input.scan.SnapshotScanner;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.FileWatcher;
import dev.lineman.input.watch.Hint;
import dev.lineman.input.watch.HintSink;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports changes of the inputs as hints: from file events, and from a periodic full scan that finds lost events. It
 * runs beside the cycles and only reads the newest state. The agent closes it at its end. For one thread; {@link
 * #watchMode} is for any.
 */
final class ChangeMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeMonitor.class);

    /** The time between two full scans while file events are unreliable. */
    private static final Duration UNRELIABLE_PERIOD = Duration.ofSeconds(1);

    private final SnapshotScanner scanner;
    private final Reconciler reconciler;
    private final Path secrets;
    private final Path out;
    private final HintSink hintSink;

    /** Delivers file events; null in polling mode. */
    private final @Nullable FileWatcher watcher;

    private final LongSupplier nanos;

    /** The time between two full scans, in nanoseconds. */
    private final long rescanNanos;

    private final BackgroundWorker worker;

    /** When the last full scan ended, on the clock {@link #nanos}. */
    private long lastRescan;

    /** The snapshot with the symbolic links that the watcher follows now. */
    private Snapshot watched = Snapshot.empty();

    /**
     * Starts to watch the inputs, and starts the thread of the periodic scan.
     *
     * @param reconciler supplies the state to compare with
     * @param hintSink receives the hints
     */
    ChangeMonitor(Settings.ServingSettings serving, Workspace workspace, Reconciler reconciler, HintSink hintSink) {
        Settings settings = workspace.settings();
        Duration poll = serving.poll();
        this.scanner = workspace.scanner();
        this.reconciler = reconciler;
        this.secrets = settings.secrets();
        this.out = settings.out();
        this.hintSink = hintSink;
        this.nanos = workspace.runtimeContext().nanos();
        this.watcher = poll == null
                ? new FileWatcher(settings.watchedFolders(), List.of(secrets), hintSink, LOG::warn, nanos)
                : null;
        Duration period = poll == null ? serving.rescan() : poll;
        this.rescanNanos = period.toNanos();
        this.lastRescan = nanos.getAsLong();
        this.worker = BackgroundWorker.every(
                period.compareTo(UNRELIABLE_PERIOD) < 0 ? period : UNRELIABLE_PERIOD, "rescan", this::check);
    }

    /** Returns how changes are noticed now. For any thread. */
    WatchMode watchMode() {
        if (watcher == null) {
            return WatchMode.POLL;
        }
        return watcher.isReliable() ? WatchMode.EVENTS : WatchMode.DOUBTFUL;
    }

    /**
     * Runs once per period: follows new symbolic links, notices confirmations, and scans everything when a full scan
     * is due.
     */
    private void check() {
        State state = reconciler.state();
        if (!state.reconciled()) {
            return;
        }
        if (watcher != null && !state.snapshot().sharesLinks(watched)) {
            watched = state.snapshot();
            watcher.watchLinkTargets(watched.linkTargets());
        }
        if (reconciler.hasNewApproval()) {
            // The output folder holds no input: this hint only starts a cycle.
            hintSink.accept(new Hint.PathHint(out));
        }
        boolean trusted = watcher == null || watcher.isReliable();
        if (trusted && nanos.getAsLong() - lastRescan < rescanNanos) {
            return;
        }
        try {
            scanner.differences(state.snapshot(), this::verify).forEach(hintSink::accept);
            if (reconciler.exposureDiffers()) {
                hintSink.accept(new Hint.PathHint(secrets));
            }
        } catch (CancellationException e) {
            return;
        }
        lastRescan = nanos.getAsLong();
    }

    /**
     * Tells the watcher which changes the scan found. If no event arrives for one of them, it watches all folders
     * again.
     */
    private void verify(Collection<Hint> changed) {
        if (watcher != null && watcher.isReliable()) {
            watcher.checkForMissedEvents(changed);
        }
    }

    @Override
    public void close() {
        worker.close();
        if (watcher != null) {
            watcher.close();
        }
    }
}
