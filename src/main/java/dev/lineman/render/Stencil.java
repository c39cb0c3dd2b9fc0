package dev.lineman.render;

import dev.lineman.template.text.DialectNode;
import dev.lineman.template.text.DialectTree;
import dev.lineman.template.text.Escape;
import dev.lineman.template.text.Layout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * What of a text counts, with its white space laid out: pieces that never change, with holes for values. The files of a fleet are
 * mostly such pieces, and copying them as bytes costs a fraction of encoding them for each phone. Immutable.
 */
final class Stencil {
    /** One more than there are holes. */
    private final List<String> pieces = new ArrayList<>();

    private final byte[][] encoded;

    /** The number of each hole's slot. */
    private final int[] holes;

    private Stencil(int[] holes, CharSequence text, int[] places, boolean name) {
        this.holes = holes;
        Cutter cutter = new Cutter(text);
        if (name) {
            cutter.cut(places);
        } else {
            Layout.of(text, places, places.length, cutter);
        }
        cutter.value(0, 0);
        this.encoded = pieces.stream()
                .map(each -> each.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /**
     * The stencil of pieces of a text.
     *
     * @param pieces texts and placeholders, in order
     * @param name whether it is a file name, the white space of which stays
     */
    static Stencil of(DialectTree tree, List<DialectNode> pieces, boolean name) {
        StringBuilder text = new StringBuilder();
        int[] holes = new int[pieces.size()];
        int[] places = new int[2 * pieces.size()];
        int count = 0;
        for (DialectNode piece : pieces) {
            if (piece instanceof DialectNode.Text literal) {
                text.append(tree.text(), literal.start(), literal.end());
            } else if (piece instanceof DialectNode.Placeholder placeholder) {
                holes[count] = placeholder.reference().slot();
                places[2 * count] = text.length();
                places[2 * count + 1] = text.length();
                count++;
            }
        }
        return new Stencil(Arrays.copyOf(holes, count), text, Arrays.copyOf(places, 2 * count), name);
    }

    /** Cuts a text where values stand in it. */
    private final class Cutter implements Layout.Paper {
        private final CharSequence text;
        private final StringBuilder piece = new StringBuilder();

        Cutter(CharSequence text) {
            this.text = text;
        }

        /** Cuts a text that is not laid out. */
        void cut(int[] places) {
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
            piece.append(text, start, end);
        }

        @Override
        public void value(int start, int end) {
            pieces.add(piece.toString());
            piece.setLength(0);
        }

        @Override
        public void lineFeed() {
            piece.append('\n');
        }
    }

    /**
     * Fills the holes in their order.
     *
     * @param largest characters that may come of it
     * @param secret whether a value, this very object, is a secret
     */
    Written fill(Slots values, Escape escape, int largest, Predicate<String> secret) {
        String[] escaped = new String[values.count()];
        boolean[] hidden = new boolean[values.count()];
        int[] masks = new int[8];
        int masked = 0;
        long length = pieces.get(0).length();
        if (length > largest) {
            throw BudgetExceeded.characters(largest);
        }
        for (int i = 0; i < holes.length; i++) {
            int slot = holes[i];
            if (escaped[slot] == null) {
                String value = values.value(slot);
                escaped[slot] = Escaping.escaped(value, escape);
                hidden[slot] = secret.test(value);
            }
            int characters = escaped[slot].length();
            if (hidden[slot] && characters > 0) {
                masks = masked == masks.length ? Arrays.copyOf(masks, 2 * masked) : masks;
                masks[masked++] = (int) length;
                masks[masked++] = (int) length + characters;
            }
            length += characters + pieces.get(i + 1).length();
            if (length > largest) {
                throw BudgetExceeded.characters(largest);
            }
        }
        return new Filled(this, escaped, (int) length, Masks.at(Arrays.copyOf(masks, masked)));
    }

    /** The stencil with values in its holes. */
    private static final class Filled implements Written {
        private final Stencil stencil;

        /** By the numbers of their slots. */
        private final String[] values;

        private final int length;
        private final Masks masks;

        Filled(Stencil stencil, String[] values, int length, Masks masks) {
            this.stencil = stencil;
            this.values = values;
            this.length = length;
            this.masks = masks;
        }

        @Override
        public Masks masks() {
            return masks;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder(length).append(stencil.pieces.get(0));
            for (int i = 0; i < stencil.holes.length; i++) {
                text.append(values[stencil.holes[i]]).append(stencil.pieces.get(i + 1));
            }
            return text.toString();
        }

        @Override
        public byte[] utf8() {
            byte[][] written = new byte[values.length][];
            int size = stencil.encoded[0].length;
            for (int i = 0; i < stencil.holes.length; i++) {
                int slot = stencil.holes[i];
                if (written[slot] == null) {
                    if (isHalf(values[slot])) {
                        return text().getBytes(StandardCharsets.UTF_8);
                    }
                    written[slot] = values[slot].getBytes(StandardCharsets.UTF_8);
                }
                size = Math.addExact(size, written[slot].length + stencil.encoded[i + 1].length);
            }
            byte[] bytes = new byte[size];
            int at = copy(stencil.encoded[0], bytes, 0);
            for (int i = 0; i < stencil.holes.length; i++) {
                at = copy(written[stencil.holes[i]], bytes, at);
                at = copy(stencil.encoded[i + 1], bytes, at);
            }
            return bytes;
        }

        private static int copy(byte[] piece, byte[] to, int at) {
            System.arraycopy(piece, 0, to, at, piece.length);
            return at + piece.length;
        }

        /** Whether a value may be half of a letter whose other half stands beside it. */
        private static boolean isHalf(String value) {
            return !value.isEmpty()
                    && (Character.isLowSurrogate(value.charAt(0))
                            || Character.isHighSurrogate(value.charAt(value.length() - 1)));
        }
    }
}
