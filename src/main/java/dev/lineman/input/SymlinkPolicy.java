package dev.lineman.input;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The operator's settings for symbolic links. {@link SymlinkBounds} applies them and adds the rule for links inside
 * input folders. Immutable.
 *
 * @param protectedPaths files and folders with secrets or outputs, which an input folder must not contain or lie in;
 *     absolute
 * @param allowedFolders folders outside the root; an input folder may be a link to one of them, or to a folder below;
 *     absolute
 */
public record SymlinkPolicy(List<Path> protectedPaths, List<Path> allowedFolders) {
    public SymlinkPolicy {
        protectedPaths = protectedPaths.stream()
                .map(path -> path.toAbsolutePath().normalize())
                .toList();
        allowedFolders = allowedFolders.stream()
                .map(path -> path.toAbsolutePath().normalize())
                .toList();
    }

    /** A policy that protects these paths, and allows no folder outside the root. */
    public static SymlinkPolicy protecting(Path... closed) {
        return new SymlinkPolicy(List.of(closed), List.of());
    }

    /** This policy with more protected files and folders. */
    public SymlinkPolicy withProtected(List<Path> more) {
        return new SymlinkPolicy(
                Stream.concat(protectedPaths.stream(), more.stream()).toList(), allowedFolders);
    }
}
