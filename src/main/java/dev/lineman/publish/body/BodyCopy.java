package dev.lineman.publish.body;

import dev.lineman.fs.Digest;
import java.nio.file.Path;

/**
 * Large content in a temporary file on the disk. A transaction takes it over by a rename, without another copy.
 *
 * @param file the temporary file, in the folder of the bodies
 * @param digest the digest of the bytes that were written
 * @param length in bytes
 */
public record BodyCopy(Path file, Digest digest, long length) {}
