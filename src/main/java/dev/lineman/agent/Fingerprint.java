package dev.lineman.agent;

import dev.lineman.disk.Digest;
import dev.lineman.render.Reads;
import dev.lineman.resolve.Names;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragment;
import dev.lineman.template.Fragments;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * What an output was made from, as a digest: the content, and all that it looked up, misses included. Equal
 * fingerprints make equal files, so that nothing is rendered twice, over restarts too.
 */
final class Fingerprint {
    /** Raised when the same inputs are to make other bytes than before. */
    private static final int DIALECT = 1;

    private static final byte[] NOTHING = new byte[0];

    private final MessageDigest digest = Digest.begin();

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
        return Digest.finish(fingerprint.digest, NOTHING);
    }

    private void add(@Nullable String text) {
        if (text == null) {
            add(-1);
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            add(bytes.length);
            digest.update(bytes);
        }
    }

    private void add(int number) {
        digest.update((byte) (number >>> 24));
        digest.update((byte) (number >>> 16));
        digest.update((byte) (number >>> 8));
        digest.update((byte) number);
    }
}
