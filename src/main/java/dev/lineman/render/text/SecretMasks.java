package dev.lineman.render.text;

import java.util.Arrays;

/**
 * Where the secrets are in the text of a rendered file. A diff or a view can then show the rest. The masks come from
 * the origin of each value and not from its looks. They are stored with the output and survive a restart. Immutable.
 */
public final class SecretMasks {
    /** Masks without spans: the file has no secrets. */
    public static final SecretMasks NONE = new SecretMasks(false, new byte[0]);

    /** Masks the whole file: it is unknown, or has too many secrets to record. */
    public static final SecretMasks ALL = new SecretMasks(true, new byte[0]);

    /** The text that replaces a secret. Its length is fixed, so it does not show the length of the secret. */
    public static final String DOTS = "••••••";

    /** A file with more secrets than this is masked as a whole, to bound the memory. */
    private static final int MAX_SPANS = 100_000;

    /** The most bytes of one packed number: 32 bits, seven in each byte. */
    private static final int MAX_PACKED_BYTES = 5;

    private final boolean hidesAll;

    /**
     * Start and end of each span in order, packed. Each number is stored as its difference from the one before, in a
     * variable-length form: seven bits in each byte, the lowest first, and the high bit set if more bytes follow. A
     * fleet has very many masks.
     */
    private final byte[] packed;

    private SecretMasks(boolean hidesAll, byte[] packed) {
        this.hidesAll = hidesAll;
        this.packed = packed;
    }

    /**
     * Masks of these spans.
     *
     * @param spans start (inclusive) and end (exclusive) of each span, in ascending order, without overlaps
     */
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

    /** Masks of each character that these or the other masks cover, for two views of the same text. */
    public SecretMasks union(SecretMasks other) {
        if (hidesAll || other.hidesAll) {
            return ALL;
        }
        if (equals(other) || other.packed.length == 0) {
            return this;
        }
        // Merges the two sorted lists of spans and joins those that overlap.
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
     * The masks of a {@link #packed} form.
     *
     * @throws IllegalArgumentException if the bytes are not such a form
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

    /** The spans in a compact form, for the journal. Empty for {@link #ALL}: store {@link #hidesAll} as well. */
    public byte[] packed() {
        return packed.clone();
    }

    /** Start and end of each span, one after the other. */
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

    /** Whether the whole file is masked. */
    public boolean hidesAll() {
        return hidesAll;
    }

    /** The spans in a form that is fast to query. Do not call it for {@link #ALL}, which has none. */
    public Spans spans() {
        return new Spans(bounds());
    }

    /** Unpacked spans, for views that go through a text line by line. Immutable. */
    public static final class Spans {
        private final int[] spans;

        private Spans(int[] spans) {
            this.spans = spans;
        }

        /**
         * Whether a secret starts in a part of the text.
         *
         * @param from start of the part, inclusive
         * @param to end of the part, exclusive
         */
        public boolean startsWithin(int from, int to) {
            int at = firstFrom(from);
            return at < spans.length && spans[at] < to;
        }

        /**
         * A part of the text with dots in place of secrets.
         *
         * @param from start of the part, inclusive
         * @param to end of the part, exclusive
         */
        public String mask(String text, int from, int to) {
            StringBuilder shown = new StringBuilder();
            int at = from;
            for (int i = firstFrom(from); i < spans.length && spans[i] < to; i += 2) {
                shown.append(text, at, spans[i]).append(DOTS);
                at = spans[i + 1];
            }
            return shown.append(text, at, to).toString();
        }

        /** The index of the first span that starts at this character or later. Binary search. */
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
