package dev.lineman.build.make;

import dev.lineman.collection.LruMap;
import dev.lineman.fs.Digest;
import dev.lineman.render.OutputFile;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.render.text.SecretMasks;
import dev.lineman.resolve.RenderSubject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outputs that one thread has rendered, by fingerprint: phones with the same values share them. Each {@link
 * OutputRenderer} has its own, so it needs no lock.
 */
final class FinishedOutputs {
    /** How many to remember. A template has far fewer files for the phones of one model. */
    private static final int MAX_FINISHED = 4096;

    /** The map drops the output that was used least recently. */
    private final Map<Digest, FinishedOutput> finished = new LruMap<>(MAX_FINISHED);

    /** The phone or site that {@link #finder} belongs to: it searches for the secrets of this subject. */
    private @Nullable RenderSubject finderSubject;

    private SecretFinder finder = new SecretFinder(List.of());

    /**
     * An output that phones with the same values share.
     *
     * @param page of the file, from 0
     * @param path below {@code out/}
     * @param body the digest of its bytes
     * @param secretMasks where in the bytes secrets are
     */
    record FinishedOutput(int page, String path, Digest body, SecretMasks secretMasks) {}

    /** Returns the output with a fingerprint; null if it is not remembered. */
    @Nullable
    FinishedOutput get(Digest fingerprint) {
        return finished.get(fingerprint);
    }

    /** Remembers an output. */
    void put(Digest fingerprint, FinishedOutput output) {
        finished.put(fingerprint, output);
    }

    /** Finds what views of a file must mask, also when it is no longer a secret. */
    SecretMasks masks(OutputFile file, RenderSubject subject) {
        if (finderSubject != subject) {
            finderSubject = subject;
            finder = new SecretFinder(subject.heldSecrets());
        }
        return file.secretMasks().union(finder.masks(file.bytes()));
    }
}
