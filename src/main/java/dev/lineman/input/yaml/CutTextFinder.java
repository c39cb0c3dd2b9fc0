package dev.lineman.input.yaml;

import org.yaml.snakeyaml.error.Mark;

/**
 * Finds texts without quotes that YAML may have cut. A {@code #} behind a blank begins a comment (YAML 1.2.2, section
 * 6.6), so {@code password: x #y} loses its end. Most people write a comment behind two blanks, or with a blank behind
 * the {@code #}. Used for one file. Not thread-safe.
 */
final class CutTextFinder {
    private final String text;
    /** Whether the file has a blank and a {@code #} at all. Most files have none. */
    private final boolean possible;

    /** The place of the last question: code points from 0, and the offset of that place. */
    private int index;

    private int offset;

    /** @param text the whole file */
    CutTextFinder(String text) {
        this.text = text;
        this.possible = text.contains(" #");
    }

    /**
     * Whether one blank and a {@code #} follow a place, and no blank follows the {@code #}. Questions in the order of
     * the file together cost one pass over it.
     */
    boolean isCutAt(Mark end) {
        if (!possible) {
            return false;
        }
        offset = text.offsetByCodePoints(offset, end.getIndex() - index);
        index = end.getIndex();
        return isCut(text, offset);
    }

    /** Whether one blank and a {@code #} follow an offset, and no blank follows the {@code #}. */
    static boolean isCut(String text, int end) {
        int behind = end + 2;
        return text.startsWith(" #", end)
                && (behind == text.length() || (text.charAt(behind) != ' ' && text.charAt(behind) != '\t'));
    }
}
