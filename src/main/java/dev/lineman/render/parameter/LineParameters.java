package dev.lineman.render.parameter;

import dev.lineman.render.parameter.LineSyntax.ParameterLine;
import dev.lineman.render.text.PlacedValue;
import dev.lineman.render.text.TextEdits;
import dev.lineman.render.text.TextEdits.TextPiece;
import dev.lineman.resolve.parameter.VendorParameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lines with one parameter each. A parameter can have several lines. New lines have the blanks around the separator and
 * the line ends that the lines of the file have.
 */
final class LineParameters implements FileParameters {
    private final String text;
    private final LineSyntax syntax;
    private final String lineEnd;

    /** The separator of the first line with a value, or the usual one. */
    private final String spacing;

    /** The lines of each parameter, in order. */
    private final Map<String, List<PlacedLine>> lines = new HashMap<>();

    /**
     * A line with its place in the text.
     *
     * @param end behind its line feed
     */
    private record PlacedLine(ParameterLine line, int start, int end) {}

    LineParameters(LineSyntax syntax, String text) {
        this.text = text;
        this.syntax = syntax;
        this.lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
        String found = null;
        for (int start = 0; start < text.length(); ) {
            int feed = text.indexOf('\n', start);
            int end = feed < 0 ? text.length() : feed + 1;
            ParameterLine line = syntax.read(text.substring(start, end).stripTrailing());
            if (line != null) {
                lines.computeIfAbsent(line.name(), first -> new ArrayList<>()).add(new PlacedLine(line, start, end));
                found = found == null && !line.empty() ? line.spacing() : found;
            }
            start = end;
        }
        this.spacing = found == null ? syntax.spacing() : found;
    }

    @Override
    public Set<String> names() {
        return lines.keySet();
    }

    @Override
    public List<PlacedValue> values(String name) {
        return lines.getOrDefault(name, List.of()).stream().map(this::value).toList();
    }

    private PlacedValue value(PlacedLine placed) {
        int start = placed.start()
                + placed.line().head().length()
                + placed.line().spacing().length();
        int end = start + text.substring(start, placed.end()).stripTrailing().length();
        boolean quoted = end - start > 1 && text.charAt(start) == '"' && text.charAt(end - 1) == '"';
        int inset = quoted && syntax != LineSyntax.ASSIGNMENT ? 1 : 0;
        return new PlacedValue(text.substring(start + inset, end - inset), start + inset, end - inset);
    }

    /** Writes the new lines in the place of the first one, and removes the others. */
    @Override
    public void replace(VendorParameter parameter, TextEdits edits) {
        List<TextPiece> pieces = null;
        for (PlacedLine placed : lines.getOrDefault(parameter.name(), List.of())) {
            ParameterLine line = placed.line();
            pieces = pieces == null
                    ? pieces(line.head() + (line.empty() ? spacing : line.spacing()), parameter)
                    : List.of();
            edits.replace(placed.start(), placed.end(), pieces);
        }
    }

    /** Writes the new lines at the end of the file, before empty lines: some phones need one there. */
    @Override
    public void add(List<VendorParameter> parameters, TextEdits edits) {
        List<TextPiece> pieces = new ArrayList<>();
        int last = text.stripTrailing().length();
        int feed = text.indexOf('\n', last);
        if (last > 0 && feed < 0) {
            pieces.add(TextPiece.of(lineEnd));
        }
        parameters.forEach(parameter -> pieces.addAll(pieces(syntax.head(parameter.name()) + spacing, parameter)));
        edits.insert(feed < 0 ? text.length() : feed + 1, pieces);
    }

    private List<TextPiece> pieces(String head, VendorParameter parameter) {
        List<TextPiece> pieces = new ArrayList<>();
        for (VendorParameter.ParameterValue value : parameter.values()) {
            pieces.add(TextPiece.of(head));
            pieces.addAll(syntax.value(new TextPiece(value.text(), value.secret())));
            pieces.add(TextPiece.of(lineEnd));
        }
        return pieces;
    }
}
