package dev.lineman.input.yaml;

import static dev.lineman.input.yaml.SimpleYamlText.require;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses the simple YAML that most files have, in a fraction of the time of SnakeYAML's parser: block mappings and
 * lists, flow mappings and lists in one line, and scalars in one line, plain or in quotes without escapes. It takes
 * nothing else: for any other text, and for any error, SnakeYAML decides. For each text that it takes, the nodes are
 * those of SnakeYAML. Used for one file. Not thread-safe.
 */
final class SimpleYamlParser {
    private static final int MAX_DEPTH = 16;

    private static final String SECRET = "!secret ";
    private static final String ENVIRONMENT = "!env ";

    private final SimpleYamlText text;
    private int nodes;
    private int depth;

    private SimpleYamlParser(SimpleYamlText text) {
        this.text = text;
    }

    /**
     * The documents of a file, without empty ones; null if SnakeYAML must parse it.
     *
     * @param text has only printable characters
     */
    static @Nullable List<YamlNode> documents(String text) {
        YamlSection whole = section(text, 0);
        return whole == null ? null : whole.documents();
    }

    /**
     * The content of a section of a file; null if SnakeYAML must parse it.
     *
     * @param text has only printable characters
     * @param lines the number of lines of the file above the section
     */
    static @Nullable YamlSection section(String text, int lines) {
        try {
            SimpleYamlParser parser = new SimpleYamlParser(new SimpleYamlText(text, lines));
            List<YamlNode> documents = parser.documents();
            return documents == null ? null : new YamlSection(documents, parser.nodes, 0);
        } catch (SimpleYamlText.NotSimple e) {
            return null;
        }
    }

    private @Nullable List<YamlNode> documents() {
        List<YamlNode> documents = new ArrayList<>();
        while (!text.isAtEnd()) {
            if (text.indent() == SimpleYamlText.OUTSIDE) {
                text.nextLine();
            } else {
                documents.add(block());
                require(text.indent() == SimpleYamlText.OUTSIDE);
            }
        }
        return documents.isEmpty() ? null : documents;
    }

    /** The mapping or list that begins here. Moves to the text behind it. */
    private YamlNode block() {
        return text.isItem() ? sequence() : mapping();
    }

    private YamlNode.Mapping mapping() {
        enter();
        int line = text.line();
        int column = text.column();
        List<YamlNode.MappingEntry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        do {
            YamlNode.Scalar key = key(seen, false);
            entries.add(new YamlNode.MappingEntry(key, value(column)));
            require(text.indent() < column || (text.indent() == column && !text.isItem()));
        } while (text.indent() == column);
        depth--;
        return new YamlNode.Mapping(List.copyOf(entries), line, column + 1);
    }

    /** A key that is not among those seen. Moves behind its colon. */
    private YamlNode.Scalar key(Set<String> seen, boolean flow) {
        int column = text.column();
        boolean plain = text.isPlain();
        String name = text.scalar(flow);
        require(seen.add(name));
        text.skipColon();
        return scalar(name, YamlNode.Tag.TEXT, plain, false, column);
    }

    /**
     * The value behind the colon of a key in a block mapping.
     *
     * @param column of the mapping
     */
    private YamlNode value(int column) {
        if (!text.isLineEnd()) {
            text.skipBlanks();
            return inLine();
        }
        YamlNode.Scalar empty = scalar("", YamlNode.Tag.TEXT, true, text.isCut(), text.column());
        text.nextLine();
        if (text.indent() > column) {
            return block();
        }
        return text.indent() == column && text.isItem() ? sequence() : empty;
    }

    private YamlNode.Sequence sequence() {
        enter();
        int line = text.line();
        int column = text.column();
        List<YamlNode> items = new ArrayList<>();
        do {
            text.skip();
            require(!text.isLineEnd());
            items.add(text.isKey() ? mapping() : inLine());
            require(text.indent() <= column);
        } while (text.indent() == column && text.isItem());
        depth--;
        return new YamlNode.Sequence(List.copyOf(items), line, column + 1);
    }

    /** A value that ends with its line. Moves to the next text. */
    private YamlNode inLine() {
        YamlNode node = flowNode(false);
        require(text.isLineEnd());
        text.nextLine();
        return node;
    }

    /** A scalar, or a mapping or list in one line. */
    private YamlNode flowNode(boolean flow) {
        return switch (text.next()) {
            case '{' -> flowMapping();
            case '[' -> flowSequence();
            default -> scalar(flow);
        };
    }

    private YamlNode.Mapping flowMapping() {
        enter();
        int column = text.column();
        List<YamlNode.MappingEntry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (boolean more = !isEmptyUntil('}'); more; more = isContinued('}')) {
            YamlNode.Scalar key = key(seen, true);
            text.skipBlanks();
            entries.add(new YamlNode.MappingEntry(key, flowNode(true)));
        }
        depth--;
        return new YamlNode.Mapping(List.copyOf(entries), text.line(), column + 1);
    }

    private YamlNode.Sequence flowSequence() {
        enter();
        int column = text.column();
        List<YamlNode> items = new ArrayList<>();
        for (boolean more = !isEmptyUntil(']'); more; more = isContinued(']')) {
            items.add(flowNode(true));
        }
        depth--;
        return new YamlNode.Sequence(List.copyOf(items), text.line(), column + 1);
    }

    /** Moves behind an opening bracket, and behind the closing one if there is nothing between. */
    private boolean isEmptyUntil(char end) {
        text.skip();
        boolean empty = text.next() == end;
        if (empty) {
            text.skip();
        }
        return empty;
    }

    /** Moves behind a comma to the next entry, or behind the closing bracket. */
    private boolean isContinued(char end) {
        text.skipBlanks();
        char c = text.next();
        require(c == end || c == ',');
        text.skip();
        return c == ',';
    }

    private YamlNode.Scalar scalar(boolean flow) {
        int column = text.column();
        YamlNode.Tag tag = text.skip(SECRET)
                ? YamlNode.Tag.SECRET
                : text.skip(ENVIRONMENT) ? YamlNode.Tag.ENVIRONMENT : YamlNode.Tag.TEXT;
        boolean plain = text.isPlain();
        String value = text.scalar(flow);
        require(tag == YamlNode.Tag.TEXT || !value.isBlank());
        return scalar(value, tag, plain, plain && text.isCut(), column);
    }

    private YamlNode.Scalar scalar(String value, YamlNode.Tag tag, boolean plain, boolean cut, int column) {
        require(++nodes <= YamlNodeBuilder.MAX_NODES);
        boolean given = tag != YamlNode.Tag.TEXT || !plain || !YamlNodeBuilder.isNull(value);
        return new YamlNode.Scalar(value, tag, given, cut, text.line(), column + 1);
    }

    /** Counts a mapping or list that begins here. */
    private void enter() {
        require(++depth <= MAX_DEPTH && ++nodes <= YamlNodeBuilder.MAX_NODES);
    }
}
