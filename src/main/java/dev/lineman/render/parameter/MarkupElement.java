package dev.lineman.render.parameter;

import dev.lineman.render.text.PlacedValue;
import dev.lineman.render.text.TextEdits;
import dev.lineman.render.text.TextEdits.TextPiece;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An XML element of a rendered file, as places in its text. {@link MarkupReader} makes it and sets its end. All places
 * are indices of characters. For one file, by one thread.
 */
final class MarkupElement {
    /** One step of indentation in new lines. */
    static final String STEP = "  ";

    private final String text;
    private final String name;
    private final @Nullable MarkupElement parent;
    /** By name, in the order of the text. */
    private final Map<String, AttributeValue> attributes;

    private final int start;
    /** The place of the {@code >} or {@code />} that ends the start tag. */
    private final int tagEnd;

    private final boolean selfClosing;
    private boolean leaf = true;
    /** The place of the end tag. */
    private int closeStart;

    /**
     * An attribute's value, without its quotes.
     *
     * @param raw as it is written, with references
     */
    record AttributeValue(String raw, int start, int end) {
        PlacedValue placed() {
            return PlacedValue.ofXml(raw, start, end);
        }
    }

    MarkupElement(
            String text,
            String name,
            @Nullable MarkupElement parent,
            Map<String, AttributeValue> attributes,
            TagPlace place) {
        this.text = text;
        this.name = name;
        this.parent = parent;
        this.attributes = attributes;
        this.start = place.start();
        this.tagEnd = place.end();
        this.selfClosing = place.selfClosing();
        if (parent != null) {
            parent.leaf = false;
        }
    }

    /**
     * The place of a start tag.
     *
     * @param end the place of its {@code >} or {@code />}
     */
    record TagPlace(int start, int end, boolean selfClosing) {}

    /** Sets the place of the end tag. */
    void close(int place) {
        closeStart = place;
    }

    String name() {
        return name;
    }

    @Nullable
    MarkupElement parent() {
        return parent;
    }

    /** The value of an attribute as it is written; null if the element does not have it. */
    @Nullable
    String attribute(String attribute) {
        AttributeValue value = attributes.get(attribute);
        return value == null ? null : value.raw();
    }

    Map<String, AttributeValue> attributes() {
        return attributes;
    }

    /** Whether the element has no elements inside. */
    boolean isLeaf() {
        return leaf;
    }

    /** Everything inside an element without further elements. */
    PlacedValue content() {
        return selfClosing
                ? new PlacedValue("", tagEnd, tagEnd)
                : PlacedValue.ofXml(text.substring(tagEnd + 1, closeStart), tagEnd + 1, closeStart);
    }

    /** The blanks before the element, if it is the first in its line; else none. */
    String indent() {
        int line = lineStart(start);
        return line < 0 ? "" : text.substring(line, start);
    }

    /** Replaces everything inside. An empty value leaves a self-closing element as it is. */
    void setContent(TextPiece content, TextEdits edits) {
        if (!selfClosing) {
            edits.replace(tagEnd + 1, closeStart, List.of(content));
        } else if (!content.text().isEmpty()) {
            edits.replace(
                    beforeTagEnd(), tagEnd + 2, List.of(TextPiece.of(">"), content, TextPiece.of("</" + name + ">")));
        }
    }

    /**
     * Adds lines behind everything that is inside.
     *
     * @param lines whole lines with indentation and line feeds
     */
    void append(List<TextPiece> lines, TextEdits edits) {
        List<TextPiece> pieces = new ArrayList<>();
        if (selfClosing) {
            pieces.add(TextPiece.of(">\n"));
            pieces.addAll(lines);
            pieces.add(TextPiece.of(indent() + "</" + name + ">"));
            edits.replace(beforeTagEnd(), tagEnd + 2, pieces);
            return;
        }
        int line = lineStart(closeStart);
        if (line >= 0) {
            edits.insert(line, lines);
        } else {
            pieces.add(TextPiece.of("\n"));
            pieces.addAll(lines);
            pieces.add(TextPiece.of(indent()));
            edits.insert(closeStart, pieces);
        }
    }

    /** Adds attributes: each in a line of its own if the end of the start tag has one, else behind a blank. */
    void addAttributes(List<List<TextPiece>> added, TextEdits edits) {
        int line = lineStart(tagEnd);
        List<TextPiece> pieces = new ArrayList<>();
        for (List<TextPiece> attribute : added) {
            pieces.add(TextPiece.of(line < 0 ? " " : indent() + STEP));
            pieces.addAll(attribute);
            pieces.add(TextPiece.of(line < 0 ? "" : "\n"));
        }
        edits.insert(line < 0 ? beforeTagEnd() : line, pieces);
    }

    /** The place behind the last visible character before the end of the start tag. */
    private int beforeTagEnd() {
        int at = tagEnd;
        while (Character.isWhitespace(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    /** The start of the line of a place, if only blanks are before it; else -1. */
    private int lineStart(int place) {
        int at = place;
        while (at > 0 && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t')) {
            at--;
        }
        return at == 0 || text.charAt(at - 1) == '\n' ? at : -1;
    }
}
