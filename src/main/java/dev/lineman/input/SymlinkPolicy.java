package dev.lineman.input;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where symbolic links may lead besides what holds for all: a link inside an input folder stays inside that kind of folder.
 *
 * @param protectedPaths folders and files that hold secrets or outputs, which no input folder may hold or lie in; absolute
 * @param allowedFolders folders outside the root that input folders may be links to, or to folders below them; absolute
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

    /** No folder outside the root is allowed. */
    public static SymlinkPolicy protecting(Path... closed) {
        return new SymlinkPolicy(List.of(closed), List.of());
    }

    /** The same policy, with more folders and files that hold secrets or outputs. */
    public SymlinkPolicy withProtected(List<Path> more) {
        return new SymlinkPolicy(
                Stream.concat(protectedPaths.stream(), more.stream()).toList(), allowedFolders);
    }
}
