package dev.lineman.command.schema;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Regular expressions for names in which the case of letters does not matter. They use only syntax that Java and
 * ECMA-262 with the flag {@code u} have in common, since JSON Schema has no flag for case. Names with a common beginning
 * share it, so that the expression for hundreds of models stays short. Stateless.
 */
final class NamePattern {
    /** Characters with a meaning in a regular expression, outside of brackets. */
    private static final String SYNTAX = "^$\\.*+?()[]{}|/";

    /** The names that continue after a common beginning, by their next character. */
    private static final class PrefixNode {
        private final Map<Integer, PrefixNode> next = new TreeMap<>();
        private boolean ends;

        private void add(int[] codePoints) {
            PrefixNode node = this;
            for (int codePoint : codePoints) {
                node = node.next.computeIfAbsent(codePoint, c -> new PrefixNode());
            }
            node.ends = true;
        }

        /** The expression for everything that follows this beginning. */
        private String expression(String between) {
            List<String> branches = next.entrySet().stream()
                    .map(entry ->
                            anyCase(entry.getKey()) + between + entry.getValue().expression(between))
                    .toList();
            String all = String.join("|", branches);
            return ends && !branches.isEmpty() ? "(?:" + all + ")?" : branches.size() > 1 ? "(?:" + all + ')' : all;
        }
    }

    private NamePattern() {}

    /** An expression for one of the names, without anchors. */
    static String anyCase(Collection<String> names) {
        return anyCase(names, "");
    }

    /**
     * An expression for one of the names, without anchors.
     *
     * @param between an expression for what may stand behind each character of a name
     */
    static String anyCase(Collection<String> names, String between) {
        PrefixNode root = new PrefixNode();
        names.forEach(
                name -> root.add(name.codePoints().map(Character::toLowerCase).toArray()));
        return root.expression(between);
    }

    /** An expression for exactly one of the names, without anchors. */
    static String exactly(Collection<String> names) {
        return names.stream()
                .map(name -> name.codePoints().mapToObj(NamePattern::literal).collect(Collectors.joining()))
                .collect(Collectors.joining("|", "(?:", ")"));
    }

    /** @param codePoint a letter in lower case, or another character */
    private static String anyCase(int codePoint) {
        int upper = Character.toUpperCase(codePoint);
        return codePoint == upper
                ? literal(codePoint)
                : '[' + Character.toString(codePoint) + Character.toString(upper) + ']';
    }

    private static String literal(int codePoint) {
        String text = Character.toString(codePoint);
        return SYNTAX.contains(text) ? '\\' + text : text;
    }
}
