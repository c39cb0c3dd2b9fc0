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
 * The parts of a text that apply to many phones, with their white space laid out once: literal text with slots for
 * values between. Rendering a phone then only writes literals and escaped values in turn. Immutable.
 */
final class StaticTemplate {
    /** The expected length of a value in characters, to size the output. */
    private static final int EXPECTED_VALUE_LENGTH = 16;

    /** Literal texts. There is one more of them than of slots, and any of them may be empty. */
    private final List<String> literals = new ArrayList<>();

    /** Characters of all literals. */
    private final int literalLength;

    /** The slot numbers of the values between the literals, in order. */
    private final int[] slots;

    private StaticTemplate(int[] slots, CharSequence text, int[] bounds, boolean name) {
        this.slots = slots;
        LiteralSplitter splitter = new LiteralSplitter(text);
        if (name) {
            splitter.split(bounds);
        } else {
            WhitespaceLayout.layOut(text, bounds, bounds.length, splitter);
        }
        splitter.value(0, 0);
        this.literalLength = literals.stream().mapToInt(String::length).sum();
    }

    /**
     * Makes the static template of a text.
     *
     * @param pieces literal text and placeholders that apply, in order
     * @param name whether the text is a file name, which keeps its white space
     */
    static StaticTemplate of(DialectTree tree, List<DialectNode> pieces, boolean name) {
        StringBuilder text = new StringBuilder();
        int[] slots = new int[pieces.size()];
        int[] bounds = new int[2 * pieces.size()];
        int count = 0;
        for (DialectNode piece : pieces) {
            if (piece instanceof DialectNode.LiteralText literal) {
                text.append(tree.text(), literal.start(), literal.end());
            } else if (piece instanceof DialectNode.Placeholder placeholder) {
                slots[count] = placeholder.reference().slot();
                // A value has no length yet: layout treats it as visible whatever it is.
                bounds[2 * count] = text.length();
                bounds[2 * count + 1] = text.length();
                count++;
            }
        }
        return new StaticTemplate(Arrays.copyOf(slots, count), text, Arrays.copyOf(bounds, 2 * count), name);
    }

    /** Splits a text into literals at its values. */
    private final class LiteralSplitter implements WhitespaceLayout.LayoutOutput {
        private final CharSequence text;
        private final StringBuilder current = new StringBuilder();

        LiteralSplitter(CharSequence text) {
            this.text = text;
        }

        /**
         * Splits a text without layout.
         *
         * @param bounds start and end of each value, in order
         */
        void split(int[] bounds) {
            int from = 0;
            for (int i = 0; i < bounds.length; i += 2) {
                text(from, bounds[i]);
                value(bounds[i], bounds[i + 1]);
                from = bounds[i + 1];
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
     * Writes the literals and the values in turn.
     *
     * @param largest limit of the output, in characters
     * @param secret whether a value is a secret; it is asked with the object that the lookup gave
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
