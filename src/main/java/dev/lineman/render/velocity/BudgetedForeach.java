package dev.lineman.render.velocity;

import dev.lineman.render.content.EnginePosition;
import dev.lineman.render.content.RenderingRefusedException;
import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import org.apache.velocity.context.InternalContextAdapter;
import org.apache.velocity.runtime.RuntimeServices;
import org.apache.velocity.runtime.directive.Foreach;
import org.apache.velocity.runtime.parser.node.Node;
import org.jspecify.annotations.Nullable;

/** {@code #foreach} that pays for each turn what its body costs, and says when there is nothing to loop over. Public because the engine makes it by class. */
public final class BudgetedForeach extends Foreach {
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

    /** A range that is none, since one of its ends is no number, would be passed over without a word. */
    @Override
    protected @Nullable Iterator<?> getIterator(@Nullable Object iterable, Node node) {
        if (iterable == null) {
            throw new RenderingRefusedException(
                    "#foreach has nothing to loop over: a range goes from number to number, and values are text",
                    new EnginePosition(getTemplateName(), getLine(), getColumn()));
        }
        Iterator<?> elements = super.getIterator(iterable, node);
        return elements == null ? null : tracked(elements, TemplateRun.current().taint(), iterable);
    }

    /** What is taken out of something that was computed of a secret was computed of one as well, at every turn. */
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
