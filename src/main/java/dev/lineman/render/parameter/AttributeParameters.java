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

/**
 * Attributes of XML elements: a parameter is an attribute. New ones go to the last element that has a parameter with a
 * dot in its name, else to the first element.
 */
final class AttributeParameters implements FileParameters {
    private final Map<String, List<MarkupElement.AttributeValue>> values = new HashMap<>();

    /** The element that takes new attributes. */
    private final MarkupElement target;

    AttributeParameters(String text) {
        List<MarkupElement> elements = MarkupReader.read(text);
        MarkupElement last = elements.get(0);
        for (MarkupElement element : elements) {
            element.attributes()
                    .forEach((name, value) -> values.computeIfAbsent(name, first -> new ArrayList<>())
                            .add(value));
            if (element.attributes().keySet().stream().anyMatch(name -> name.indexOf('.') > 0)) {
                last = element;
            }
        }
        this.target = last;
    }

    @Override
    public Set<String> names() {
        return values.keySet();
    }

    @Override
    public List<PlacedValue> values(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .map(MarkupElement.AttributeValue::placed)
                .toList();
    }

    @Override
    public void replace(VendorParameter parameter, TextEdits edits) {
        TextPiece value = MarkupParameters.escaped(parameter);
        values.getOrDefault(parameter.name(), List.of())
                .forEach(place -> edits.replace(place.start(), place.end(), List.of(value)));
    }

    @Override
    public void add(List<VendorParameter> parameters, TextEdits edits) {
        List<List<TextPiece>> added = new ArrayList<>();
        for (VendorParameter parameter : parameters) {
            added.add(List.of(
                    TextPiece.of(ValueEscape.XML.escape(parameter.name()) + "=\""),
                    MarkupParameters.escaped(parameter),
                    TextPiece.of("\"")));
        }
        target.addAttributes(added, edits);
    }
}
