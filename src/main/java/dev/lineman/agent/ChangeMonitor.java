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
 * Rings the bell: by file events where there are any, and by a look at everything from time to time, beside the
 * cycles, since events get lost.
 */
final class ChangeMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeMonitor.class);

    /** How often to look at everything while file events cannot be trusted. */
    private static final Duration DOUBT = Duration.ofSeconds(1);

    private final SnapshotScanner source;
    private final Reconciler reconciler;
    private final Path secrets;
    private final Path out;
    private final HintSink hintSink;
    private final @Nullable FileWatcher watcher;
    private final LongSupplier nanos;
    private final long rescan;
    private final BackgroundWorker worker;
    private long lastLook;
    private Snapshot watched = Snapshot.empty();

    /** Starts to look out. */
    ChangeMonitor(Settings.ServingSettings serving, Workspace place, Reconciler reconciler, HintSink hintSink) {
        Settings settings = place.settings();
        Duration poll = serving.poll();
        this.source = place.source();
        this.reconciler = reconciler;
        this.secrets = settings.secrets();
        this.out = settings.out();
        this.hintSink = hintSink;
        this.nanos = place.world().nanos();
        this.watcher = poll == null
                ? new FileWatcher(settings.watchedFolders(), List.of(secrets), hintSink, LOG::warn, nanos)
                : null;
        Duration period = poll == null ? serving.rescan() : poll;
        this.rescan = period.toNanos();
        this.lastLook = nanos.getAsLong();
        this.worker = BackgroundWorker.every(period.compareTo(DOUBT) < 0 ? period : DOUBT, "rescan", this::look);
    }

    /** How changes are noticed now. */
    WatchMode watching() {
        if (watcher == null) {
            return WatchMode.POLL;
        }
        return watcher.isReliable() ? WatchMode.EVENTS : WatchMode.DOUBTFUL;
    }

    private void look() {
        State state = reconciler.state();
        if (!state.reconciled()) {
            return;
        }
        if (watcher != null && !state.snapshot().sharesLinks(watched)) {
            watched = state.snapshot();
            watcher.watchLinkTargets(watched.linkTargets());
        }
        if (reconciler.confirmed()) {
            // Nothing to look at there, but a cycle to run.
            hintSink.accept(new Hint.PathHint(out));
        }
        boolean trusted = watcher == null || watcher.isReliable();
        if (trusted && nanos.getAsLong() - lastLook < rescan) {
            return;
        }
        try {
            source.differences(state.snapshot(), this::verify).forEach(hintSink::accept);
            if (reconciler.exposureDiffers()) {
                hintSink.accept(new Hint.PathHint(secrets));
            }
        } catch (CancellationException e) {
            return;
        }
        lastLook = nanos.getAsLong();
    }

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
