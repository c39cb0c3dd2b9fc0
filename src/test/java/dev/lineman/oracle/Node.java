package dev.lineman.oracle;

import java.util.ArrayList;
import java.util.List;

/** A piece of a generated template: text, or nodes between a beginning and an end. */
public sealed interface Node {
    /** The node as it is written to the file. */
    String text();

    /** Number of nodes here and below. */
    default int size() {
        return 1;
    }

    /** This node without a range of the nodes below it, counted in the order of the file. */
    default Node without(int from, int to) {
        return this;
    }

    /** Text, written unchanged. */
    record TextNode(String text) implements Node {}

    /** Nodes between a beginning and an end. */
    record NestedNode(String begin, List<Node> inside, String end) implements Node {
        public NestedNode {
            inside = List.copyOf(inside);
        }

        @Override
        public String text() {
            return begin + join(inside) + end;
        }

        @Override
        public int size() {
            return sizes(inside);
        }

        @Override
        public Node without(int from, int to) {
            return new NestedNode(begin, rest(inside, from, to), end);
        }
    }

    /** Content as CDATA, in as many sections as necessary. */
    record CdataNode(List<Node> inside) implements Node {
        public CdataNode {
            inside = List.copyOf(inside);
        }

        @Override
        public String text() {
            return "<![CDATA[" + join(inside).replace("]]>", "]]]]><![CDATA[>") + "]]>";
        }

        @Override
        public int size() {
            return sizes(inside);
        }

        @Override
        public Node without(int from, int to) {
            return new CdataNode(rest(inside, from, to));
        }
    }

    /** Content as text with entities. */
    record EntityTextNode(List<Node> inside) implements Node {
        public EntityTextNode {
            inside = List.copyOf(inside);
        }

        @Override
        public String text() {
            return join(inside)
                    .replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&#62;")
                    .replace("'", "&apos;");
        }

        @Override
        public int size() {
            return sizes(inside);
        }

        @Override
        public Node without(int from, int to) {
            return new EntityTextNode(rest(inside, from, to));
        }
    }

    private static String join(List<Node> nodes) {
        StringBuilder text = new StringBuilder();
        nodes.forEach(node -> text.append(node.text()));
        return text.toString();
    }

    private static int sizes(List<Node> nodes) {
        return 1 + nodes.stream().mapToInt(Node::size).sum();
    }

    /** The nodes outside of the range. Position 0 is the node around them. */
    private static List<Node> rest(List<Node> nodes, int from, int to) {
        List<Node> rest = new ArrayList<>();
        int place = 1;
        for (Node node : nodes) {
            if (place < from || place >= to) {
                rest.add(node.without(from - place, to - place));
            }
            place += node.size();
        }
        return rest;
    }
}
