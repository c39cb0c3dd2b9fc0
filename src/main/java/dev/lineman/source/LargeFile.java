package dev.lineman.source;

import dev.lineman.disk.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What git has in place of a file that Git LFS keeps elsewhere: a pointer with the digest of its content. */
final class LargeFile {
    /** In bytes (Git LFS Specification, "The Pointer": less than 1024). */
    static final int LARGEST_POINTER = 1023;

    private static final Pattern POINTER = Pattern.compile(
            "version https://git-lfs\\.github\\.com/spec/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\nsize (\\d{1,18})\n");

    private LargeFile() {}

    /** The file that a pointer stands for; null when it is none. */
    static @Nullable StaticFile of(byte[] pointer, Path place) {
        Matcher told = POINTER.matcher(new String(pointer, StandardCharsets.UTF_8));
        return told.matches() ? new StaticFile(digest(told.group(1)), Long.parseLong(told.group(2)), place) : null;
    }

    /** @param sha256 64 hex digits */
    private static Digest digest(String sha256) {
        return new Digest(Long.parseUnsignedLong(sha256, 0, 16, 16), Long.parseUnsignedLong(sha256, 16, 32, 16));
    }
}
