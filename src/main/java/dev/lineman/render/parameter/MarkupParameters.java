package dev.lineman.render.parameter;

import dev.lineman.render.text.PlacedValue;
import dev.lineman.render.text.TextEdits;
import dev.lineman.render.text.TextEdits.TextPiece;
import dev.lineman.resolve.parameter.VendorParameter;
import dev.lineman.template.dialect.ValueEscape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Elements of XML: a parameter is the content of an element without further elements. */
abstract class MarkupParameters implements FileParameters {
    private final List<MarkupElement> elements;

    /** The elements of each name, with and without further elements inside. */
    private final Map<String, List<MarkupElement>> named = new HashMap<>();

    /** By name without the last index: the first name of the file with one. */
    private final Map<String, String> indexed = new HashMap<>();

    /** Reads a text. The subclass then names the elements with {@link #nameElements}. */
    MarkupParameters(String text) {
        this.elements = MarkupReader.read(text);
    }

    /** Names all elements, in the order of the text. */
    final void nameElements() {
        for (MarkupElement element : elements) {
            String name = nameOf(element);
            if (name != null) {
                named.computeIfAbsent(name, first -> new ArrayList<>()).add(element);
                if (name.endsWith("]")) {
                    indexed.putIfAbsent(name.substring(0, name.lastIndexOf('[')), name);
                }
            }
        }
    }

    /** The name of an element in {@code settings}; null if it is no parameter. */
    abstract @Nullable String nameOf(MarkupElement element);

    /** All elements, in the order of the text; at least one. */
    final List<MarkupElement> elements() {
        return elements;
    }

    /** The first element of the text. */
    final MarkupElement root() {
        return elements.get(0);
    }

    /** The last element of a name; null if there is none. */
    final @Nullable MarkupElement element(String name) {
        List<MarkupElement> found = named.getOrDefault(name, List.of());
        return found.isEmpty() ? null : found.get(found.size() - 1);
    }

    @Override
    public final Set<String> names() {
        return named.keySet();
    }

    @Override
    public final List<PlacedValue> values(String name) {
        return named.getOrDefault(name, List.of()).stream()
                .filter(MarkupElement::isLeaf)
                .map(MarkupElement::content)
                .toList();
    }

    @Override
    public final void replace(VendorParameter parameter, TextEdits edits) {
        TextPiece value = escaped(parameter);
        for (MarkupElement element : named.getOrDefault(parameter.name(), List.of())) {
            if (!element.isLeaf()) {
                throw ParameterRefusedException.of(
                        parameter, "is a group in the phone's file, and no parameter; name a parameter in it");
            }
            element.setContent(value, edits);
        }
    }

    /**
     * Refuses a new parameter whose name, or a group of it, has no index where all elements of this name in the file have
     * one: the phone would read neither.
     *
     * @param name the name of the parameter, or of a group around it
     */
    final void refuseWithoutIndex(VendorParameter parameter, String name) {
        String written = named.containsKey(name) ? null : indexed.get(name);
        if (written != null) {
            throw ParameterRefusedException.of(
                    parameter,
                    "has an index in the phone's file; write '" + written
                            + parameter.name().substring(name.length()) + "'");
        }
    }

    /** The value of a parameter in an XML text. */
    static TextPiece escaped(VendorParameter parameter) {
        VendorParameter.ParameterValue value = parameter.values().get(0);
        return new TextPiece(ValueEscape.XML.escape(value.text()), value.secret());
    }

    /**
     * A line with one element.
     *
     * @param tag the name with attributes
     * @param name the name alone
     */
    static List<TextPiece> line(String indent, String tag, String name, TextPiece content) {
        return content.text().isEmpty()
                ? List.of(TextPiece.of(indent + "<" + tag + "/>\n"))
                : List.of(TextPiece.of(indent + "<" + tag + ">"), content, TextPiece.of("</" + name + ">\n"));
    }
}
