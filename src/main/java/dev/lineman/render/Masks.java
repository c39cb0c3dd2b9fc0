package dev.lineman.render;

import dev.lineman.template.Escape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where secrets stand in a rendered file, so that people can be shown the rest. Wherever a secret that the file's
 * template looked up can be read in it, escaped or not, it is masked, also where the same characters came from somewhere
 * else. Immutable.
 */
public final class Masks {
    /** Nothing is masked. */
    public static final Masks NONE = new Masks(false, new int[0]);

    /** Nothing may be shown. */
    public static final Masks ALL = new Masks(true, new int[0]);

    /** What a person sees in place of a secret. */
    public static final String DOTS = "••••••";

    private final boolean all;
    private final int[] spans;

    private Masks(boolean all, int[] spans) {
        this.all = all;
        this.spans = spans;
    }

    /** The masks of these spans: bytes from, bytes to, and so on, in order. */
    public static Masks at(List<Integer> spans) {
        return spans.isEmpty()
                ? NONE
                : new Masks(false, spans.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The places where these texts stand in a file. */
    public static Masks of(byte[] file, Collection<String> secrets) {
        if (secrets.isEmpty()) {
            return NONE;
        }
        String text = new String(file, StandardCharsets.ISO_8859_1);
        BitSet masked = new BitSet();
        for (String secret : secrets) {
            for (String written : written(secret)) {
                for (int at = text.indexOf(written); at >= 0; at = text.indexOf(written, at + 1)) {
                    masked.set(at, at + written.length());
                }
            }
        }
        int[] spans = new int[2 * masked.cardinality()];
        int count = 0;
        for (int from = masked.nextSetBit(0); from >= 0; from = masked.nextSetBit(spans[count - 1])) {
            spans[count++] = from;
            spans[count++] = masked.nextClearBit(from);
        }
        return count == 0 ? NONE : new Masks(false, Arrays.copyOf(spans, count));
    }

    /** The ways in which a text may have been written, each byte as one character. */
    private static Set<String> written(String text) {
        Set<String> written = new LinkedHashSet<>();
        for (Escape escape : Escape.values()) {
            byte[] bytes = Escaping.escaped(text, escape).getBytes(StandardCharsets.UTF_8);
            written.add(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        written.remove("");
        return written;
    }

    /** Whether nothing of the file may be shown. */
    public boolean all() {
        return all;
    }

    /** The spans, as {@link #at} takes them. */
    public List<Integer> spans() {
        return Arrays.stream(spans).boxed().toList();
    }

    /** Whether a secret begins between one byte and another. */
    public boolean within(int from, int to) {
        for (int i = 0; i < spans.length; i += 2) {
            if (spans[i] >= from && spans[i] < to) {
                return true;
            }
        }
        return false;
    }

    /** A piece of the file, from one byte on and up to another, with dots in place of secrets. */
    public String shown(byte[] file, int from, int to) {
        StringBuilder shown = new StringBuilder();
        int at = from;
        for (int i = 0; i < spans.length; i += 2) {
            if (spans[i] >= from && spans[i] < to) {
                shown.append(text(file, at, spans[i])).append(DOTS);
                at = spans[i + 1];
            }
        }
        return shown.append(text(file, at, to)).toString();
    }

    private static String text(byte[] file, int from, int to) {
        return new String(file, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Masks masks && all == masks.all && Arrays.equals(spans, masks.spans);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(spans);
    }
}
