package dev.lineman.render.parameter;

import dev.lineman.render.text.TextEdits;
import dev.lineman.render.text.TextEdits.TextPiece;
import dev.lineman.resolve.parameter.VendorParameter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements {@code <item name="…">}. New ones go to the end of the last {@code <config>}. */
final class ItemParameters extends MarkupParameters {
    ItemParameters(String text) {
        super(text);
        nameElements();
    }

    @Override
    @Nullable
    String nameOf(MarkupElement element) {
        return element.name().equals("item") ? element.attribute("name") : null;
    }

    @Override
    public void add(List<VendorParameter> parameters, TextEdits edits) {
        MarkupElement config = null;
        for (MarkupElement element : elements()) {
            config = element.name().equals("config") ? element : config;
        }
        if (config == null) {
            throw ParameterRefusedException.ofFile(
                    "this file has no <config> that 'settings' can be put into; correct the template");
        }
        List<TextPiece> lines = new ArrayList<>();
        for (VendorParameter parameter : parameters) {
            lines.addAll(line(
                    config.indent() + MarkupElement.STEP,
                    "item name=\"" + parameter.name() + "\"",
                    "item",
                    escaped(parameter)));
        }
        config.append(lines, edits);
    }
}
