package dev.lineman.source;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Git's list of the files that it tracks, versions 2 to 4 (gitformat-index(5)). Read here rather than asked of Git,
 * which need not be installed and refuses trees that belong to somebody else.
 */
final class GitIndex {
    private static final int SIGNATURE = 0x44495243;
    /** Times, device, inode, mode, owner and size. */
    private static final int STAT = 40;

    private static final int MODE_AT = 24;
    private static final Set<Integer> MODES = Set.of(0100644, 0100755, 0120000, 0160000, 0040000);
    private static final int EXTENDED = 0x4000;
    private static final int SHA1 = 20;
    private static final int SHA256 = 32;

    private GitIndex() {}

    /** Whether an index lists a path (below the top of the working tree, with {@code /}); false for what is no index. */
    static boolean lists(byte[] index, String path) {
        ByteBuffer bytes = ByteBuffer.wrap(index);
        if (index.length < 12 || bytes.getInt() != SIGNATURE) {
            return false;
        }
        int version = bytes.getInt();
        int entries = bytes.getInt();
        if (version < 2 || version > 4) {
            return false;
        }
        byte[] wanted = path.getBytes(StandardCharsets.UTF_8);
        for (int hash : new int[] {SHA1, SHA256}) {
            Boolean found = lists(bytes.duplicate(), version, entries, hash, wanted);
            if (found != null) {
                return found;
            }
        }
        return false;
    }

    /** Null when the bytes make no sense with hashes of this length, which the index itself does not tell. */
    private static @Nullable Boolean lists(ByteBuffer bytes, int version, int entries, int hash, byte[] wanted) {
        byte[] name = {};
        try {
            for (int left = entries; left > 0; left--) {
                int start = bytes.position();
                if (!MODES.contains(bytes.getInt(start + MODE_AT))) {
                    return null;
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
                    return null;
                }
                byte[] next = new byte[kept + length];
                System.arraycopy(name, 0, next, 0, kept);
                bytes.get(from, next, kept, length);
                name = next;
                if (Arrays.equals(name, wanted)) {
                    return true;
                }
                if (version < 4) {
                    bytes.position(start + ((from + length - start) / 8 + 1) * 8);
                }
            }
            return false;
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return null;
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
