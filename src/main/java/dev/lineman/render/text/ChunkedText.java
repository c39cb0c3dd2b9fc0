package dev.lineman.render.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Text that grows while it is written. It keeps long text in chunks: a chunk of Latin-1 characters takes one byte for
 * each character, and no array ever holds all of a large phonebook. The buffer of {@link OutputWriter}. Not
 * thread-safe.
 */
final class ChunkedText implements CharSequence {
    private static final int CHUNK_BITS = 16;

    /** Characters in each full chunk. A power of two, so that an index splits into chunk and offset by its bits. */
    private static final int CHUNK_LENGTH = 1 << CHUNK_BITS;

    /** Full chunks, each of {@link #CHUNK_LENGTH} characters. */
    private final List<String> chunks = new ArrayList<>();

    /** The chunk that still grows. It is shorter than {@link #CHUNK_LENGTH}. */
    private final StringBuilder last;

    /** @param expected the expected number of characters, to size the first chunk */
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

    /**
     * Encodes the text as UTF-8 (RFC 3629). An unpaired surrogate becomes {@code ?}. A long text is encoded twice,
     * once to measure it, so that memory never holds it twice.
     */
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

    /**
     * The index at which encoding of a chunk starts. A surrogate pair that crosses the border belongs to the later
     * chunk as a whole.
     */
    private int chunkStart(int piece) {
        int begin = Math.min(piece * CHUNK_LENGTH, length());
        return begin > 0 && begin < length() && Character.isHighSurrogate(charAt(begin - 1)) ? begin - 1 : begin;
    }
}
