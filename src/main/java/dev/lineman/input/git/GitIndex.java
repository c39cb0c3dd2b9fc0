package dev.lineman.input.git;

import dev.lineman.fs.FileStamp;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads Git's index, the list of tracked files, in versions 2 to 4 (gitformat-index(5)). Of a split index, it reads
 * the part that is not shared.
 *
 * <p>The page on architecture explains why it does not run Git. Stateless and thread-safe.
 */
public final class GitIndex {
    /** The first four bytes of an index, {@code DIRC}. */
    private static final int SIGNATURE = 0x44495243;
    /** Offsets in an entry, in bytes. The change time comes first. */
    private static final int MODIFIED_AT = 8;

    private static final int INODE_AT = 20;
    private static final int MODE_AT = 24;
    private static final int SIZE_AT = 36;
    private static final int HASH_AT = 40;

    /** The lengths of SHA-1 and SHA-256, in bytes. */
    private static final int[] HASHES = {20, 32};

    /** The modes of a file, program, link, submodule and folder. */
    private static final Set<Integer> MODES = Set.of(0100644, 0100755, 0120000, 0160000, 0040000);

    /** The flag of an entry with two more bytes of flags. */
    private static final int EXTENDED = 0x4000;

    private static final long SECOND = 1_000_000_000L;

    private GitIndex() {}

    /**
     * The status of a file in the index.
     *
     * @param changed seconds since the epoch in the upper 32 bits, nanoseconds in the lower ones
     * @param modified likewise
     * @param inode its lower 32 bits
     * @param size in bytes, its lower 32 bits
     */
    record IndexStat(long changed, long modified, int inode, int size) {
        static IndexStat of(FileStamp stamp) {
            return new IndexStat(
                    time(stamp.changed()), time(stamp.modified()), (int) stamp.inode(), (int) stamp.size());
        }

        private static long time(long nanos) {
            return Math.floorDiv(nanos, SECOND) << Integer.SIZE | Math.floorMod(nanos, SECOND);
        }
    }

    /**
     * The status of each tracked file, by its path below the top of the working tree, with {@code /}. Empty if the
     * bytes are not an index.
     */
    public static Map<String, IndexStat> read(byte[] index) {
        for (int hash : HASHES) {
            try {
                return read(ByteBuffer.wrap(index), hash);
            } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
                // The index does not state the length of its hashes. With the wrong length, the parse fails here.
            }
        }
        return Map.of();
    }

    /**
     * Reads an index whose hashes have a given length.
     *
     * @throws RuntimeException if the length does not fit, or the bytes are not an index
     */
    private static Map<String, IndexStat> read(ByteBuffer bytes, int hash) {
        boolean signed = bytes.getInt() == SIGNATURE;
        int version = bytes.getInt();
        require(signed && version >= 2 && version <= 4);
        Map<String, IndexStat> indexStats = new HashMap<>();
        byte[] name = {};
        for (int left = bytes.getInt(); left > 0; left--) {
            int start = bytes.position();
            int flags = start + HASH_AT + hash;
            require(MODES.contains(bytes.getInt(start + MODE_AT)));
            boolean extended = (bytes.getShort(flags) & EXTENDED) != 0;
            bytes.position(flags + (extended ? 4 : 2));
            // Version 4 removes this many bytes from the end of the name before, and appends the rest.
            int kept = version == 4 ? name.length - offset(bytes) : 0;
            require(kept >= 0);
            int from = bytes.position();
            int length = 0;
            while (bytes.get() != 0) {
                length++;
            }
            name = Arrays.copyOf(name, kept + length);
            bytes.get(from, name, kept, length);
            indexStats.put(
                    new String(name, StandardCharsets.UTF_8),
                    new IndexStat(
                            bytes.getLong(start),
                            bytes.getLong(start + MODIFIED_AT),
                            bytes.getInt(start + INODE_AT),
                            bytes.getInt(start + SIZE_AT)));
            // Versions 2 and 3 pad an entry with zero bytes to a multiple of eight.
            if (version < 4) {
                bytes.position(start + ((from + length - start) / 8 + 1) * 8);
            }
        }
        return indexStats;
    }

    /** Rejects the bytes if a condition does not hold. */
    private static void require(boolean sound) {
        if (!sound) {
            throw new IllegalArgumentException("no index");
        }
    }

    /**
     * A number in the variable-length form of pack offsets: seven bits a byte, and each further byte adds one
     * (gitformat-pack(5)).
     */
    private static int offset(ByteBuffer bytes) {
        int next = bytes.get();
        int value = next & 0x7f;
        while ((next & 0x80) != 0) {
            next = bytes.get();
            value = ((value + 1) << 7) | (next & 0x7f);
        }
        return value;
    }
}
