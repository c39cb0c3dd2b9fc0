package dev.lineman.render.parameter;

import dev.lineman.render.text.PlacedValue;
import dev.lineman.render.text.TextEdits;
import dev.lineman.render.text.TextEdits.TextPiece;
import dev.lineman.resolve.parameter.VendorParameter;
import dev.lineman.template.dialect.ValueEscape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Elements with a name and a value in attributes, such as {@code <setting id="…" value="…"/>}. A new one goes to the end
 * of the element around the first one. It is called as the first one, and gets its {@code class} and {@code override}.
 */
final class NamedValueParameters implements FileParameters {
    private static final List<String> NAMES = List.of("name", "id", "ID");
    private static final String VALUE = "value";

    /** What all elements of a file have in common: the type of the value, and who can change it. */
    private static final Set<String> COPIED = Set.of("class", "override");

    private final Map<String, List<MarkupElement.AttributeValue>> values = new LinkedHashMap<>();

    /** The first element with a parameter; null if the file has none. */
    private final @Nullable MarkupElement first;

    NamedValueParameters(String text) {
        MarkupElement found = null;
        for (MarkupElement element : MarkupReader.read(text)) {
            String attribute = nameAttribute(element);
            MarkupElement.AttributeValue value = element.attributes().get(VALUE);
            if (attribute != null && value != null && element.isLeaf()) {
                String name = String.valueOf(element.attribute(attribute));
                values.computeIfAbsent(name, same -> new ArrayList<>()).add(value);
                found = found == null ? element : found;
            }
        }
        this.first = found;
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
        MarkupElement group = first == null ? null : first.parent();
        if (first == null || group == null) {
            throw ParameterRefusedException.ofFile(
                    "this file has no element with a name and a 'value' inside its first element; correct the template");
        }
        List<TextPiece> lines = new ArrayList<>();
        for (VendorParameter parameter : parameters) {
            lines.add(TextPiece.of(group.indent() + MarkupElement.STEP + "<" + first.name()));
            String nameAttribute = nameAttribute(first);
            first.attributes().forEach((attribute, written) -> {
                boolean isValue = attribute.equals(VALUE);
                boolean isName = attribute.equals(nameAttribute);
                if (isValue || isName || COPIED.contains(attribute)) {
                    lines.add(TextPiece.of(" " + attribute + "=\""));
                    lines.add(
                            isValue
                                    ? MarkupParameters.escaped(parameter)
                                    : TextPiece.of(
                                            isName
                                                    ? ValueEscape.XML.escape(parameter.name())
                                                    : written.raw().replace("\"", "&quot;")));
                    lines.add(TextPiece.of("\""));
                }
            });
            lines.add(TextPiece.of("/>\n"));
        }
        group.append(lines, edits);
    }

    /** The attribute that names an element; null if it has none. */
    private static @Nullable String nameAttribute(MarkupElement element) {
        return NAMES.stream()
                .filter(name -> element.attribute(name) != null)
                .findFirst()
                .orElse(null);
    }
}
