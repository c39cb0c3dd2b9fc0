package dev.lineman.input;

import dev.lineman.fs.Digest;
import java.nio.file.Path;

/**
 * A file that is published byte for byte and was only hashed.
 *
 * @param digest of its bytes; whoever copies them later must come to the same, for the file may have changed since
 * @param length in bytes
 * @param file where its bytes lie; symbolic links are not resolved
 */
public record StaticFile(Digest digest, long length, Path file) implements Document {}
