package dev.lineman.render.velocity;

import dev.lineman.render.content.EnginePosition;
import dev.lineman.render.text.RenderBudget;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.velocity.runtime.parser.Token;
import org.apache.velocity.runtime.parser.node.ASTBinaryOperator;
import org.apache.velocity.runtime.parser.node.ASTComment;
import org.apache.velocity.runtime.parser.node.ASTDirective;
import org.apache.velocity.runtime.parser.node.ASTExpression;
import org.apache.velocity.runtime.parser.node.ASTFloatingPointLiteral;
import org.apache.velocity.runtime.parser.node.ASTIfStatement;
import org.apache.velocity.runtime.parser.node.ASTIntegerLiteral;
import org.apache.velocity.runtime.parser.node.ASTIntegerRange;
import org.apache.velocity.runtime.parser.node.ASTMap;
import org.apache.velocity.runtime.parser.node.ASTMathNode;
import org.apache.velocity.runtime.parser.node.ASTMethod;
import org.apache.velocity.runtime.parser.node.ASTObjectArray;
import org.apache.velocity.runtime.parser.node.ASTSetDirective;
import org.apache.velocity.runtime.parser.node.ASTStringLiteral;
import org.apache.velocity.runtime.parser.node.ASTText;
import org.apache.velocity.runtime.parser.node.ASTTextblock;
import org.apache.velocity.runtime.parser.node.Node;

/**
 * What of Velocity a template may use. Refused are the directives that reach files or text that is put
 * together, and those whose cost cannot be counted: blocks that are kept and run elsewhere, directives in
 * quotes, and lists where an operator would make a text of them.
 */
final class AllowedSyntax {
    private static final int MAX_DEPTH = 400;

    /** What numbers and texts become that are computed of many others takes long, and is paid by the others alone. */
    private static final int MAX_OPERATORS = 50;

    private static final int MAX_DIGITS = 40;
    private static final Set<String> REFUSED = Set.of("include", "evaluate", "define");

    private final String text;
    private final boolean quoted;
    private int nodes;
    private final Map<String, Integer> macros = new HashMap<>();

    private AllowedSyntax(String text, boolean quoted) {
        this.text = text;
        this.quoted = quoted;
    }

    /** A text that does not parse, or has what a template may not use: where in it, and why. */
    static final class RefusedSyntaxException extends RuntimeException {
        private final int offset;
        private final String reason;

        RefusedSyntaxException(int offset, String reason) {
            super(reason, null, false, false);
            this.offset = offset;
            this.reason = reason;
        }

        int offset() {
            return offset;
        }

        /** The same for the text in which the text that was checked stands somewhere. */
        RefusedSyntaxException inText(String whole, String part) {
            return new RefusedSyntaxException(Math.max(0, whole.indexOf(part)) + offset, reason);
        }

        String reason() {
            return reason;
        }
    }

    /**
     * Checks a tree.
     *
     * @param text that it is the tree of
     * @param quoted whether it stands in quotes
     */
    static AllowedSyntax check(Node root, String text, boolean quoted) {
        AllowedSyntax syntax = new AllowedSyntax(text, quoted);
        syntax.check(root, 0);
        return syntax;
    }

    /** How many nodes the tree has. */
    int nodes() {
        return nodes;
    }

    /** What each macro in it costs to run, by its name. */
    Map<String, Integer> macros() {
        return macros;
    }

    /** What it costs to run a tree once, in nodes: its text counts as well. */
    static int cost(Node node) {
        int cost = RenderBudget.nodeCost(1, isText(node) ? length(node) : 0);
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            cost += cost(node.jjtGetChild(i));
        }
        return cost;
    }

    private static boolean isText(Node node) {
        return node instanceof ASTText
                || node instanceof ASTTextblock
                || node instanceof ASTStringLiteral
                || node instanceof ASTComment;
    }

    /** How many characters a node of a tree that was not yet initialised stands for. */
    private static int length(Node node) {
        int length = 0;
        for (Token token = node.getFirstToken(); token != null; token = token.next) {
            length += token.image == null ? 0 : token.image.length();
            if (token == node.getLastToken()) {
                break;
            }
        }
        return length;
    }

    private void check(Node node, int depth) {
        nodes++;
        if (depth > MAX_DEPTH) {
            throw refuse(node, "this is nested too deep");
        }
        if (node instanceof ASTDirective directive) {
            check(directive);
        }
        if (quoted
                && (node instanceof ASTDirective
                        || node instanceof ASTIfStatement
                        || node instanceof ASTSetDirective)) {
            throw refuse(node, "directives cannot stand in double quotes; use single quotes for a text with a '#'");
        }
        if ((node instanceof ASTIntegerLiteral || node instanceof ASTFloatingPointLiteral)
                && node.literal().length() > MAX_DIGITS) {
            throw refuse(node, "a number has more than " + MAX_DIGITS + " digits");
        }
        if (node instanceof ASTMathNode
                && !(parentOperator(node) instanceof ASTMathNode)
                && countOperators(node) > MAX_OPERATORS) {
            throw refuse(
                    node,
                    "an expression has more than " + MAX_OPERATORS + " operators; put parts of it into variables");
        }
        if (isList(node) && isOperand(node)) {
            throw refuse(node, "a list cannot be an operand");
        }
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            check(node.jjtGetChild(i), depth + 1);
        }
        if (node instanceof ASTDirective directive
                && directive.getDirectiveName().equals("foreach")) {
            directive.setInfo(cost(node));
        }
        if (node instanceof ASTDirective directive
                && directive.getDirectiveName().equals("macro")) {
            macros.put(node.jjtGetChild(0).getFirstToken().image, cost(node));
        }
    }

    private void check(ASTDirective directive) {
        String name = directive.getDirectiveName();
        if (REFUSED.contains(name) || name.startsWith("@")) {
            throw refuse(directive, "#" + name + " is not available in templates");
        }
    }

    private static boolean isList(Node node) {
        return node instanceof ASTIntegerRange || node instanceof ASTObjectArray || node instanceof ASTMap;
    }

    /** The operators of an expression that computes, with those of what it is computed of. */
    private static int countOperators(Node node) {
        int operators = node instanceof ASTMathNode ? 1 : 0;
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            operators += countOperators(node.jjtGetChild(i));
        }
        return operators;
    }

    private static Node parentOperator(Node operand) {
        Node parent = operand.jjtGetParent();
        while (parent instanceof ASTExpression) {
            parent = parent.jjtGetParent();
        }
        return parent;
    }

    private static boolean isOperand(Node node) {
        Node parent = parentOperator(node);
        return parent instanceof ASTBinaryOperator || parent instanceof ASTMethod;
    }

    private RefusedSyntaxException refuse(Node node, String reason) {
        int offset = new EnginePosition("", node.getLine(), node.getColumn()).offsetIn(text);
        return new RefusedSyntaxException(offset, reason);
    }
}
