package dev.lineman.render.parameter;

import dev.lineman.render.text.TextEdits;
import dev.lineman.render.text.TextEdits.TextPiece;
import dev.lineman.resolve.parameter.VendorParameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Elements {@code <entry name="…">} of a {@code <section name="…">}: the name is {@code section/entry}. A new one goes to
 * the end of the last section of its name, or to a new section at the end of the file.
 */
final class EntryParameters extends MarkupParameters {
    private static final String SECTION = "section";
    private static final String ENTRY = "entry";
    private static final String NAME = "name";

    EntryParameters(String text) {
        super(text);
        nameElements();
    }

    @Override
    @Nullable
    String nameOf(MarkupElement element) {
        MarkupElement section = element.parent();
        String entry = element.attribute(NAME);
        return entry != null
                        && element.name().equals(ENTRY)
                        && section != null
                        && section.name().equals(SECTION)
                ? section.attribute(NAME) + "/" + entry
                : null;
    }

    @Override
    public void add(List<VendorParameter> parameters, TextEdits edits) {
        Map<String, MarkupElement> sections = new HashMap<>();
        for (MarkupElement element : elements()) {
            String name = element.attribute(NAME);
            if (element.name().equals(SECTION) && name != null) {
                sections.put(name, element);
            }
        }
        Map<String, List<VendorParameter>> bySection = new TreeMap<>();
        for (VendorParameter parameter : parameters) {
            String section = parameter.name().substring(0, parameter.name().indexOf('/'));
            bySection.computeIfAbsent(section, same -> new ArrayList<>()).add(parameter);
        }
        String indent = root().indent() + MarkupElement.STEP;
        List<TextPiece> added = new ArrayList<>();
        bySection.forEach((name, entries) -> {
            MarkupElement section = sections.get(name);
            if (section != null) {
                section.append(lines(section.indent() + MarkupElement.STEP, entries), edits);
            } else {
                added.add(TextPiece.of(indent + "<" + SECTION + " name=\"" + name + "\">\n"));
                added.addAll(lines(indent + MarkupElement.STEP, entries));
                added.add(TextPiece.of(indent + "</" + SECTION + ">\n"));
            }
        });
        if (!added.isEmpty()) {
            root().append(added, edits);
        }
    }

    private static List<TextPiece> lines(String indent, List<VendorParameter> entries) {
        List<TextPiece> lines = new ArrayList<>();
        for (VendorParameter entry : entries) {
            String name = entry.name().substring(entry.name().indexOf('/') + 1);
            lines.addAll(line(indent, ENTRY + " name=\"" + name + "\" overwrite=\"true\"", ENTRY, escaped(entry)));
        }
        return lines;
    }
}
