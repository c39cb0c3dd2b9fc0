package dev.lineman.template;

import dev.lineman.problem.Position;
import dev.lineman.template.text.SourceText;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * The start tag that a parse is at: its attributes, found without regard to case, and their places, which the
 * parser does not tell.
 */
final class StartTag {
    private final SourceText source;
    private final int start;
    private final XMLStreamReader2 reader;

    /** @param start of the document in the source */
    StartTag(SourceText source, int start, XMLStreamReader2 reader) {
        this.source = source;
        this.start = start;
        this.reader = reader;
    }

    /** Its value, references resolved, or null. */
    @Nullable
    String attribute(String named) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equalsIgnoreCase(named)) {
                return reader.getAttributeValue(i);
            }
        }
        return null;
    }

    /** Where its value begins; without such an attribute, where the tag does. */
    Position attributeAt(String named) {
        int[] value = valueOf(named);
        return source.at(value == null ? offset() : value[0]);
    }

    /** Where its value begins and ends in the source, as it is written there, or null. */
    int @Nullable [] valueOf(String named) {
        String text = source.text();
        int at = offset();
        while (true) {
            int equals = at;
            while (text.charAt(equals) != '=') {
                if (text.charAt(equals) == '>') {
                    return null;
                }
                equals++;
            }
            int open = equals + 1;
            while (text.charAt(open) != '"' && text.charAt(open) != '\'') {
                open++;
            }
            int close = text.indexOf(text.charAt(open), open + 1);
            if (lastWord(text.substring(at, equals).strip()).equalsIgnoreCase(named)) {
                return new int[] {open + 1, close};
            }
            at = close + 1;
        }
    }

    private int offset() {
        return start + reader.getLocationInfo().getStartLocation().getCharacterOffset();
    }

    private static String lastWord(String text) {
        int blank = text.length();
        while (blank > 0 && !Character.isWhitespace(text.charAt(blank - 1))) {
            blank--;
        }
        return text.substring(blank);
    }
}
