package dev.lineman.render;

import dev.lineman.template.text.Escape;
import dev.lineman.template.text.Token;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A text without directives: pieces of it that never change, with holes for values. A fleet's files are mostly such
 * pieces, and copying them as bytes costs a fraction of walking the engine's tree and of encoding what it wrote.
 */
final class Stencil {
    /** One more than there are holes. */
    private final List<String> pieces = new ArrayList<>();

    private final byte[][] encoded;

    /** The number of each hole's slot. */
    private final int[] holes;

    private final int slots;

    private Stencil(String text, List<Token> tokens, List<Program.Slot> slots) {
        Map<Program.Slot, Integer> numbers = new HashMap<>();
        slots.forEach(slot -> numbers.put(slot, numbers.size()));
        List<Integer> filled = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        for (Token token : tokens) {
            if (token instanceof Token.Literal literal) {
                piece.append(text, literal.start(), literal.end());
            } else if (token instanceof Token.Placeholder placeholder) {
                pieces.add(piece.toString());
                piece.setLength(0);
                filled.add(numbers.get(new Program.Slot(placeholder.name(), placeholder.key())));
            }
        }
        pieces.add(piece.toString());
        this.encoded = pieces.stream()
                .map(each -> each.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.holes = filled.stream().mapToInt(slot -> slot).toArray();
        this.slots = slots.size();
    }

    /** The stencil of a text that has no token but literals and placeholders. */
    static Stencil of(String text, List<Token> tokens, List<Program.Slot> slots) {
        return new Stencil(text, tokens, slots);
    }

    /**
     * Fills the holes in their order.
     *
     * @param largest characters that may come of it
     * @param secret whether a value, this very object, is a secret
     */
    Written fill(Slots values, Escape escape, int largest, Predicate<String> secret) {
        String[] escaped = new String[slots];
        boolean[] hidden = new boolean[slots];
        int[] masks = new int[8];
        int masked = 0;
        long length = pieces.get(0).length();
        for (int i = 0; i < holes.length; i++) {
            int slot = holes[i];
            if (escaped[slot] == null) {
                String value = values.placeholder(slot);
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
