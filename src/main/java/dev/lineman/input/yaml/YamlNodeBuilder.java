package dev.lineman.input.yaml;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;

/**
 * Builds nodes from the events of SnakeYAML's parser, at half the cost of SnakeYAML's own tree. Enforces limits, so
 * that no file takes too much time or memory. Used for one file. Not thread-safe.
 */
final class YamlNodeBuilder {
    /** The largest scalar, in bytes of UTF-8. No setting of a phone is longer. */
    static final int MAX_SCALAR = 64 << 10;

    static final String TOO_LONG =
            "a value or key is longer than 64 KiB; shorten it, or close its quotes where they are missing";

    /**
     * The most values, keys, lists and mappings in one file: those of 60,000 extensions with a phone. A larger file
     * would delay every edit.
     */
    static final int MAX_NODES = 2_000_000;

    static final int MAX_ALIASES = 50;
    private static final int MAX_TAG_HANDLES = 50;
    private static final int MAX_DEPTH = 32;
    private static final String STRING_TAG = "tag:yaml.org,2002:str";

    private final String file;
    private final Parser parser;
    private final CutTextFinder cutTexts;
    private int nodes;
    /** Anchors of the present document. */
    private Map<String, YamlNode> anchors = new HashMap<>();

    private int aliases;
    /** Present depth of nested lists and mappings. */
    private int depth;

    /**
     * A builder for one file.
     *
     * @param file its path for problems
     * @param text the text that the parser reads
     */
    YamlNodeBuilder(String file, Parser parser, String text) {
        this.file = file;
        this.parser = parser;
        this.cutTexts = new CutTextFinder(text);
    }

    /**
     * The documents of the file. Leaves out empty ones.
     *
     * @throws Invalid at the first error
     */
    List<YamlNode> documents() {
        List<YamlNode> documents = new ArrayList<>();
        parser.getEvent();
        while (!parser.checkEvent(Event.ID.StreamEnd)) {
            beginDocument(parser.getEvent());
            YamlNode node = node(parser.getEvent());
            if (!(node instanceof YamlNode.Scalar scalar) || scalar.given()) {
                documents.add(node);
            }
            parser.getEvent();
        }
        return documents;
    }

    /** The number of nodes so far. */
    int nodes() {
        return nodes;
    }

    /** The number of aliases so far. */
    int aliases() {
        return aliases;
    }

    /**
     * Bounds the %TAG lines of a document and forgets anchors. SnakeYAML copies what it keeps between documents each
     * time, so that must be little.
     */
    private void beginDocument(Event document) {
        Map<String, String> handles = ((DocumentStartEvent) document).getTags();
        if (handles != null && handles.size() > MAX_TAG_HANDLES) {
            Mark mark = document.getStartMark();
            throw new Invalid(mark.getLine() + 1, mark.getColumn() + 1, "more than " + MAX_TAG_HANDLES + " %TAG lines");
        }
        if (!anchors.isEmpty()) {
            // HashMap.clear() costs the size of the largest document before, for every later document.
            anchors = new HashMap<>();
        }
    }

