package dev.lineman.render.velocity.syntax;

import dev.lineman.render.content.EnginePosition;
import dev.lineman.render.content.RenderingRefusedException;
import org.apache.velocity.context.InternalContextAdapter;
import org.apache.velocity.runtime.parser.node.ASTBinaryOperator;
import org.apache.velocity.runtime.parser.node.ASTComparisonNode;
import org.apache.velocity.runtime.parser.node.ASTIntegerRange;
import org.apache.velocity.runtime.parser.node.ASTMathNode;
import org.apache.velocity.runtime.parser.node.ASTNegateNode;
import org.apache.velocity.runtime.parser.node.Node;
import org.apache.velocity.runtime.parser.node.SimpleNode;
import org.jspecify.annotations.Nullable;

/**
 * A calculation, a comparison or a range whose operands are {@link CheckedOperand}s. A result that the engine cannot
 * compute becomes a refusal with the position of the first operand. It replaces the operation in the syntax tree. Shared
 * between threads; it has no state of a run.
 */
public final class CheckedOperation extends SimpleNode {
    private final Node operation;
    private final String sign;

    private CheckedOperation(Node operation) {
        super(operation.getType());
        this.operation = operation;
        this.sign = sign(operation);
        template = operation.getTemplate();
        jjtAddChild(operation, 0);
        operation.jjtSetParent(this);
    }

    /** Wraps all operations in a tree, and their operands. The engine must not have initialized the tree yet. */
    public static void insert(Node root) {
        for (int i = 0; i < root.jjtGetNumChildren(); i++) {
            Node child = root.jjtGetChild(i);
            insert(child);
            if (isOperation(child)) {
                CheckedOperand.insert(child, sign(child));
                CheckedOperation checked = new CheckedOperation(child);
                checked.jjtSetParent(root);
                root.jjtAddChild(checked, i);
            }
        }
    }

    private static boolean isOperation(Node node) {
        return node instanceof ASTMathNode
                || node instanceof ASTComparisonNode
                || node instanceof ASTNegateNode
                || node instanceof ASTIntegerRange;
    }

    /** Returns the sign of an operation, as it stands in a template. */
    private static String sign(Node operation) {
        if (operation instanceof ASTIntegerRange) {
            return "..";
        }
        return operation instanceof ASTBinaryOperator binary ? binary.getLiteralOperator() : "-";
    }

    @Override
    public Object init(InternalContextAdapter context, Object data) {
        Object initialized = operation.init(context, data);
        // The engine has the place behind the sign.
        line = operation.jjtGetChild(0).getLine();
        column = operation.jjtGetChild(0).getColumn();
        return initialized;
    }

    /** Returns the result. Numbers without an exact value, such as infinity, are no results. */
    @Override
    public @Nullable Object value(InternalContextAdapter context) {
        try {
            Object value = operation.value(context);
            if (value instanceof Double number && !Double.isFinite(number)) {
                throw impossible();
            }
            return value;
        } catch (ArithmeticException | NumberFormatException e) {
            throw impossible();
        }
    }

    @Override
    public boolean evaluate(InternalContextAdapter context) {
        try {
            return operation.evaluate(context);
        } catch (ArithmeticException | NumberFormatException e) {
            throw impossible();
        }
    }

    private RenderingRefusedException impossible() {
        return new RenderingRefusedException(
                "'" + sign + "' cannot take these numbers: use whole numbers with fewer digits",
                new EnginePosition(getTemplateName(), line, column));
    }

    @Override
    public String literal() {
        return operation.literal();
    }
}
