package dev.lineman.operator.explain.drift;

import dev.lineman.build.State;
import dev.lineman.fs.FileOperations;
import dev.lineman.operator.view.drift.DriftView;
import dev.lineman.operator.view.drift.PhoneDrift;
import dev.lineman.render.Renderer;
import dev.lineman.serve.upload.UploadFolder;
import dev.lineman.serve.upload.UploadedFile;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which values phones override, by the newest state. It keeps the last answer, since an open page asks for the same one
 * every few seconds. Thread-safe.
 */
public final class LiveDrift implements DriftView {
    private static final Logger LOG = LoggerFactory.getLogger(LiveDrift.class);

    private final DriftFinder finder;
    private final Supplier<State> states;
    private CachedDrift last = new CachedDrift("", new WeakReference<>(null), List.of(), null);

    /** The last failure in the log; empty after a success. */
    private String failure = "";

    /**
     * @param states returns the newest state
     * @param environment the environment variables of the agent, from its start
     */
    public LiveDrift(UploadFolder uploads, Supplier<State> states, Map<String, String> environment) {
        this.finder = new DriftFinder(uploads, environment, new Renderer());
        this.states = states;
    }

    /** An answer with all that it depends on. It holds the state weakly, since a state is large. */
    private record CachedDrift(
            String mac,
            WeakReference<State> state,
            List<UploadedFile> files,
            @Nullable PhoneDrift drift) {}

    @Override
    public synchronized @Nullable PhoneDrift of(String mac) {
        State state = states.get();
        try {
            List<UploadedFile> files = finder.comparable(mac);
            if (!last.mac().equals(mac)
                    || !last.state().refersTo(state)
                    || !last.files().equals(files)) {
                last = new CachedDrift(mac, new WeakReference<>(state), files, finder.find(state, mac));
            }
            failure = "";
            return last.drift();
        } catch (IOException e) {
            String reason = FileOperations.reason(e);
            if (!reason.equals(failure)) {
                LOG.warn(
                        "the uploads below {} cannot be read: {}",
                        finder.uploads().folder(),
                        reason);
                failure = reason;
            }
            return null;
        }
    }
}
