package dev.lineman.render;

import java.util.Arrays;
import java.util.List;

/**
 * Where secrets stand in the text of a rendered file, so that people can be shown the rest: by where values came from, not by
 * what they look like. Immutable.
 */
public final class Masks {
    /** Nothing is masked. */
    public static final Masks NONE = new Masks(false, new int[0]);

    /** Nothing may be shown. */
    public static final Masks ALL = new Masks(true, new int[0]);

    /** What a person sees in place of a secret. */
    public static final String DOTS = "••••••";

    /** More than this many places are not worth remembering. */
    private static final int MOST = 100_000;

    private final boolean all;
    private final int[] spans;

    private Masks(boolean all, int[] spans) {
        this.all = all;
        this.spans = spans;
    }

    /** The masks of these spans: from one character on, before another, and so on, in order. */
    public static Masks at(int... spans) {
        if (spans.length == 0) {
            return NONE;
        }
        return spans.length > 2 * MOST ? ALL : new Masks(false, spans.clone());
    }

    /** Whether nothing of the file may be shown. */
    public boolean all() {
        return all;
    }

    /** The spans, as {@link #at} takes them. */
    public List<Integer> spans() {
        return Arrays.stream(spans).boxed().toList();
    }

    /** Whether a secret begins from one character on and before another. */
    public boolean within(int from, int to) {
        int at = first(from);
        return at < spans.length && spans[at] < to;
    }

    /** A piece of the file's text, from one character on and before another, with dots in place of secrets. */
    public String shown(String text, int from, int to) {
        StringBuilder shown = new StringBuilder();
        int at = from;
        for (int i = first(from); i < spans.length && spans[i] < to; i += 2) {
            shown.append(text, at, spans[i]).append(DOTS);
            at = spans[i + 1];
        }
        return shown.append(text, at, to).toString();
    }

    /** Where the spans begin that do not begin before a character. */
    private int first(int from) {
        int low = 0;
        int high = spans.length / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (spans[2 * middle] < from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return 2 * low;
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
