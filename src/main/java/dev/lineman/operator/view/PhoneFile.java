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
 * @param published when this content was first published under this name
 * @param state whether the phone has it; null when it is not this phone's alone, so that nobody can tell
 * @param served when the phone was last served it, whatever was in it then
 * @param refused when it was last refused
 */
public record PhoneFile(
        String path,
        long length,
        Digest digest,
        Instant published,
        @Nullable PhoneState state,
        @Nullable Visit served,
        @Nullable Visit refused) {}
