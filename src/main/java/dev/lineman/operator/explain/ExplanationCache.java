package dev.lineman.operator.explain;

import dev.lineman.build.State;
import dev.lineman.operator.view.Explanation;
import dev.lineman.render.Renderer;
import dev.lineman.serve.visits.VisitLog;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the last explanation of a phone. An open status page asks for the same one every few seconds. Thread-safe. */
public final class ExplanationCache {
    private final Map<String, String> environment;
    private final VisitLog visits;
    private final MissExplainer missExplainer;
    private final Renderer renderer = new Renderer();
    private CachedExplanation last = new CachedExplanation("", new WeakReference<>(null), -1, null);

    /**
     * @param environment the environment variables of the agent, from its start
     * @param visits the requests of all phones
     * @param missExplainer explains the missed requests among them
     */
    public ExplanationCache(Map<String, String> environment, VisitLog visits, MissExplainer missExplainer) {
        this.environment = environment;
        this.visits = visits;
        this.missExplainer = missExplainer;
    }

    /**
     * An explanation with all that it depends on. It holds the state weakly, since a state is large.
     *
     * @param visits the version of the log of visits
     * @param explanation null if no extension names the MAC
     */
    private record CachedExplanation(
            String mac, WeakReference<State> state, long visits, Explanation.@Nullable PhoneExplanation explanation) {}

    /** Explains a phone with all its files; null if no extension names the MAC. */
    public synchronized Explanation.@Nullable PhoneExplanation of(String mac, State state) {
        long version = visits.version();
        if (!last.mac().equals(mac) || !last.state().refersTo(state) || last.visits() != version) {
            Explanation.PhoneExplanation explanation =
                    new Explainer(state, environment, visits, missExplainer, renderer).phone(mac);
            last = new CachedExplanation(mac, new WeakReference<>(state), version, explanation);
        }
        return last.explanation();
    }
}
