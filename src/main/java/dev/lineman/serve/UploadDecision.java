package dev.lineman.serve;

import dev.lineman.serve.upload.UploadName;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client may upload a file: the output of {@link UploadPolicy}. Immutable.
 *
 * @param decision what to answer; its file is one of the phone's published files
 * @param name what the file is; null if the upload is not accepted
 */
public record UploadDecision(
        ServingDecision decision, @Nullable UploadName name) {}
