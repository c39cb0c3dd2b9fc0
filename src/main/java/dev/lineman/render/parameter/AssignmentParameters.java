package dev.lineman.render.parameter;

import dev.lineman.render.text.TextEdits;
import dev.lineman.render.text.TextEdits.TextPiece;
import dev.lineman.resolve.parameter.VendorParameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lines {@code name = value}. Lines that begin with {@code #} are comments. A parameter can have several lines. */
final class AssignmentParameters implements FileParameters {
    private final String text;

    /** The lines of each parameter, in order. */
    private final Map<String, List<TextLine>> lines = new HashMap<>();

    /**
     * A line of the text.
     *
     * @param end behind its line feed
     */
    private record TextLine(int start, int end) {}

    AssignmentParameters(String text) {
        this.text = text;
        for (int start = 0; start < text.length(); ) {
            int feed = text.indexOf('\n', start);
            int end = feed < 0 ? text.length() : feed + 1;
            String line = text.substring(start, end).stripLeading();
            int equals = line.indexOf('=');
            if (equals > 0 && line.charAt(0) != '#') {
                String name = line.substring(0, equals).stripTrailing();
                lines.computeIfAbsent(name, first -> new ArrayList<>()).add(new TextLine(start, end));
            }
            start = end;
        }
    }

    @Override
    public Set<String> names() {
        return lines.keySet();
    }

    /** Writes the new lines in the place of the first one, and removes the others. */
    @Override
    public void replace(VendorParameter parameter, TextEdits edits) {
        List<TextPiece> pieces = pieces(parameter);
        for (TextLine line : lines.getOrDefault(parameter.name(), List.of())) {
            edits.replace(line.start(), line.end(), pieces);
            pieces = List.of();
        }
    }

    @Override
    public void add(List<VendorParameter> parameters, TextEdits edits) {
        List<TextPiece> pieces = new ArrayList<>();
        if (!text.isEmpty() && !text.endsWith("\n")) {
            pieces.add(TextPiece.of("\n"));
        }
        parameters.forEach(parameter -> pieces.addAll(pieces(parameter)));
        edits.insert(text.length(), pieces);
    }

    private static List<TextPiece> pieces(VendorParameter parameter) {
        List<TextPiece> pieces = new ArrayList<>();
        for (VendorParameter.ParameterValue value : parameter.values()) {
            pieces.add(TextPiece.of(parameter.name() + " = "));
            pieces.add(new TextPiece(value.text(), value.secret()));
            pieces.add(TextPiece.of("\n"));
        }
        return pieces;
    }
}
