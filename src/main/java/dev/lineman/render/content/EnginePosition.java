package dev.lineman.render.content;

/**
 * A position in a template in Velocity's own terms.
 *
 * @param program the name of a parsed text, as the engine knows it
 * @param line from 1
 * @param column from 1; a tab advances to the next multiple of eight, as in Velocity's parser
 */
public record EnginePosition(String program, int line, int column) {
    private static final int TAB_WIDTH = 8;

    /** The offset of this position in a text, in characters. If the text is shorter, its end. */
    public int offsetIn(String text) {
        int at = 0;
        for (int i = 1; i < line; i++) {
            int lf = text.indexOf('\n', at);
            if (lf < 0) {
                return text.length();
            }
            at = lf + 1;
        }
        int reached = 0;
        while (at < text.length() && text.charAt(at) != '\n') {
            reached = nextColumn(reached, text.charAt(at));
            if (reached >= column) {
                break;
            }
            at++;
        }
        return at;
    }

    private static int nextColumn(int column, char c) {
        return c == '\t' ? column + TAB_WIDTH - column % TAB_WIDTH : column + 1;
    }
}
