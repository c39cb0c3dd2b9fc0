package dev.lineman.render.text;

import dev.lineman.template.dialect.ValueEscape;
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
 * anywhere, one of four to seven only as a whole value, and shorter ones never. The time grows with the length of the
 * text and not with the number of secrets. Immutable.
 */
public final class SecretFinder {
    /** Characters of the shortest secret that is searched. Shorter ones would mask ordinary text. */
    private static final int MIN_LENGTH = 4;

    /** Characters from which a secret is also masked inside a longer value. */
    private static final int MIN_LENGTH_INSIDE_VALUES = 8;

    /** Characters that delimit a value, besides white space and the ends of the text. */
    private static final String DELIMITERS = "\"'=:<>;,&|()[]{}";

    /** The hash filter has at least two to the power of this many slots. */
    private static final int MIN_FILTER_BITS = 8;

    /** The hash filter has at most two to the power of this many slots. */
    private static final int MAX_FILTER_BITS = 20;

    /** Secrets by their first four characters, packed into a number. */
    private final Map<Long, List<String>> secretsByPrefix = new HashMap<>();

    /** Which hashes of prefixes occur. It rejects most positions of a text without a look into the map. */
    private final boolean[] filter;

    /** Shifts a 64-bit hash to an index into {@link #filter}. */
    private final int shift;

    /** @param all the secrets to search, in plain text */
    public SecretFinder(Collection<String> all) {
        for (String secret : all) {
            for (ValueEscape escape : ValueEscape.values()) {
                add(escape.escape(secret));
            }
        }
        int bits = Math.min(
                MAX_FILTER_BITS, MIN_FILTER_BITS + Integer.SIZE - Integer.numberOfLeadingZeros(secretsByPrefix.size()));
        filter = new boolean[1 << bits];
        shift = Long.SIZE - bits;
        secretsByPrefix.keySet().forEach(begin -> filter[hash(begin)] = true);
    }

    private void add(String secret) {
        if (secret.length() >= MIN_LENGTH) {
            long begin = 0;
            for (int i = 0; i < MIN_LENGTH; i++) {
                begin = (begin << Character.SIZE) | secret.charAt(i);
            }
            List<String> same = secretsByPrefix.computeIfAbsent(begin, first -> new ArrayList<>(1));
            if (!same.contains(secret)) {
                same.add(secret);
            }
        }
    }

    /** Multiplicative hash (Knuth, The Art of Computer Programming, volume 3, section 6.4) of a packed prefix. */
    private int hash(long begin) {
        return (int) ((begin * 0x9E3779B97F4A7C15L) >>> shift);
    }

    /** Returns where secrets are in a text. Overlapping ones are joined. */
    public SecretMasks masks(String text) {
        int[] spans = new int[8];
        int count = 0;
        long begin = 0;
        int end = 0;
        int length = secretsByPrefix.isEmpty() ? 0 : text.length();
        for (int i = 0; i < length; i++) {
            // A rolling window of the last four characters: 64 bits hold exactly four.
            begin = (begin << Character.SIZE) | text.charAt(i);
            int start = i + 1 - MIN_LENGTH;
            if (start >= 0 && filter[hash(begin)]) {
                int found = matchEnd(text, start, begin);
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
            }
        }
        return SecretMasks.ofSpans(Arrays.copyOf(spans, count));
    }

    /** Returns a text with dots in place of its secrets. */
    public String mask(String text) {
        SecretMasks secretMasks = masks(text);
        return secretMasks.hidesAll() ? SecretMasks.DOTS : secretMasks.spans().mask(text, 0, text.length());
    }

    /** Returns the end of the longest secret that starts here; -1 if none does. */
    private int matchEnd(String text, int start, long begin) {
        int end = -1;
        for (String secret : secretsByPrefix.getOrDefault(begin, List.of())) {
            int to = start + secret.length();
            if (to > end
                    && text.startsWith(secret, start)
                    && (secret.length() >= MIN_LENGTH_INSIDE_VALUES
                            || (isDelimiter(text, start - 1) && isDelimiter(text, to)))) {
                end = to;
            }
        }
        return end;
    }

    private static boolean isDelimiter(String text, int at) {
        return at < 0
                || at >= text.length()
                || Character.isWhitespace(text.charAt(at))
                || DELIMITERS.indexOf(text.charAt(at)) >= 0;
    }
}
