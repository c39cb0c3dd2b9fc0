package dev.lineman.render;

import java.util.Set;
import org.apache.velocity.runtime.parser.node.ASTBinaryOperator;
import org.apache.velocity.runtime.parser.node.ASTDirective;
import org.apache.velocity.runtime.parser.node.ASTExpression;
import org.apache.velocity.runtime.parser.node.ASTIfStatement;
import org.apache.velocity.runtime.parser.node.ASTIntegerRange;
import org.apache.velocity.runtime.parser.node.ASTMap;
import org.apache.velocity.runtime.parser.node.ASTMethod;
import org.apache.velocity.runtime.parser.node.ASTObjectArray;
import org.apache.velocity.runtime.parser.node.ASTSetDirective;
import org.apache.velocity.runtime.parser.node.Node;

/**
 * What of Velocity a template may use. Refused are the directives that reach files or text that is put
 * together, and those whose cost cannot be counted: blocks that are kept and run elsewhere, directives in
 * quotes, and lists where an operator would make a text of them.
 */
final class Grammar {
    private static final int DEEPEST = 400;
    private static final Set<String> REFUSED = Set.of("include", "evaluate", "define");

    private final String text;
    private final boolean quoted;
    private int nodes;
    private int largestMacro;

    private Grammar(String text, boolean quoted) {
        this.text = text;
        this.quoted = quoted;
    }

    /** Something that a template may not use. */
    static final class Broken extends RuntimeException {
        private final int offset;
        private final String reason;

        Broken(int offset, String reason) {
            super(reason, null, false, false);
            this.offset = offset;
            this.reason = reason;
        }

        int offset() {
            return offset;
        }

        /** The same for the text in which the text that was checked stands somewhere. */
        Broken within(String whole, String part) {
            return new Broken(Math.max(0, whole.indexOf(part)) + offset, reason);
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
    static Grammar check(Node root, String text, boolean quoted) {
        Grammar grammar = new Grammar(text, quoted);
        grammar.check(root, 0);
        return grammar;
    }

    /** How many nodes the tree has. */
    int nodes() {
        return nodes;
    }

    /** How many nodes the largest macro in it has, 0 without any. */
    int largestMacro() {
        return largestMacro;
    }

    private void check(Node node, int depth) {
        int before = nodes++;
        if (depth > DEEPEST) {
            throw broken(node, "this is nested too deep");
        }
        if (node instanceof ASTDirective directive) {
            check(directive);
        }
        if (quoted
                && (node instanceof ASTDirective
                        || node instanceof ASTIfStatement
                        || node instanceof ASTSetDirective)) {
            throw broken(node, "directives cannot stand in double quotes; use single quotes for a text with a '#'");
        }
        if (isList(node) && isOperand(node)) {
            throw broken(node, "a list cannot be an operand");
        }
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            check(node.jjtGetChild(i), depth + 1);
        }
        if (node instanceof ASTDirective directive
                && directive.getDirectiveName().equals("macro")) {
            largestMacro = Math.max(largestMacro, nodes - before);
        }
    }

    private void check(ASTDirective directive) {
        String name = directive.getDirectiveName();
        if (REFUSED.contains(name) || name.startsWith("@")) {
            throw broken(directive, "#" + name + " is not available in templates");
        }
    }

    private static boolean isList(Node node) {
        return node instanceof ASTIntegerRange || node instanceof ASTObjectArray || node instanceof ASTMap;
    }

    private static boolean isOperand(Node node) {
        Node parent = node.jjtGetParent();
        while (parent instanceof ASTExpression) {
            parent = parent.jjtGetParent();
        }
        return parent instanceof ASTBinaryOperator || parent instanceof ASTMethod;
    }

    private Broken broken(Node node, String reason) {
        int offset = new Spot("", node.getLine(), node.getColumn()).offsetIn(text);
        return new Broken(offset, reason);
    }
}
