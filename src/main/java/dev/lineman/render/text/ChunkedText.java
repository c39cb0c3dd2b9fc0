package dev.lineman.render.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Text as it is written. A long one is kept in pieces, which the platform keeps at a byte a character where it can: a phonebook
 * takes its own size and no more, and no array of it all is ever needed.
 */
final class ChunkedText implements CharSequence {
    private static final int BITS = 16;
    private static final int PIECE = 1 << BITS;

    private final List<String> pieces = new ArrayList<>();
    private final StringBuilder last;

    /** @param expected characters, as a guess */
    ChunkedText(int expected) {
        this.last = new StringBuilder(Math.min(expected, PIECE));
    }

    void append(String text) {
        for (int done = 0; done < text.length(); ) {
            int next = Math.min(text.length() - done, PIECE - last.length());
            last.append(next == text.length() ? text : text.substring(done, done + next));
            done += next;
            if (last.length() == PIECE) {
                pieces.add(last.toString());
                last.setLength(0);
            }
        }
    }

    @Override
    public int length() {
        return pieces.size() * PIECE + last.length();
    }

    @Override
    public char charAt(int index) {
        int piece = index >> BITS;
        int at = index & (PIECE - 1);
        return piece < pieces.size() ? pieces.get(piece).charAt(at) : last.charAt(at);
    }

    @Override
    public String subSequence(int start, int end) {
        int piece = start >> BITS;
        int from = start & (PIECE - 1);
        if (piece == pieces.size()) {
            return last.substring(from, from + end - start);
        }
        if (end <= (piece + 1) * PIECE) {
            return pieces.get(piece).substring(from, from + end - start);
        }
        return new StringBuilder(end - start).append(this, start, end).toString();
    }

    @Override
    public String toString() {
        return subSequence(0, length());
    }

    /** The text as UTF-8 (RFC 3629), with {@code ?} for half of a surrogate pair. Encodes twice rather than hold a long text twice. */
    byte[] utf8() {
        if (pieces.isEmpty()) {
            return encoded(0);
        }
        long size = 0;
        for (int i = 0; i <= pieces.size(); i++) {
            size += encoded(i).length;
        }
        byte[] bytes = new byte[Math.toIntExact(size)];
        int at = 0;
        for (int i = 0; i <= pieces.size(); i++) {
            byte[] piece = encoded(i);
            System.arraycopy(piece, 0, bytes, at, piece.length);
            at += piece.length;
        }
        return bytes;
    }

    private byte[] encoded(int piece) {
        return subSequence(begin(piece), begin(piece + 1)).getBytes(StandardCharsets.UTF_8);
    }

    /** Where a piece begins, with the whole of a surrogate pair that reaches into it. */
    private int begin(int piece) {
        int begin = Math.min(piece * PIECE, length());
        return begin > 0 && begin < length() && Character.isHighSurrogate(charAt(begin - 1)) ? begin - 1 : begin;
    }
}
