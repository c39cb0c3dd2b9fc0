package dev.lineman.operator.view;

import dev.lineman.fs.Digest;
import dev.lineman.serve.visits.Visit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that is published for a phone.
 *
 * @param path below {@code out/}
 * @param length in bytes
 * @param digest of the content
 * @param published when this content was first published under this name
 * @param state whether the phone has it; null for a file of several phones, where requests cannot be attributed
 * @param served the last request that was served, with any content; null if there was none
 * @param refused the last request that was refused; null if there was none
 */
public record PhoneFile(
        String path,
        long length,
        Digest digest,
        Instant published,
        @Nullable PhoneState state,
        @Nullable Visit served,
        @Nullable Visit refused) {}
