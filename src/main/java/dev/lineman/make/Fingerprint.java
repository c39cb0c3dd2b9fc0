package dev.lineman.make;

import dev.lineman.disk.Digest;
import dev.lineman.render.Reads;
import dev.lineman.resolve.Names;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragment;
import dev.lineman.template.Fragments;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What an output was made from, as a digest: the content, and all that it looked up, misses included. Equal
 * fingerprints make equal files, so that nothing is rendered twice, over restarts too.
 */
final class Fingerprint {
    /** Raised when the same inputs are to make other bytes than before. */
    private static final int DIALECT = 2;

    private static final byte[] NOTHING = new byte[0];

    /** Room for what most outputs read. */
    private static final int ROOM = 1 << 10;

    /** All that counts, put together first: a digest that is fed in pieces costs several times as much. */
    private byte[] bytes = new byte[ROOM];

    private int length;

    private Fingerprint() {}

    /** @param folder that the output lies in, below {@code out/} */
    static Digest of(String folder, DeviceConfig config, Reads reads, Names names, Fragments fragments) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(DIALECT);
        fingerprint.add(folder);
        fingerprint.add(config.filename().digest().toString());
        fingerprint.add(config.content().digest().toString());
        fingerprint.add(config.src() == null ? null : config.src().path());
        fingerprint.add(String.valueOf(config.escape()));
        fingerprint.add(config.syntax().name());
        for (String path : reads.fragments()) {
            Fragment fragment = fragments.fragment(path);
            fingerprint.add(path);
            fingerprint.add(
                    fragment == null ? null : fragment.content().digest().toString());
        }
        for (String name : reads.names()) {
            fingerprint.add(name);
            fingerprint.add(names.valueOf(name));
        }
        return fingerprint.digest();
    }

    private Digest digest() {
        MessageDigest digest = Digest.begin();
        digest.update(bytes, 0, length);
        return Digest.finish(digest, NOTHING);
    }

    private void add(@Nullable String text) {
        if (text == null) {
            add(-1);
        } else {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            add(encoded.length);
            reserve(encoded.length);
            System.arraycopy(encoded, 0, bytes, length, encoded.length);
            length += encoded.length;
        }
    }

    private void add(int number) {
        reserve(Integer.BYTES);
        bytes[length++] = (byte) (number >>> 24);
        bytes[length++] = (byte) (number >>> 16);
        bytes[length++] = (byte) (number >>> 8);
        bytes[length++] = (byte) number;
    }

    private void reserve(int count) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, count)));
        }
    }
}
