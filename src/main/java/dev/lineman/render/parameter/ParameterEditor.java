package dev.lineman.render.parameter;

import dev.lineman.render.text.OutputWriter;
import dev.lineman.render.text.PlacedValue;
import dev.lineman.render.text.TextEdits;
import dev.lineman.resolve.parameter.VendorParameter;
import dev.lineman.template.parameter.ParameterFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts vendor parameters into a rendered file. A parameter that the file has gets the new value at each place; the
 * others are added in the order of their names. Everything else in the file stays as it is, byte for byte. Stateless.
 */
public final class ParameterEditor {
    private ParameterEditor() {}

    /**
     * Returns the file with the parameters.
     *
     * @param parameters in the order of their names
     * @throws ParameterRefusedException if the file cannot take them
     * @throws dev.lineman.render.text.BudgetExceededException if the file becomes longer than its limit
     */
    public static OutputWriter edit(ParameterFormat format, List<VendorParameter> parameters, OutputWriter rendered) {
        FileParameters file = read(format, rendered.text());
        Set<String> known = file.names();
        TextEdits edits = new TextEdits();
        List<VendorParameter> others = new ArrayList<>();
        for (VendorParameter parameter : parameters) {
            if (known.contains(parameter.name())) {
                file.replace(parameter, edits);
            } else {
                others.add(parameter);
            }
        }
        if (!others.isEmpty()) {
            file.add(others, edits);
        }
        return edits.apply(rendered);
    }

    /**
     * The names of the parameters in a text.
     *
     * @throws ParameterRefusedException if the text is not in the format
     */
    public static Set<String> names(ParameterFormat format, String text) {
        return read(format, text).names();
    }

    /**
     * The values of all parameters in a text, by name.
     *
     * @throws ParameterRefusedException if the text is not in the format
     */
    public static SortedMap<String, List<PlacedValue>> values(ParameterFormat format, String text) {
        FileParameters file = read(format, text);
        SortedMap<String, List<PlacedValue>> values = new TreeMap<>();
        file.names().forEach(name -> values.put(name, file.values(name)));
        values.values().removeIf(List::isEmpty);
        return values;
    }

    private static FileParameters read(ParameterFormat format, String text) {
        return switch (format) {
            case ASSIGNMENTS -> new LineParameters(LineSyntax.ASSIGNMENT, text);
            case COLONS -> new LineParameters(LineSyntax.COLON, text);
            case QUOTED -> new LineParameters(LineSyntax.QUOTED, text);
            case SET -> new LineParameters(LineSyntax.SET, text);
            case ATTRIBUTES -> new AttributeParameters(text);
            case ITEMS -> new ItemParameters(text);
            case ELEMENTS -> new ElementParameters(text);
            case PATHS -> new PathParameters(text);
            case ENTRIES -> new EntryParameters(text);
            case VALUES -> new NamedValueParameters(text);
        };
    }
}
