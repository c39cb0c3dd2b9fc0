package dev.lineman.template.dialect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the conditions of a {@link DialectTree} and gives the remaining nodes to a {@link DialectListener},
 * in order.
 *
 * <p>The renderer uses it to write a file, and {@code explain} uses it to show which conditions hold. One
 * instance for each run, by one thread.
 */
public final class DialectEvaluator {
    private final DialectListener listener;
    /** Values of {@code {SET}}, by name in lower case. */
    private final Map<String, String> variables = new HashMap<>(4);

    private DialectEvaluator(DialectListener listener) {
        this.listener = listener;
    }

    /** Supplies the values for conditions and receives the nodes that apply. */
    public interface DialectListener {
        /** A literal text applies. */
        void text(DialectNode.LiteralText text);

        /** A placeholder applies; the listener finds its value. */
        void placeholder(DialectNode.Placeholder placeholder);

        /** The value of a name in a condition; null if it has none. */
        @Nullable
        String value(DialectNode.PlaceholderReference reference);

        /**
         * A condition was evaluated.
         *
         * @param value the value that it was compared with; null if the name has none
         */
        default void conditionEvaluated(
                DialectNode.DialectCondition condition, @Nullable String value, boolean holds) {}

        /** These nodes are in a case that does not hold. */
        default void skipped(List<DialectNode> nodes) {}
    }

    /** Evaluates a tree. A tree with faults has no nodes, so nothing happens. */
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

    /** Runs the first case that holds and reports all others as skipped. */
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
