package dev.lineman.render.text;

import dev.lineman.template.dialect.ValueEscape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds known secrets in a text by their value, also as XML and JSON escape them: those of eight and more characters anywhere,
 * those of four to seven only where one is a whole value. Shorter ones are not looked for. Takes time in proportion to the text,
 * however many secrets there are. Immutable.
 */
public final class SecretFinder {
    private static final int MIN_LENGTH = 4;
    private static final int MIN_LENGTH_INSIDE_VALUES = 8;

    /** What stands around a whole value, besides white space and the ends of the text. */
    private static final String DELIMITERS = "\"'=:<>;,&|()[]{}";

    private static final int MIN_FILTER_BITS = 8;
    private static final int MAX_FILTER_BITS = 20;

    /** By the first characters of each. */
    private final Map<Long, List<String>> secretsByPrefix = new HashMap<>();

    /** Which first characters there are, by their hash: most of a text is passed over without a look into the map. */
    private final boolean[] filter;

    private final int shift;

    /** @param all the texts to look for */
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

    private int hash(long begin) {
        return (int) ((begin * 0x9E3779B97F4A7C15L) >>> shift);
    }

    /** Where secrets stand in a text. */
    public SecretMasks masks(String text) {
        int[] spans = new int[8];
        int count = 0;
        long begin = 0;
        int end = 0;
        int length = secretsByPrefix.isEmpty() ? 0 : text.length();
        for (int i = 0; i < length; i++) {
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

    /** A text with dots in place of secrets. */
    public String mask(String text) {
        SecretMasks secretMasks = masks(text);
        return secretMasks.hidesAll() ? SecretMasks.DOTS : secretMasks.spans().mask(text, 0, text.length());
    }

    /** Where the longest secret ends that begins here; -1 when none does. */
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
