package dev.lineman.render.text;

import dev.lineman.template.dialect.ValueEscape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Changes of a rendered text. {@link #apply} makes the new text in one pass, and the masks of its secrets: the old ones
 * move with their text, those of replaced text go, and those of the new pieces come. For one rendering, by one thread.
 */
public final class TextEdits {
    private final List<TextEdit> edits = new ArrayList<>();

    /**
     * A part of new text.
     *
     * @param text with all escapes
     * @param secret whether no view may show it
     */
    public record TextPiece(String text, boolean secret) {
        /** A part that is no secret. */
        public static TextPiece of(String text) {
            return new TextPiece(text, false);
        }
    }

    /**
     * One change.
     *
     * @param start the first replaced character, or the place of an insertion
     * @param end behind the last replaced character
     */
    private record TextEdit(int start, int end, List<TextPiece> pieces) {
        private TextEdit {
            pieces = List.copyOf(pieces);
        }
    }

    /**
     * Makes the same text with CR LF in place of each LF.
     *
     * @throws BudgetExceededException if it is longer than the limit of the text
     */
    public static OutputWriter withCarriageReturns(OutputWriter rendered) {
        TextEdits edits = new TextEdits();
        CharSequence text = rendered.written();
        List<TextPiece> carriageReturn = List.of(TextPiece.of("\r"));
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n' && (i == 0 || text.charAt(i - 1) != '\r')) {
                edits.insert(i, carriageReturn);
            }
        }
        return edits.apply(rendered);
    }

    /** Inserts pieces before a character. Insertions at one place keep their order. */
    public void insert(int at, List<TextPiece> pieces) {
        replace(at, at, pieces);
    }

    /** Replaces characters from {@code start} (inclusive) to {@code end} (exclusive). */
    public void replace(int start, int end, List<TextPiece> pieces) {
        edits.add(new TextEdit(start, end, pieces));
    }

    /**
     * Makes the changed text. Two changes must not overlap.
     *
     * @throws BudgetExceededException if the new text is longer than the limit of the old one
     */
    public OutputWriter apply(OutputWriter rendered) {
        List<TextEdit> sorted = new ArrayList<>(edits);
        sorted.sort(Comparator.comparingInt(TextEdit::start));
        MaskedCopy copy = new MaskedCopy(rendered);
        int done = 0;
        for (TextEdit edit : sorted) {
            if (edit.start() < done) {
                throw new IllegalStateException("two changes of one part of a text");
            }
            copy.copy(done, edit.start());
            edit.pieces().forEach(piece -> copy.to.writeValue(piece.text(), piece.secret()));
            done = edit.end();
        }
        copy.copy(done, rendered.length());
        return copy.to;
    }

    /** Copies parts of a text in order, with their masks. */
    private static final class MaskedCopy {
        private final OutputWriter from;
        private final OutputWriter to;
        private final int[] bounds;
        /** The index in {@link #bounds} of the first mask that may reach further. */
        private int next;

        MaskedCopy(OutputWriter from) {
            this.from = from;
            this.bounds = from.maskBounds();
            this.to = new OutputWriter(ValueEscape.NONE, from.length() + 256, from.maxLength(), value -> false);
        }

        void copy(int start, int end) {
            int at = start;
            while (next < bounds.length && bounds[next + 1] <= at) {
                next += 2;
            }
            while (next < bounds.length && bounds[next] < end) {
                int hidden = Math.max(bounds[next], at);
                int shown = Math.min(bounds[next + 1], end);
                to.write(from.text(at, hidden));
                to.writeValue(from.text(hidden, shown), true);
                at = shown;
                if (bounds[next + 1] > end) {
                    break;
                }
                next += 2;
            }
            to.write(from.text(at, end));
        }
    }
}
