package dev.lineman.operator.explain;

import dev.lineman.build.State;
import dev.lineman.operator.view.Explanation;
import dev.lineman.render.Renderer;
import dev.lineman.serve.visits.VisitLog;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Explanations of phones for pages: the last one is kept, since a page that is open asks for it again and again. Thread-safe. */
public final class ExplanationCache {
    private final Map<String, String> environment;
    private final VisitLog visits;
    private final Renderer renderer = new Renderer();
    private CachedExplanation last = new CachedExplanation("", new WeakReference<>(null), -1, null);

    public ExplanationCache(Map<String, String> environment, VisitLog visits) {
        this.environment = environment;
        this.visits = visits;
    }

    private record CachedExplanation(
            String mac, WeakReference<State> state, long visits, Explanation.@Nullable PhoneExplanation explanation) {}

    /** Why the files of a phone are as they are; null when nobody has the MAC. */
    public synchronized Explanation.@Nullable PhoneExplanation of(String mac, State state) {
        long version = visits.version();
        if (!last.mac().equals(mac) || !last.state().refersTo(state) || last.visits() != version) {
            Explanation.PhoneExplanation explanation =
                    new Explainer(state, environment, visits::of, renderer).phone(mac);
            last = new CachedExplanation(mac, new WeakReference<>(state), version, explanation);
        }
        return last.explanation();
    }
}
