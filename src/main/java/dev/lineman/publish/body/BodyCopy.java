package dev.lineman.publish.body;

import dev.lineman.fs.Digest;
import java.nio.file.Path;

/**
 * Content that lies on the disk in a temporary file, and that an edition can keep without copying it.
 *
 * @param digest what was written hashes to this
 * @param length in bytes
 */
public record BodyCopy(Path file, Digest digest, long length) {}
