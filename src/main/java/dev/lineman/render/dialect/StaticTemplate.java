package dev.lineman.render.dialect;

import dev.lineman.render.text.OutputWriter;
import dev.lineman.template.dialect.DialectNode;
import dev.lineman.template.dialect.DialectTree;
import dev.lineman.template.dialect.ValueEscape;
import dev.lineman.template.dialect.WhitespaceLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * What of a text counts, with its white space laid out once for many phones: pieces that never change, with holes for values.
 * Immutable.
 */
final class StaticTemplate {
    /** Characters that a value is expected to take. */
    private static final int EXPECTED_VALUE_LENGTH = 16;

    /** One more than there are holes. */
    private final List<String> literals = new ArrayList<>();

    /** Characters of all pieces. */
    private final int literalLength;

    /** The number of each hole's slot. */
    private final int[] slots;

    private StaticTemplate(int[] holes, CharSequence text, int[] places, boolean name) {
        this.slots = holes;
        LiteralSplitter cutter = new LiteralSplitter(text);
        if (name) {
            cutter.split(places);
        } else {
            WhitespaceLayout.layOut(text, places, places.length, cutter);
        }
        cutter.value(0, 0);
        this.literalLength = literals.stream().mapToInt(String::length).sum();
    }

    /**
     * The stencil of pieces of a text.
     *
     * @param pieces texts and placeholders, in order
     * @param name whether it is a file name, the white space of which stays
     */
    static StaticTemplate of(DialectTree tree, List<DialectNode> pieces, boolean name) {
        StringBuilder text = new StringBuilder();
        int[] holes = new int[pieces.size()];
        int[] places = new int[2 * pieces.size()];
        int count = 0;
        for (DialectNode piece : pieces) {
            if (piece instanceof DialectNode.LiteralText literal) {
                text.append(tree.text(), literal.start(), literal.end());
            } else if (piece instanceof DialectNode.Placeholder placeholder) {
                holes[count] = placeholder.reference().slot();
                places[2 * count] = text.length();
                places[2 * count + 1] = text.length();
                count++;
            }
        }
        return new StaticTemplate(Arrays.copyOf(holes, count), text, Arrays.copyOf(places, 2 * count), name);
    }

    /** Cuts a text where values stand in it. */
    private final class LiteralSplitter implements WhitespaceLayout.LayoutOutput {
        private final CharSequence text;
        private final StringBuilder current = new StringBuilder();

        LiteralSplitter(CharSequence text) {
            this.text = text;
        }

        /** Cuts a text that is not laid out. */
        void split(int[] places) {
            int from = 0;
            for (int i = 0; i < places.length; i += 2) {
                text(from, places[i]);
                value(places[i], places[i + 1]);
                from = places[i + 1];
            }
            text(from, text.length());
        }

        @Override
        public void text(int start, int end) {
            current.append(text, start, end);
        }

        @Override
        public void value(int start, int end) {
            literals.add(current.toString());
            current.setLength(0);
        }

        @Override
        public void lineFeed() {
            current.append('\n');
        }
    }

    /**
     * Fills the holes in their order.
     *
     * @param largest characters that may come of it
     * @param secret whether a value, this very object, is a secret
     */
    OutputWriter fill(PlaceholderValues values, ValueEscape escape, int largest, Predicate<String> secret) {
        OutputWriter writer =
                new OutputWriter(escape, literalLength + EXPECTED_VALUE_LENGTH * slots.length, largest, secret);
        writer.write(literals.get(0));
        for (int i = 0; i < slots.length; i++) {
            writer.writeReference(values.value(slots[i]));
            writer.write(literals.get(i + 1));
        }
        return writer;
    }
}
