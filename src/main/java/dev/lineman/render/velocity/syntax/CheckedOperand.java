package dev.lineman.render.velocity.syntax;

import dev.lineman.render.content.EnginePosition;
import dev.lineman.render.content.RenderingRefusedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.apache.velocity.context.InternalContextAdapter;
import org.apache.velocity.runtime.parser.node.ASTAddNode;
import org.apache.velocity.runtime.parser.node.ASTDivNode;
import org.apache.velocity.runtime.parser.node.ASTEQNode;
import org.apache.velocity.runtime.parser.node.ASTIntegerRange;
import org.apache.velocity.runtime.parser.node.ASTModNode;
import org.apache.velocity.runtime.parser.node.ASTNENode;
import org.apache.velocity.runtime.parser.node.ASTReference;
import org.apache.velocity.runtime.parser.node.MathUtils;
import org.apache.velocity.runtime.parser.node.Node;
import org.apache.velocity.runtime.parser.node.SimpleNode;
import org.jspecify.annotations.Nullable;

/**
 * An operand of a calculation, a comparison or a range. A value that the operator cannot take becomes a refusal with
 * the position of the operand; the engine would give no value instead, or fail. A text that is a number becomes that
 * number. It replaces the operand in the syntax tree. Shared between threads; it has no state of a run.
 */
final class CheckedOperand extends SimpleNode {
    /** A text that is a number. Exponents are left out: few characters would make numbers of any size. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?");

    /** The largest end of a range; the engine counts in 32 bits. */
    private static final int LARGEST_END = 1 << 30;

    private final Node operand;
    private final OperandKind kind;
    private final String sign;

    /** The operand as it stands in the template; empty if it is no reference. */
    private final String reference;

    /** What an operator takes. */
    private enum OperandKind {
        NUMBER,
        DIVISOR,
        END_OF_RANGE,
        NUMBER_OR_TEXT
    }

    private CheckedOperand(Node operand, OperandKind kind, String sign) {
        super(operand.getType());
        this.operand = operand;
        this.kind = kind;
        this.sign = sign;
        // Later, the engine drops the tokens that a literal is made from.
        this.reference = operand instanceof ASTReference ? operand.literal() : "";
        template = operand.getTemplate();
        jjtAddChild(operand, 0);
        operand.jjtSetParent(this);
    }

    /** Wraps the operands of an operation. {@code ==} and {@code !=} compare all values. */
    static void insert(Node operation, String sign) {
        if (operation instanceof ASTEQNode || operation instanceof ASTNENode) {
            return;
        }
        for (int i = 0; i < operation.jjtGetNumChildren(); i++) {
            CheckedOperand checked = new CheckedOperand(operation.jjtGetChild(i), kind(operation, i), sign);
            checked.jjtSetParent(operation);
            operation.jjtAddChild(checked, i);
        }
    }

    private static OperandKind kind(Node operation, int index) {
        if (operation instanceof ASTIntegerRange) {
            return OperandKind.END_OF_RANGE;
        }
        if (operation instanceof ASTAddNode) {
            return OperandKind.NUMBER_OR_TEXT;
        }
        boolean divisor = index == 1 && (operation instanceof ASTDivNode || operation instanceof ASTModNode);
        return divisor ? OperandKind.DIVISOR : OperandKind.NUMBER;
    }

    @Override
    public Object init(InternalContextAdapter context, Object data) {
        Object initialized = operand.init(context, data);
        line = operand.getLine();
        column = operand.getColumn();
        return initialized;
    }

    @Override
    public Object value(InternalContextAdapter context) {
        Object value = operand.value(context);
        if (value == null) {
            throw refusal("has no value: ask for it first with #if, or give it a default", reference);
        }
        if (kind == OperandKind.NUMBER_OR_TEXT) {
            if (value instanceof Boolean) {
                return value.toString();
            }
            if (value instanceof Number || value instanceof String) {
                return value;
            }
            throw refusal("is a list or a map: take an element or a key of it");
        }
        Number number = number(value);
        if (number == null) {
            throw refusal(
                    value instanceof String
                            ? "is a text that is not a number: correct the value, or ask for it first with #if"
                            : "is not a number");
        }
        if (kind == OperandKind.DIVISOR && MathUtils.isZero(number)) {
            throw refusal("is 0: ask for that first with #if");
        }
        if (kind == OperandKind.END_OF_RANGE && !isEndOfRange(number)) {
            throw refusal("is not a whole number between -" + LARGEST_END + " and " + LARGEST_END);
        }
        return number;
    }

    private static @Nullable Number number(Object value) {
        if (value instanceof Number number) {
            return number;
        }
        if (!(value instanceof String text) || !NUMBER.matcher(text).matches()) {
            return null;
        }
        if (text.indexOf('.') >= 0) {
            return new BigDecimal(text);
        }
        BigInteger whole = new BigInteger(text);
        return whole.bitLength() < Long.SIZE ? MathUtils.wrapPrimitive(whole.longValue(), Integer.class) : whole;
    }

    private static boolean isEndOfRange(Number number) {
        return number.doubleValue() == Math.rint(number.doubleValue()) && Math.abs(number.doubleValue()) <= LARGEST_END;
    }

    private RenderingRefusedException refusal(String reason) {
        return refusal(reason, "");
    }

    private RenderingRefusedException refusal(String reason, String missing) {
        String what = reference.isEmpty() ? "this" : reference;
        return new RenderingRefusedException(
                "'" + sign + "' needs " + (kind == OperandKind.NUMBER_OR_TEXT ? "a number or a text" : "a number")
                        + ", and " + what + ' ' + reason,
                new EnginePosition(getTemplateName(), line, column),
                missing);
    }

    @Override
    public String literal() {
        return operand.literal();
    }
}
