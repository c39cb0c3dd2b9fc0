package dev.lineman.render.text;

import java.util.Arrays;

/**
 * Where secrets stand in the text of a rendered file, so that people can be shown the rest: by where values came from, not by
 * what they look like. Immutable.
 */
public final class SecretMasks {
    /** Nothing is masked. */
    public static final SecretMasks NONE = new SecretMasks(false, new byte[0]);

    /** Nothing may be shown. */
    public static final SecretMasks ALL = new SecretMasks(true, new byte[0]);

    /** What a person sees in place of a secret. */
    public static final String DOTS = "••••••";

    /** More than this many places are not worth remembering. */
    private static final int MAX_SPANS = 100_000;

    /** Bytes of a packed number. */
    private static final int MAX_PACKED_BYTES = 5;

    private final boolean hidesAll;

    /**
     * Where each span begins and ends, as what it is more than the number before, seven bits a byte, the lowest first: a fleet holds
     * very many of these.
     */
    private final byte[] packed;

    private SecretMasks(boolean all, byte[] packed) {
        this.hidesAll = all;
        this.packed = packed;
    }

    /** The masks of these spans: from one character on, before another, and so on, in order. */
    public static SecretMasks ofSpans(int... spans) {
        if (spans.length == 0) {
            return NONE;
        }
        if (spans.length > 2 * MAX_SPANS) {
            return ALL;
        }
        byte[] bytes = new byte[spans.length * MAX_PACKED_BYTES];
        int size = 0;
        int last = 0;
        for (int span : spans) {
            int more = span - last;
            last = span;
            for (; (more & ~0x7f) != 0; more >>>= 7) {
                bytes[size++] = (byte) (more | 0x80);
            }
            bytes[size++] = (byte) more;
        }
        return new SecretMasks(false, Arrays.copyOf(bytes, size));
    }

    /** What is masked in one or the other of two views of the same text. */
    public SecretMasks union(SecretMasks other) {
        if (hidesAll || other.hidesAll) {
            return ALL;
        }
        if (equals(other) || other.packed.length == 0) {
            return this;
        }
        int[] one = bounds();
        int[] two = other.bounds();
        int[] spans = new int[one.length + two.length];
        int count = 0;
        for (int i = 0, j = 0; i < one.length || j < two.length; ) {
            boolean first = j == two.length || (i < one.length && one[i] <= two[j]);
            int from = first ? one[i] : two[j];
            int to = first ? one[i + 1] : two[j + 1];
            i += first ? 2 : 0;
            j += first ? 0 : 2;
            if (count > 0 && from < spans[count - 1]) {
                spans[count - 1] = Math.max(spans[count - 1], to);
            } else {
                spans[count++] = from;
                spans[count++] = to;
            }
        }
        return ofSpans(Arrays.copyOf(spans, count));
    }

    /**
     * The masks that were {@link #packed}.
     *
     * @throws IllegalArgumentException when these bytes are no spans
     */
    public static SecretMasks unpack(byte[] packed) {
        SecretMasks secretMasks = packed.length == 0 ? NONE : new SecretMasks(false, packed.clone());
        int[] spans = secretMasks.bounds();
        for (int i = 1; i < spans.length; i++) {
            if (spans[i] < spans[i - 1]) {
                throw new IllegalArgumentException("spans that are not in order");
            }
        }
        if (spans.length % 2 != 0 || (packed.length > 0 && packed[packed.length - 1] < 0)) {
            throw new IllegalArgumentException("a span without an end");
        }
        return secretMasks;
    }

    /** The spans, to be stored; none where nothing may be shown. */
    public byte[] packed() {
        return packed.clone();
    }

    private int[] bounds() {
        int[] spans = new int[packed.length];
        int count = 0;
        int last = 0;
        int more = 0;
        int shift = 0;
        for (byte next : packed) {
            more |= (next & 0x7f) << shift;
            shift += 7;
            if (next >= 0) {
                last += more;
                spans[count++] = last;
                more = 0;
                shift = 0;
            }
        }
        return Arrays.copyOf(spans, count);
    }

    /** Whether nothing of the file may be shown. */
    public boolean hidesAll() {
        return hidesAll;
    }

    /** The same, to look at piece by piece. */
    public Spans spans() {
        return new Spans(bounds());
    }

    /** Where secrets begin and end, one after the other. */
    public static final class Spans {
        private final int[] spans;

        private Spans(int[] spans) {
            this.spans = spans;
        }

        /** Whether a secret begins from one character on and before another. */
        public boolean startsWithin(int from, int to) {
            int at = firstFrom(from);
            return at < spans.length && spans[at] < to;
        }

        /** A piece of the file's text, from one character on and before another, with dots in place of secrets. */
        public String mask(String text, int from, int to) {
            StringBuilder shown = new StringBuilder();
            int at = from;
            for (int i = firstFrom(from); i < spans.length && spans[i] < to; i += 2) {
                shown.append(text, at, spans[i]).append(DOTS);
                at = spans[i + 1];
            }
            return shown.append(text, at, to).toString();
        }

        /** Where the spans begin that do not begin before a character. */
        private int firstFrom(int from) {
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
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretMasks secretMasks
                && hidesAll == secretMasks.hidesAll
                && Arrays.equals(packed, secretMasks.packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }
}
