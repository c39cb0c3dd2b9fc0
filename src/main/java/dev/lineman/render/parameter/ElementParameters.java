package dev.lineman.render.parameter;

import dev.lineman.render.text.TextEdits;
import dev.lineman.render.text.TextEdits.TextPiece;
import dev.lineman.resolve.parameter.VendorParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Elements that have the name of the parameter; one with {@code idx="2"} is {@code name[2]}. A new one goes to the end
 * of the element that has others of the same name, else of the one that has the first parameter. It gets the
 * attributes of that parameter which say who can change the value.
 */
final class ElementParameters extends MarkupParameters {
    private static final String INDEX = "idx";

    /** Who can change a value on the phone: {@code perm} of Snom, {@code ua} of Cisco. */
    private static final List<String> RIGHTS = List.of("perm", "ua");

    ElementParameters(String text) {
        super(text);
        nameElements();
    }

    @Override
    @Nullable
    String nameOf(MarkupElement element) {
        if (element.parent() == null) {
            return null;
        }
        String index = element.attribute(INDEX);
        return index == null ? element.name() : element.name() + '[' + index + ']';
    }

    @Override
    public void add(List<VendorParameter> parameters, TextEdits edits) {
        MarkupElement first = null;
        Map<String, MarkupElement> last = new LinkedHashMap<>();
        for (MarkupElement element : elements()) {
            if (element.isLeaf() && element.parent() != null) {
                first = first == null ? element : first;
                last.put(element.name(), element);
            }
        }
        Map<MarkupElement, List<TextPiece>> added = new LinkedHashMap<>();
        for (VendorParameter parameter : parameters) {
            String name = parameter.name().replaceFirst("\\[.*", "");
            refuseWithoutIndex(parameter, parameter.name());
            MarkupElement alike = last.getOrDefault(name, first);
            MarkupElement parent = alike == null ? null : alike.parent();
            MarkupElement group = parent == null ? root() : parent;
            StringBuilder tag = new StringBuilder(name);
            if (name.length() < parameter.name().length()) {
                String index = parameter
                        .name()
                        .substring(name.length() + 1, parameter.name().length() - 1);
                tag.append(' ').append(INDEX).append("=\"").append(index).append('"');
            }
            for (String right : RIGHTS) {
                String value = alike == null ? null : alike.attribute(right);
                if (value != null) {
                    tag.append(' ')
                            .append(right)
                            .append("=\"")
                            .append(value.replace("\"", "&quot;"))
                            .append('"');
                }
            }
            added.computeIfAbsent(group, same -> new ArrayList<>())
                    .addAll(line(group.indent() + MarkupElement.STEP, tag.toString(), name, escaped(parameter)));
        }
        added.forEach((group, lines) -> group.append(lines, edits));
    }
}
