package dev.lineman.oracle;

import java.util.ArrayList;
import java.util.List;

/** The white space of a content: lines, indentation, beginning and end. */
final class Layout {
    private Layout() {}

    static String lineEnds(String content) {
        return content.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** Removes the common indent and the white space around the content, and adds one LF. */
    static List<Glyph> layOut(List<Glyph> content) {
        List<List<Glyph>> lines = lines(content);
        String margin = margin(lines);
        List<Glyph> out = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                out.add(new Glyph('\n', List.of()));
            }
            List<Glyph> line = lines.get(i);
            if (!isBlank(line)) {
                out.addAll(line.subList(margin.length(), line.size()));
            }
        }
        while (!out.isEmpty() && isSpace(out.get(0))) {
            out.remove(0);
        }
        while (!out.isEmpty() && isSpace(out.get(out.size() - 1))) {
            out.remove(out.size() - 1);
        }
        out.add(new Glyph('\n', List.of()));
        return out;
    }

    private static List<List<Glyph>> lines(List<Glyph> content) {
        List<List<Glyph>> lines = new ArrayList<>();
        lines.add(new ArrayList<>());
        for (Glyph glyph : content) {
            if (glyph.character() == '\n') {
                lines.add(new ArrayList<>());
            } else {
                lines.get(lines.size() - 1).add(glyph);
            }
        }
        return lines;
    }

    private static String margin(List<List<Glyph>> lines) {
        String margin = null;
        for (List<Glyph> line : lines) {
            if (isBlank(line)) {
                continue;
            }
            String text = Glyph.text(line);
            int length = 0;
            while (length < text.length() && isBlank(text.charAt(length))) {
                length++;
            }
            String indent = text.substring(0, length);
            margin = margin == null ? indent : shared(margin, indent);
        }
        return margin == null ? "" : margin;
    }

    private static String shared(String one, String other) {
        int length = 0;
        while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return one.substring(0, length);
    }

    private static boolean isBlank(List<Glyph> line) {
        return line.stream().allMatch(glyph -> isBlank(glyph.character()));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isSpace(Glyph glyph) {
        return Character.isWhitespace(glyph.character()) || Character.isSpaceChar(glyph.character());
    }
}
