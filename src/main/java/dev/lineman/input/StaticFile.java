package dev.lineman.input;

import dev.lineman.fs.Digest;
import java.nio.file.Path;

/**
 * A file that is published byte for byte. A scan hashes it, but keeps no bytes of it.
 *
 * @param digest of its bytes. Code that copies the file later must compare the digest, since the file may have
 *     changed since
 * @param length in bytes
 * @param file the path of its bytes; symbolic links are not resolved
 */
public record StaticFile(Digest digest, long length, Path file) implements Document {}
