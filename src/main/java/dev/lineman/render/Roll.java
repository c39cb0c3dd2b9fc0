package dev.lineman.render;

import java.util.ArrayList;
import java.util.List;

/**
 * Text as it is written. A long one is kept in pieces, which the platform keeps at a byte a character where it can: a phonebook
 * takes its own size and no more, and no array of it all is ever needed.
 */
final class Roll implements CharSequence {
    private static final int BITS = 16;
    private static final int PIECE = 1 << BITS;

    private final List<String> pieces = new ArrayList<>();
    private char[] last;
    private int used;

    /** @param expected characters, as a guess */
    Roll(int expected) {
        this.last = new char[Math.min(expected, PIECE)];
    }

    void append(char[] text, int start, int count) {
        for (int done = 0; done < count; ) {
            int next = room(count - done);
            System.arraycopy(text, start + done, last, used, next);
            used += next;
            done += next;
        }
    }

    void append(String text, int start, int count) {
        for (int done = 0; done < count; ) {
            int next = room(count - done);
            text.getChars(start + done, start + done + next, last, used);
            used += next;
            done += next;
        }
    }

    /** Makes room for some of the characters that come next, and says for how many. */
    private int room(int wanted) {
        if (used == PIECE) {
            pieces.add(new String(last));
            used = 0;
        }
        if (used + wanted > last.length && last.length < PIECE) {
            char[] larger = new char[Math.min(PIECE, Math.max(2 * last.length, used + wanted))];
            System.arraycopy(last, 0, larger, 0, used);
            last = larger;
        }
        return Math.min(wanted, last.length - used);
    }

    @Override
    public int length() {
        return pieces.size() * PIECE + used;
    }

    @Override
    public char charAt(int index) {
        int piece = index >> BITS;
        return piece < pieces.size() ? pieces.get(piece).charAt(index & (PIECE - 1)) : last[index & (PIECE - 1)];
    }

    @Override
    public String subSequence(int start, int end) {
        int piece = start >> BITS;
        int from = start & (PIECE - 1);
        if (piece == pieces.size()) {
            return new String(last, from, end - start);
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

    byte[] utf8() {
        return pieces.isEmpty() ? Utf8.of(last, used) : Utf8.of(this);
    }
}