    /** The node that begins with an event, with everything inside it. */
    private YamlNode node(Event event) {
        Mark mark = event.getStartMark();
        int line = mark.getLine() + 1;
        int column = mark.getColumn() + 1;
        if (++nodes > MAX_NODES) {
            throw new Invalid(line, column, "more than " + MAX_NODES + " values and keys in one file; split it");
        }
        if (event instanceof AliasEvent alias) {
            if (++aliases > MAX_ALIASES) {
                throw new Invalid(
                        line, column, "more than " + MAX_ALIASES + " aliases in one file; write the values out");
            }
            YamlNode target = anchors.get(alias.getAnchor());
            if (target == null) {
                throw new Invalid(
                        line,
                        column,
                        "this alias has no anchor above it, or is inside its own anchor;"
                                + " put the value in quotes if it only begins with '*'");
            }
            return target;
        }
        if (++depth > MAX_DEPTH) {
            throw new Invalid(
                    line,
                    column,
                    "lists and mappings are nested more than " + MAX_DEPTH + " levels deep here; use fewer levels");
        }
        YamlNode node;
        if (event instanceof ScalarEvent scalar) {
            node = scalar(scalar, line, column);
        } else if (event instanceof MappingStartEvent mapping) {
            refuseTag(mapping.getTag(), line, column);
            node = new YamlNode.Mapping(entries(), line, column);
        } else if (event instanceof SequenceStartEvent sequence) {
            refuseTag(sequence.getTag(), line, column);
            node = new YamlNode.Sequence(items(), line, column);
        } else {
            throw new IllegalStateException("a node begins with " + event.getEventId());
        }
        depth--;
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            if (isTooLong(anchor)) {
                throw new Invalid(line, column, "the name of this anchor is longer than 64 KiB");
            }
            anchors.put(anchor, node);
        }
        return node;
    }

    /** The entries of the mapping that has just begun. Rejects a key that occurs twice. */
    private List<YamlNode.MappingEntry> entries() {
        List<YamlNode.MappingEntry> mappingEntries = new ArrayList<>();
        Map<String, YamlNode.Scalar> seen = new HashMap<>();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            YamlNode key = node(parser.getEvent());
            if (!(key instanceof YamlNode.Scalar name) || name.tag() != YamlNode.Tag.TEXT) {
                throw new Invalid(key.line(), key.column(), "a key must be plain text");
            }
            YamlNode.Scalar first = seen.putIfAbsent(name.text(), name);
            if (first != null) {
                throw new Invalid(
                        name.line(),
                        name.column(),
                        "this key stands twice in its mapping, first in line " + first.line());
            }
            mappingEntries.add(new YamlNode.MappingEntry(name, node(parser.getEvent())));
        }
        parser.getEvent();
        return List.copyOf(mappingEntries);
    }

    /** The items of the list that has just begun. */
    private List<YamlNode> items() {
        List<YamlNode> items = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            items.add(node(parser.getEvent()));
        }
        parser.getEvent();
        return List.copyOf(items);
    }

    /** A scalar with the meaning of its tag. */
    private YamlNode.Scalar scalar(ScalarEvent event, int line, int column) {
        String text = event.getValue();
        if (isTooLong(text)) {
            throw new Invalid(line, column, TOO_LONG);
        }
        String tag = event.getTag();
        boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
        boolean bare = plain && text.isEmpty();
        boolean cut = plain && cutTexts.isCutAt(event.getEndMark());
        if (bare && event.getAnchor() != null) {
            throw new Invalid(line, column, "an anchor of nothing; put the value in quotes if it only begins with '&'");
        }
        if (tag == null || tag.equals(STRING_TAG) || (tag.equals("!") && !bare)) {
            boolean given = tag != null || !plain || !isNull(text);
            return new YamlNode.Scalar(text, YamlNode.Tag.TEXT, given, cut, line, column);
        }
        YamlNode.Tag known = switch (tag) {
            case "!secret" -> YamlNode.Tag.SECRET;
            case "!env" -> YamlNode.Tag.ENVIRONMENT;
            default -> throw unknownTag(line, column);
        };
        if (text.isBlank()) {
            throw new Invalid(line, column, "the name is missing: write " + tag + " NAME");
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw new Invalid(line, column, "a name behind " + tag + " is one word, without line breaks and tabs");
        }
        return new YamlNode.Scalar(text, known, true, cut, line, column);
    }

    /** Whether a text without quotes and tag means that there is no value. */
    static boolean isNull(String text) {
        return text.isEmpty() || text.equals("~") || text.equals("null");
    }

    /** Whether a text has more than {@link #MAX_SCALAR} bytes. Encodes only texts that may have. */
    private static boolean isTooLong(String text) {
        return text.length() > MAX_SCALAR
                || (text.length() > MAX_SCALAR / 3 && text.getBytes(StandardCharsets.UTF_8).length > MAX_SCALAR);
    }

    /** Rejects a tag on a list or mapping. */
    private void refuseTag(@Nullable String tag, int line, int column) {
        if (tag != null && !tag.equals("!")) {
            throw unknownTag(line, column);
        }
    }

    /** The error for a tag that Lineman does not have. */
    private Invalid unknownTag(int line, int column) {
        return new Invalid(
                line,
                column,
                "an unknown tag; there are !secret and !env; put the value in quotes if it only begins with '!'");
    }

    /** Ends the recursion at the first error, which makes the whole file unusable. */
    final class Invalid extends RuntimeException {
        private static final long serialVersionUID = 1;

        final transient Problem problem;

        Invalid(int line, int column, String message) {
            super(message, null, false, false);
            this.problem = Problem.blocking(new Position(file, line, column), message);
        }
    }
}
