package dev.lineman.agent;

import dev.lineman.build.State;
import dev.lineman.concurrent.BackgroundWorker;
import dev.lineman.fs.FileOperations;
import dev.lineman.operator.explain.drift.LiveDrift;
import dev.lineman.operator.view.drift.DriftView;
import dev.lineman.problem.Problem;
import dev.lineman.serve.ServingPolicy;
import dev.lineman.serve.upload.UploadFolder;
import dev.lineman.serve.upload.UploadLimits;
import dev.lineman.serve.upload.UploadStore;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The uploads of phones while the agent runs: the store, and the thread that removes the uploads of phones that have left
 * the inventory. Without {@code --uploads} it has neither. Thread-safe.
 */
final class PhoneUploads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PhoneUploads.class);

    /** A phone must be unknown for at least this long before its uploads are removed. */
    private static final Duration FORGET_PERIOD = Duration.ofHours(1);

    private final @Nullable UploadStore store;
    private final @Nullable BackgroundWorker forgetting;

    private PhoneUploads(@Nullable UploadStore store, @Nullable BackgroundWorker forgetting) {
        this.store = store;
        this.forgetting = forgetting;
    }

    /**
     * Opens the store, if uploads are on.
     *
     * @param onProblemsChanged runs each time that {@link #problems} change
     */
    static PhoneUploads open(
            Settings settings,
            Settings.ServingSettings serving,
            RuntimeContext runtimeContext,
            ServingPolicy policy,
            Runnable onProblemsChanged)
            throws CannotStartException {
        UploadLimits limits = serving.servingOptions().uploads();
        if (limits == null) {
            return new PhoneUploads(null, null);
        }
        UploadStore store;
        try {
            store = UploadStore.open(
                    settings.uploadsFolder(), limits, settings.fileMode(), runtimeContext.clock(), onProblemsChanged);
        } catch (IOException e) {
            throw new CannotStartException(
                    "the uploads below " + settings.uploadsFolder() + " cannot be used: " + FileOperations.reason(e)
                            + "; correct the permissions, or start without --uploads",
                    e);
        }
        long total = limits.total();
        LOG.info(
                "storing what phones upload, at most {}, below {}",
                total >= 1 << 20 ? (total >> 20) + " MiB" : (total >> 10) + " KiB",
                settings.uploadsFolder());
        return new PhoneUploads(
                store,
                BackgroundWorker.every(
                        FORGET_PERIOD,
                        "uploads",
                        () -> store.forgetPhones(mac -> policy.phones().contains(mac))));
    }

    /** The store; null if uploads are off. */
    @Nullable
    UploadStore store() {
        return store;
    }

    /**
     * What the uploads say about the values that phones use.
     *
     * @param states returns the newest state
     */
    DriftView drift(Supplier<State> states, Settings settings, RuntimeContext runtimeContext) {
        return store == null
                ? DriftView.NONE
                : new LiveDrift(new UploadFolder(settings.uploadsFolder()), states, runtimeContext.environment());
    }

    /** Returns why uploads fail; empty if they do not. */
    List<Problem> problems() {
        return store == null ? List.of() : store.problems();
    }

    @Override
    public void close() {
        if (forgetting != null) {
            forgetting.close();
        }
    }
}
