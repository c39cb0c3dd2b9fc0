package dev.lineman.render.velocity.syntax;

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
 * The part of Velocity that templates may use. {@link dev.lineman.render.velocity.TemplateEngine} checks each syntax tree before it can run. The
 * check refuses directives that read files or run text that is computed.
 *
 * <p>It also refuses syntax with a cost that {@link RenderBudget} cannot know before it runs: blocks that run
 * elsewhere, directives in quotes, and lists as operands, which an operator would turn into text. For one check, by
 * one thread.
 */
public final class AllowedSyntax {
    /** How deep a tree may be nested. The engine walks it by recursion. */
    private static final int MAX_DEPTH = 400;

    /** Operators in one expression. Its operands can grow with each operator, and only variables are measured. */
    private static final int MAX_OPERATORS = 50;

    /** Digits of a number literal. */
    private static final int MAX_DIGITS = 40;

    /** Directives that read files, run computed text, or run a block elsewhere. */
    private static final Set<String> REFUSED = Set.of("include", "evaluate", "define");

    private final String text;

    /** Whether the text is inside double quotes. */
    private final boolean quoted;

    /** Nodes that were checked. */
    private int nodes;

    /** The cost of each macro, in nodes. */
    private final Map<String, Integer> macros = new HashMap<>();

    private AllowedSyntax(String text, boolean quoted) {
        this.text = text;
        this.quoted = quoted;
    }

    /**
     * A text that does not parse or uses something that is not allowed. Without a stack trace, since templates can
     * cause it at will.
     */
    public static final class RefusedSyntaxException extends RuntimeException {
        private final int offset;
        private final String reason;

        /**
         * @param offset in the text that was checked, in characters
         * @param reason the message for the author of the template
         */
        public RefusedSyntaxException(int offset, String reason) {
            super(reason, null, false, false);
            this.offset = offset;
            this.reason = reason;
        }

        /** Where in the text it is, in characters. */
        public int offset() {
            return offset;
        }

        /** The same for the whole template, if the text that was checked is a part of it. */
        public RefusedSyntaxException inText(String whole, String part) {
            return new RefusedSyntaxException(Math.max(0, whole.indexOf(part)) + offset, reason);
        }

        /** The message for the author of the template. */
        public String reason() {
            return reason;
        }
    }

    /**
     * Checks a tree and stores in its loops what each turn costs.
     *
     * @param text the text that the tree was parsed from
     * @param quoted whether the text is inside double quotes
     * @throws RefusedSyntaxException if the tree has something that is not allowed
     */
    public static AllowedSyntax check(Node root, String text, boolean quoted) {
        AllowedSyntax syntax = new AllowedSyntax(text, quoted);
        syntax.check(root, 0);
        return syntax;
    }

    /** The number of nodes of the tree. */
    public int nodes() {
        return nodes;
    }

    /** The cost of one call of each macro, in nodes, by name. */
    public Map<String, Integer> macros() {
        return macros;
    }

    /** The cost of running a tree once, in nodes. Its text counts too. */
    public static int cost(Node node) {
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

    /**
     * The length of a node in characters, from its tokens: before the engine initializes a tree, its nodes have no
     * text.
     */
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
            // BudgetedForeach reads the cost from this field of the node.
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

    /** Operators of an expression, with those of its operands. */
    private static int countOperators(Node node) {
        int operators = node instanceof ASTMathNode ? 1 : 0;
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            operators += countOperators(node.jjtGetChild(i));
        }
        return operators;
    }

    /** The node that an operand belongs to. Parentheses are passed over. */
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
