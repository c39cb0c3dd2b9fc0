package dev.lineman.oracle;

import java.util.ArrayList;
import java.util.List;

/** A piece of a template that is made up: text, or pieces between a beginning and an end. */
public sealed interface Node {
    /** As it stands in the file. */
    String text();

    /** How many pieces there are here and below. */
    default int size() {
        return 1;
    }

    /** The same without the pieces whose places, in the order of the file, are from one to before another. */
    default Node without(int from, int to) {
        return this;
    }

    /** Text as it is. */
    record TextNode(String text) implements Node {}

    /** What is between two ends. */
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

    /** Content as CDATA, in as many sections as it needs. */
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

    /** Places count from the node around, which is 0. */
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
