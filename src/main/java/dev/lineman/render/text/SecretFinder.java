package dev.lineman.render.text;

import dev.lineman.template.dialect.ValueEscape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds known secrets in a text by their value. It is a second check after {@link SecretMasks}, which know the
 * origin of each value: a secret that a person copied into another field is found here.
 *
 * <p>It finds a secret also in the form that XML and JSON escape it to. A secret of eight or more characters is found
 * anywhere, one of four to seven only as a whole value, and shorter ones never. The search moves over the UTF-8 bytes by
 * up to the length of the shortest secret at once (Wu and Manber, A Fast Algorithm for Multi-Pattern Searching, 1994).
 * Immutable.
 */
public final class SecretFinder {
    /** Characters of the shortest secret that is searched. Shorter ones would mask ordinary text. */
    private static final int MIN_LENGTH = 4;

    /** Characters from which a secret is also masked inside a longer value. */
    private static final int MIN_LENGTH_INSIDE_VALUES = 8;

    /** Characters that delimit a value, besides white space and the ends of the text. */
    private static final String DELIMITERS = "\"'=:<>;,&|()[]{}";

    /** Bytes that are looked up together. The shortest secret has as many. */
    private static final int BLOCK = 4;

    /** The search looks at the first bytes of each secret: as many as the shortest has, and at most this many. */
    private static final int MAX_WINDOW = 64;

    /** The table of shifts has at least two to the power of this many slots. */
    private static final int MIN_TABLE_BITS = 8;

    /** The table of shifts has at most two to the power of this many slots. */
    private static final int MAX_TABLE_BITS = 20;

    /** The table has about two to the power of this many slots for each block in it. */
    private static final int TABLE_BITS_PER_BLOCK = 4;

    /** Secrets by their first block. */
    private final Map<Integer, List<SearchedSecret>> secretsByPrefix = new HashMap<>();

    /** How many bytes of each secret the search looks at. */
    private final int window;

    /**
     * By the hash of the last block of a window: how many bytes less than the most the window can move. The end of a
     * window can be the end of the first bytes of a secret where it cannot move.
     */
    private final byte[] lessShift;

    /** Turns a 32-bit hash into an index into {@link #lessShift}. */
    private final int tableShift;

    /** A secret in one of its forms. */
    private static final class SearchedSecret {
        private final byte[] utf8;
        /** Whether it is also masked inside a longer value. */
        private final boolean anywhere;

        SearchedSecret(String secret) {
            this.utf8 = secret.getBytes(StandardCharsets.UTF_8);
            this.anywhere = secret.length() >= MIN_LENGTH_INSIDE_VALUES;
        }
    }

    /** @param all the secrets to search, in plain text */
    public SecretFinder(Collection<String> all) {
        for (String secret : all) {
            for (ValueEscape escape : ValueEscape.values()) {
                String escaped = escape.escape(secret);
                if (escape == ValueEscape.NONE || !escaped.equals(secret)) {
                    add(escaped);
                }
            }
        }
        int shortest = MAX_WINDOW;
        int count = 0;
        for (List<SearchedSecret> same : secretsByPrefix.values()) {
            for (SearchedSecret secret : same) {
                shortest = Math.min(shortest, secret.utf8.length);
                count++;
            }
        }
        window = shortest;
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(count * mostShift()) + TABLE_BITS_PER_BLOCK;
        int tableBits = Math.max(MIN_TABLE_BITS, Math.min(MAX_TABLE_BITS, bits));
        tableShift = Integer.SIZE - tableBits;
        lessShift = new byte[1 << tableBits];
        for (List<SearchedSecret> same : secretsByPrefix.values()) {
            for (SearchedSecret secret : same) {
                for (int at = 0; at < mostShift(); at++) {
                    int slot = hash(block(secret.utf8, at));
                    lessShift[slot] = (byte) Math.max(lessShift[slot], at + 1);
                }
            }
        }
    }

    /** How far the window moves if its last block is in no secret. */
    private int mostShift() {
        return window - BLOCK + 1;
    }

