package dev.lineman.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * A character of a content, with the BLF keys of the conditions around it.
 *
 * @param blfKeys the numbers of the keys, the innermost first
 */
record Glyph(char character, List<Integer> blfKeys) {

    static List<Glyph> all(CharSequence text, List<Integer> near) {
        List<Glyph> glyphs = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            glyphs.add(new Glyph(text.charAt(i), near));
        }
        return glyphs;
    }

    static String text(List<Glyph> glyphs) {
        StringBuilder text = new StringBuilder();
        glyphs.forEach(glyph -> text.append(glyph.character()));
        return text.toString();
    }
}
