package dev.lineman.render.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Text as it is written. A long one is kept in pieces, which the platform keeps at a byte a character where it can: a phonebook
 * takes its own size and no more, and no array of it all is ever needed.
 */
final class ChunkedText implements CharSequence {
    private static final int CHUNK_BITS = 16;
    private static final int CHUNK_LENGTH = 1 << CHUNK_BITS;

    private final List<String> chunks = new ArrayList<>();
    private final StringBuilder last;

    /** @param expected characters, as a guess */
    ChunkedText(int expected) {
        this.last = new StringBuilder(Math.min(expected, CHUNK_LENGTH));
    }

    void append(String text) {
        for (int done = 0; done < text.length(); ) {
            int next = Math.min(text.length() - done, CHUNK_LENGTH - last.length());
            last.append(next == text.length() ? text : text.substring(done, done + next));
            done += next;
            if (last.length() == CHUNK_LENGTH) {
                chunks.add(last.toString());
                last.setLength(0);
            }
        }
    }

    @Override
    public int length() {
        return chunks.size() * CHUNK_LENGTH + last.length();
    }

    @Override
    public char charAt(int index) {
        int piece = index >> CHUNK_BITS;
        int at = index & (CHUNK_LENGTH - 1);
        return piece < chunks.size() ? chunks.get(piece).charAt(at) : last.charAt(at);
    }

    @Override
    public String subSequence(int start, int end) {
        int piece = start >> CHUNK_BITS;
        int from = start & (CHUNK_LENGTH - 1);
        if (piece == chunks.size()) {
            return last.substring(from, from + end - start);
        }
        if (end <= (piece + 1) * CHUNK_LENGTH) {
            return chunks.get(piece).substring(from, from + end - start);
        }
        return new StringBuilder(end - start).append(this, start, end).toString();
    }

    @Override
    public String toString() {
        return subSequence(0, length());
    }

    /** The text as UTF-8 (RFC 3629), with {@code ?} for half of a surrogate pair. Encodes twice rather than hold a long text twice. */
    byte[] utf8() {
        if (chunks.isEmpty()) {
            return encodeChunk(0);
        }
        long size = 0;
        for (int i = 0; i <= chunks.size(); i++) {
            size += encodeChunk(i).length;
        }
        byte[] bytes = new byte[Math.toIntExact(size)];
        int at = 0;
        for (int i = 0; i <= chunks.size(); i++) {
            byte[] piece = encodeChunk(i);
            System.arraycopy(piece, 0, bytes, at, piece.length);
            at += piece.length;
        }
        return bytes;
    }

    private byte[] encodeChunk(int piece) {
        return subSequence(chunkStart(piece), chunkStart(piece + 1)).getBytes(StandardCharsets.UTF_8);
    }

    /** Where a piece begins, with the whole of a surrogate pair that reaches into it. */
    private int chunkStart(int piece) {
        int begin = Math.min(piece * CHUNK_LENGTH, length());
        return begin > 0 && begin < length() && Character.isHighSurrogate(charAt(begin - 1)) ? begin - 1 : begin;
    }
}
