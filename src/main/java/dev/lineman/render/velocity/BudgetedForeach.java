package dev.lineman.render.velocity;

import dev.lineman.render.content.EnginePosition;
import dev.lineman.render.content.RenderingRefusedException;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.apache.velocity.context.InternalContextAdapter;
import org.apache.velocity.runtime.RuntimeServices;
import org.apache.velocity.runtime.directive.Foreach;
import org.apache.velocity.runtime.parser.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * {@code #foreach} within the budget of the run: each turn is charged the cost of its body. It fails where Velocity
 * would silently do nothing. The engine shares it between threads; it has no state of a run. Public because the
 * engine creates it by class.
 */
public final class BudgetedForeach extends Foreach {
    /** The cost of one turn, in nodes. */
    private int nodes;

    @Override
    public void init(RuntimeServices services, InternalContextAdapter context, Node node) {
        super.init(services, context, node);
        nodes = node.getInfo();
    }

    @Override
    protected void renderBlock(InternalContextAdapter context, Writer writer, Node block) throws IOException {
        if (context.getInternalUserContext() instanceof TemplateRun run) {
            run.budget().chargeNodes(nodes);
        }
        super.renderBlock(context, writer, block);
    }

    /** The elements to loop over. Velocity would skip a loop over nothing without a message. */
    @Override
    protected @Nullable Iterator<?> getIterator(@Nullable Object iterable, Node node) {
        if (iterable == null) {
            throw refusal("#foreach has nothing to loop over: ask for the list first with #if");
        }
        if (!(iterable instanceof ModelNode || iterable instanceof Collection<?> || iterable instanceof Map<?, ?>)) {
            throw refusal("#foreach takes a list, a map or a range such as [1..5], and this is none of them");
        }
        Iterator<?> elements = super.getIterator(iterable, node);
        return elements == null ? null : tracked(elements, TemplateRun.current().taint(), iterable);
    }

    private RenderingRefusedException refusal(String reason) {
        return new RenderingRefusedException(reason, new EnginePosition(getTemplateName(), getLine(), getColumn()));
    }

    /** Taints each element of a list that was computed from a secret. */
    private static Iterator<?> tracked(Iterator<?> all, SecretTaint secretTaint, Object iterable) {
        boolean hidden = secretTaint.takeTaint(iterable);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public @Nullable Object next() {
                secretTaint.beginExpression();
                Object element = all.next();
                secretTaint.readElement(element, hidden);
                return element;
            }
        };
    }
}
