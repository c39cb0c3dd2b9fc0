package dev.lineman.agent;

import dev.lineman.cycle.Reconciler;
import dev.lineman.cycle.State;
import dev.lineman.problem.Fault;
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
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
    private final ScheduledExecutorService timer;
    private long lastLook;
    private Snapshot watched = Snapshot.empty();
    private @Nullable Future<?> looking;

    private Lookout(
            Source source,
            Reconciler reconciler,
            Path secrets,
            Path out,
            Bell bell,
            @Nullable Watcher watcher,
            LongSupplier nanos,
            Duration rescan) {
        this.source = source;
        this.reconciler = reconciler;
        this.secrets = secrets;
        this.out = out;
        this.bell = bell;
        this.watcher = watcher;
        this.nanos = nanos;
        this.rescan = rescan.toNanos();
        this.lastLook = nanos.getAsLong();
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "rescan");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts to look out. */
    static Lookout open(
            Settings.Serving serving,
            Settings settings,
            Source source,
            Reconciler reconciler,
            Bell bell,
            LongSupplier nanos) {
        Duration poll = serving.poll();
        Watcher watcher = poll == null
                ? new Watcher(settings.watchedFolders(), List.of(settings.secrets()), bell, LOG::warn, nanos)
                : null;
        Duration rescan = poll == null ? serving.rescan() : poll;
        Lookout lookout =
                new Lookout(source, reconciler, settings.secrets(), settings.out(), bell, watcher, nanos, rescan);
        long step = Math.min(rescan.toMillis(), DOUBT.toMillis());
        lookout.looking = lookout.timer.scheduleWithFixedDelay(lookout::look, step, step, TimeUnit.MILLISECONDS);
        return lookout;
    }

    /** How changes are noticed now. */
    Watching watching() {
        if (watcher == null) {
            return Watching.POLL;
        }
        return watcher.reliable() ? Watching.EVENTS : Watching.DOUBTFUL;
    }

    /** Whatever happens, there is a next time. */
    private void look() {
        try {
            lookAround();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("the inputs could not be looked at, and will be again: {}", Fault.of(e));
        }
    }

    private void lookAround() {
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
        if (looking != null) {
            looking.cancel(true);
        }
        timer.shutdownNow();
        if (watcher != null) {
            watcher.close();
        }
    }
}
