package dev.lineman.explain;

import dev.lineman.cycle.State;
import dev.lineman.render.Renderer;
import dev.lineman.report.Explanation;
import dev.lineman.visits.Visits;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Explanations of phones for pages: the last one is kept, since a page that is open asks for it again and again. Thread-safe. */
final class Explanations {
    private final Map<String, String> environment;
    private final Visits visits;
    private final Renderer renderer = new Renderer();
    private Last last = new Last("", new WeakReference<>(null), -1, null);

    Explanations(Map<String, String> environment, Visits visits) {
        this.environment = environment;
        this.visits = visits;
    }

    private record Last(
            String mac, WeakReference<State> state, long visits, Explanation.@Nullable OfPhone explanation) {}

    /** Why the files of a phone are as they are; null when nobody has the MAC. */
    synchronized Explanation.@Nullable OfPhone of(String mac, State state) {
        long version = visits.version();
        if (!last.mac().equals(mac) || !last.state().refersTo(state) || last.visits() != version) {
            Explanation.OfPhone explanation = new Explainer(state, environment, visits::of, renderer).phone(mac);
            last = new Last(mac, new WeakReference<>(state), version, explanation);
        }
        return last.explanation();
    }
}
