package dev.lineman.source;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Git's list of the files that it tracks, versions 2 to 4 (gitformat-index(5)). Read here rather than asked of Git,
 * which need not be installed and refuses trees that belong to somebody else.
 */
final class GitIndex {
    private static final int SIGNATURE = 0x44495243;
    /** Times, device, inode, mode, owner and size. */
    private static final int STAT = 40;

    private static final int INODE_AT = 20;
    private static final int MODE_AT = 24;
    private static final int SIZE_AT = 36;
    private static final long SECOND = 1_000_000_000L;
    private static final Set<Integer> MODES = Set.of(0100644, 0100755, 0120000, 0160000, 0040000);
    private static final int EXTENDED = 0x4000;
    private static final int SHA1 = 20;
    private static final int SHA256 = 32;

    private GitIndex() {}

    /**
     * What an index says of a file's status. Inode and size are the lower 32 bits, times are seconds and nanoseconds since the
     * epoch.
     */
    record Stat(int changed, int changedNanos, int modified, int modifiedNanos, int inode, int size) {

        static Stat of(Signature signature) {
            return new Stat(
                    seconds(signature.changed()),
                    nanos(signature.changed()),
                    seconds(signature.modified()),
                    nanos(signature.modified()),
                    (int) signature.inode(),
                    (int) signature.size());
        }

        private static int seconds(long time) {
            return (int) Math.floorDiv(time, SECOND);
        }

        private static int nanos(long time) {
            return (int) Math.floorMod(time, SECOND);
        }
    }

    /** Takes one entry; returns whether to go on. */
    private interface Entries {
        boolean take(byte[] name, int start);
    }

    /** Whether an index lists a path (below the top of the working tree, with {@code /}); false for what is no index. */
    static boolean lists(byte[] index, String path) {
        byte[] wanted = path.getBytes(StandardCharsets.UTF_8);
        boolean[] found = {false};
        boolean sound = walk(index, () -> (name, start) -> {
            found[0] = Arrays.equals(name, wanted);
            return !found[0];
        });
        return sound && found[0];
    }

    /** The status of each file that an index lists, by its path; empty for what is no index. */
    static Map<String, Stat> stats(byte[] index) {
        ByteBuffer bytes = ByteBuffer.wrap(index);
        Map<String, Stat> stats = new HashMap<>();
        boolean sound = walk(index, () -> {
            stats.clear();
            return (name, start) -> {
                Stat stat = new Stat(
                        bytes.getInt(start),
                        bytes.getInt(start + 4),
                        bytes.getInt(start + 8),
                        bytes.getInt(start + 12),
                        bytes.getInt(start + INODE_AT),
                        bytes.getInt(start + SIZE_AT));
                stats.put(new String(name, StandardCharsets.UTF_8), stat);
                return true;
            };
        });
        return sound ? stats : Map.of();
    }

    /** Goes through the entries, each attempt with a new taker. False for what is no index. */
    private static boolean walk(byte[] index, Supplier<Entries> takers) {
        ByteBuffer bytes = ByteBuffer.wrap(index);
        if (index.length < 12 || bytes.getInt() != SIGNATURE) {
            return false;
        }
        int version = bytes.getInt();
        int entries = bytes.getInt();
        if (version < 2 || version > 4) {
            return false;
        }
        for (int hash : new int[] {SHA1, SHA256}) {
            if (walk(bytes.duplicate(), version, entries, hash, takers.get())) {
                return true;
            }
        }
        return false;
    }

    /** False when the bytes make no sense with hashes of this length, which the index itself does not tell. */
    private static boolean walk(ByteBuffer bytes, int version, int entries, int hash, Entries taker) {
        byte[] name = {};
        try {
            for (int left = entries; left > 0; left--) {
                int start = bytes.position();
                if (!MODES.contains(bytes.getInt(start + MODE_AT))) {
                    return false;
                }
                bytes.position(start + STAT + hash);
                boolean extended = (bytes.getShort() & EXTENDED) != 0;
                if (extended) {
                    bytes.getShort();
                }
                int kept = version == 4 ? name.length - offset(bytes) : 0;
                int from = bytes.position();
                int length = 0;
                while (bytes.get() != 0) {
                    length++;
                }
                if (kept < 0) {
                    return false;
                }
                byte[] next = new byte[kept + length];
                System.arraycopy(name, 0, next, 0, kept);
                bytes.get(from, next, kept, length);
                name = next;
                if (!taker.take(name, start)) {
                    return true;
                }
                if (version < 4) {
                    bytes.position(start + ((from + length - start) / 8 + 1) * 8);
                }
            }
            return true;
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return false;
        }
    }

    /** A number as packs write offsets: seven bits a byte, each further byte adding one (gitformat-pack(5)). */
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
