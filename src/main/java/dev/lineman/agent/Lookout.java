package dev.lineman.agent;

import dev.lineman.crew.BackgroundWorker;
import dev.lineman.cycle.Reconciler;
import dev.lineman.cycle.State;
import dev.lineman.report.Watching;
import dev.lineman.source.Snapshot;
import dev.lineman.source.Source;
import dev.lineman.watch.Bell;
import dev.lineman.watch.Hint;
import dev.lineman.watch.Watcher;
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
final class Lookout implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    /** How often to look at everything while file events cannot be trusted. */
    private static final Duration DOUBT = Duration.ofSeconds(1);

    private final Source source;
    private final Reconciler reconciler;
    private final Path secrets;
    private final Path out;
    private final Bell bell;
    private final @Nullable Watcher watcher;
    private final LongSupplier nanos;
    private final long rescan;
    private final BackgroundWorker worker;
    private long lastLook;
    private Snapshot watched = Snapshot.empty();

    /** Starts to look out. */
    Lookout(Settings.Serving serving, Workplace place, Reconciler reconciler, Bell bell) {
        Settings settings = place.settings();
        Duration poll = serving.poll();
        this.source = place.source();
        this.reconciler = reconciler;
        this.secrets = settings.secrets();
        this.out = settings.out();
        this.bell = bell;
        this.nanos = place.world().nanos();
        this.watcher =
                poll == null ? new Watcher(settings.watchedFolders(), List.of(secrets), bell, LOG::warn, nanos) : null;
        Duration period = poll == null ? serving.rescan() : poll;
        this.rescan = period.toNanos();
        this.lastLook = nanos.getAsLong();
        this.worker = BackgroundWorker.every(period.compareTo(DOUBT) < 0 ? period : DOUBT, "rescan", this::look);
    }

    /** How changes are noticed now. */
    Watching watching() {
        if (watcher == null) {
            return Watching.POLL;
        }
        return watcher.reliable() ? Watching.EVENTS : Watching.DOUBTFUL;
    }

    private void look() {
        State state = reconciler.state();
        if (!state.reconciled()) {
            return;
        }
        if (watcher != null && !state.snapshot().sharesLinks(watched)) {
            watched = state.snapshot();
            watcher.watchToo(watched.linkTargets());
        }
        if (reconciler.confirmed()) {
            // Nothing to look at there, but a cycle to run.
            bell.ring(new Hint.At(out));
        }
        boolean trusted = watcher == null || watcher.reliable();
        if (trusted && nanos.getAsLong() - lastLook < rescan) {
            return;
        }
        try {
            source.differences(state.snapshot(), this::verify).forEach(bell::ring);
            if (reconciler.exposureDiffers()) {
                bell.ring(new Hint.At(secrets));
            }
        } catch (CancellationException e) {
            return;
        }
        lastLook = nanos.getAsLong();
    }

    private void verify(Collection<Hint> changed) {
        if (watcher != null && watcher.reliable()) {
            watcher.verify(changed);
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
