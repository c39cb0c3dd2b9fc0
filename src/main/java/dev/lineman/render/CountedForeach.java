package dev.lineman.render;

import java.io.IOException;
import java.io.Writer;
import org.apache.velocity.context.InternalContextAdapter;
import org.apache.velocity.runtime.RuntimeServices;
import org.apache.velocity.runtime.directive.Foreach;
import org.apache.velocity.runtime.parser.node.Node;

/** {@code #foreach} that pays for each turn what its body costs. Public because the engine makes it by class. */
public final class CountedForeach extends Foreach {
    private int nodes;

    @Override
    public void init(RuntimeServices services, InternalContextAdapter context, Node node) {
        super.init(services, context, node);
        nodes = count(node);
    }

    @Override
    protected void renderBlock(InternalContextAdapter context, Writer writer, Node block) throws IOException {
        if (context.getInternalUserContext() instanceof Scope scope) {
            scope.pay(nodes);
        }
        super.renderBlock(context, writer, block);
    }

    private static int count(Node node) {
        int nodes = 1;
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            nodes += count(node.jjtGetChild(i));
        }
        return nodes;
    }
}