    private void add(String secret) {
        if (secret.length() >= MIN_LENGTH) {
            SearchedSecret searched = new SearchedSecret(secret);
            secretsByPrefix
                    .computeIfAbsent(block(searched.utf8, 0), first -> new ArrayList<>(1))
                    .add(searched);
        }
    }

    /** Four bytes as a number. */
    private static int block(byte[] text, int at) {
        return (text[at] << 24) | ((text[at + 1] & 0xff) << 16) | ((text[at + 2] & 0xff) << 8) | (text[at + 3] & 0xff);
    }

    /** Multiplicative hash (Knuth, The Art of Computer Programming, volume 3, section 6.4) of a block. */
    private int hash(int block) {
        return (block * 0x9E3779B1) >>> tableShift;
    }

    /** Returns where secrets are in a text. Overlapping ones are joined. */
    public SecretMasks masks(String text) {
        return masks(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * As {@link #masks(String)}.
     *
     * @param utf8 the text; the masks count its characters
     */
    public SecretMasks masks(byte[] utf8) {
        int[] spans = new int[8];
        int count = 0;
        int end = 0;
        int length = secretsByPrefix.isEmpty() ? 0 : utf8.length;
        int most = mostShift();
        for (int last = window; last <= length; ) {
            int shift = most - lessShift[hash(block(utf8, last - BLOCK))];
            if (shift > 0) {
                last += shift;
                continue;
            }
            int start = last - window;
            int found = matchEnd(utf8, start);
            if (found > end) {
                boolean joined = count > 0 && start <= end;
                if (!joined) {
                    spans = count == spans.length ? Arrays.copyOf(spans, 2 * count) : spans;
                    spans[count] = start;
                    count += 2;
                }
                end = found;
                spans[count - 1] = end;
            }
            last++;
        }
        return SecretMasks.ofSpans(characterIndices(utf8, Arrays.copyOf(spans, count)));
    }

    /** Turns indices into the bytes, in order, into indices into the characters. */
    private static int[] characterIndices(byte[] utf8, int[] indices) {
        int at = 0;
        // How many bytes there are beyond one for each character.
        int more = 0;
        for (int i = 0; i < indices.length; i++) {
            for (int index = indices[i]; at < index; at++) {
                if (utf8[at] < 0) {
                    more += 1 - charactersOf(utf8[at]);
                }
            }
            indices[i] -= more;
        }
        return indices;
    }

    /** How many UTF-16 units begin with a byte of a character outside of ASCII (RFC 3629). */
    private static int charactersOf(byte outsideAscii) {
        return (outsideAscii & 0xc0) == 0x80 ? 0 : (outsideAscii & 0xf8) == 0xf0 ? 2 : 1;
    }

    /** Returns a text with dots in place of its secrets. */
    public String mask(String text) {
        SecretMasks secretMasks = masks(text);
        return secretMasks.hidesAll() ? SecretMasks.DOTS : secretMasks.spans().mask(text, 0, text.length());
    }

    /** Returns the end of the longest secret that starts here; -1 if none does. */
    private int matchEnd(byte[] text, int start) {
        int end = -1;
        for (SearchedSecret secret : secretsByPrefix.getOrDefault(block(text, start), List.of())) {
            byte[] wanted = secret.utf8;
            int to = start + wanted.length;
            if (to > end
                    && to <= text.length
                    && Arrays.equals(text, start, to, wanted, 0, wanted.length)
                    && (secret.anywhere || (isDelimiter(text, start - 1) && isDelimiter(text, to)))) {
                end = to;
            }
        }
        return end;
    }

    private static boolean isDelimiter(byte[] text, int at) {
        if (at < 0 || at >= text.length) {
            return true;
        }
        char character = character(text, at);
        return Character.isWhitespace(character) || DELIMITERS.indexOf(character) >= 0;
    }

    /** The character that a byte belongs to. White space and delimiters have one UTF-16 unit. */
    private static char character(byte[] text, int at) {
        if (text[at] >= 0) {
            return (char) text[at];
        }
        int lead = at;
        while (lead > 0 && (text[lead] & 0xc0) == 0x80) {
            lead--;
        }
        return new String(text, lead, Math.min(BLOCK, text.length - lead), StandardCharsets.UTF_8).charAt(0);
    }
}
