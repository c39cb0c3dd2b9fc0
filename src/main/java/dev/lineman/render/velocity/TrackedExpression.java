package dev.lineman.render.velocity;

import org.apache.velocity.context.InternalContextAdapter;
import org.apache.velocity.runtime.parser.node.ASTBlock;
import org.apache.velocity.runtime.parser.node.ASTDirective;
import org.apache.velocity.runtime.parser.node.ASTDirectiveAssign;
import org.apache.velocity.runtime.parser.node.ASTElseIfStatement;
import org.apache.velocity.runtime.parser.node.ASTIfStatement;
import org.apache.velocity.runtime.parser.node.ASTSetDirective;
import org.apache.velocity.runtime.parser.node.Node;
import org.apache.velocity.runtime.parser.node.SimpleNode;

/**
 * An expression of a directive that reports its begin and end to {@link SecretTaint}: what it reads between them is
 * what its value is computed from. It replaces the expression in the syntax tree. Shared between threads; it has no
 * state of a run.
 */
final class TrackedExpression extends SimpleNode {
    private final Node expression;

    private TrackedExpression(Node expression) {
        super(expression.getType());
        this.expression = expression;
        template = expression.getTemplate();
        line = expression.getLine();
        column = expression.getColumn();
        jjtAddChild(expression, 0);
        expression.jjtSetParent(this);
    }

    /** Wraps all expressions of directives in a tree. The engine must not have initialized the tree yet. */
    static void insert(Node root) {
        for (int i = 0; i < root.jjtGetNumChildren(); i++) {
            Node child = root.jjtGetChild(i);
            insert(child);
            if (isExpression(root, i, child)) {
                TrackedExpression tracked = new TrackedExpression(child);
                tracked.jjtSetParent(root);
                root.jjtAddChild(tracked, i);
            }
        }
    }

    /**
     * Whether this child of a node is an expression that gives a value: a condition, the right side of {@code #set},
     * the list of {@code #foreach}, a default of a macro parameter, or an argument.
     */
    private static boolean isExpression(Node parent, int index, Node child) {
        if (parent instanceof ASTIfStatement || parent instanceof ASTElseIfStatement) {
            return index == 0;
        }
        if (parent instanceof ASTSetDirective) {
            return index == 1;
        }
        if (!(parent instanceof ASTDirective directive) || child instanceof ASTBlock) {
            return false;
        }
        return switch (directive.getDirectiveName()) {
            case "foreach" -> index == 2;
            case "macro" -> index > 0 && parent.jjtGetChild(index - 1) instanceof ASTDirectiveAssign;
            default -> true;
        };
    }

    @Override
    public Object init(InternalContextAdapter context, Object data) {
        return expression.init(context, data);
    }

    /** Evaluates the expression between begin and end. */
    @Override
    public Object value(InternalContextAdapter context) {
        if (!(context.getInternalUserContext() instanceof TemplateRun run)) {
            return expression.value(context);
        }
        run.taint().beginExpression();
        Object value = expression.value(context);
        run.taint().endExpression(value);
        return value;
    }

    /** Evaluates a condition. Its reads are forgotten: a value that only depends on a condition is not tainted. */
    @Override
    public boolean evaluate(InternalContextAdapter context) {
        boolean holds = expression.evaluate(context);
        if (context.getInternalUserContext() instanceof TemplateRun run) {
            run.taint().beginExpression();
        }
        return holds;
    }

    @Override
    public String literal() {
        return expression.literal();
    }
}
