package dev.lineman.template.dialect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides which pieces of a text count, and tells a {@link DialectListener} of them in order. For one run, by one thread. */
public final class DialectEvaluator {
    private final DialectListener listener;
    private final Map<String, String> variables = new HashMap<>(4);

    private DialectEvaluator(DialectListener listener) {
        this.listener = listener;
    }

    /** Gives the values that conditions ask for, and takes the pieces that count. */
    public interface DialectListener {
        void text(DialectNode.LiteralText text);

        void placeholder(DialectNode.Placeholder placeholder);

        /** What a reference reads as; null when it has no value. */
        @Nullable
        String value(DialectNode.PlaceholderReference reference);

        /**
         * A condition was reached.
         *
         * @param value what it asked about; null when that has no value
         */
        default void conditionEvaluated(
                DialectNode.DialectCondition condition, @Nullable String value, boolean holds) {}

        /** These nodes do not count. */
        default void skipped(List<DialectNode> nodes) {}
    }

    /** Runs a text that has no faults. */
    public static void run(DialectTree tree, DialectListener listener) {
        new DialectEvaluator(listener).run(tree.nodes());
    }

    private void run(List<DialectNode> nodes) {
        for (DialectNode node : nodes) {
            if (node instanceof DialectNode.LiteralText text) {
                listener.text(text);
            } else if (node instanceof DialectNode.Placeholder placeholder) {
                listener.placeholder(placeholder);
            } else if (node instanceof DialectNode.Assignment assignment) {
                variables.put(assignment.variable(), assignment.value());
            } else if (node instanceof DialectNode.Conditional conditional) {
                choose(conditional.cases());
            }
        }
    }

    private void choose(List<DialectNode.ConditionalCase> cases) {
        boolean chosen = false;
        for (DialectNode.ConditionalCase next : cases) {
            if (!chosen && (next.condition() == null || holds(next.condition()))) {
                chosen = true;
                run(next.body());
            } else {
                listener.skipped(next.body());
            }
        }
    }

    private boolean holds(DialectNode.DialectCondition condition) {
        DialectNode.PlaceholderReference reference = condition.reference();
        String value = reference == null ? variables.get(condition.name()) : listener.value(reference);
        boolean holds = condition.holdsFor(value);
        listener.conditionEvaluated(condition, value, holds);
        return holds;
    }
}
