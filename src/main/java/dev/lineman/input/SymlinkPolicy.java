package dev.lineman.input;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where symbolic links may lead besides what holds for all: a link inside an input folder stays inside that kind of folder.
 *
 * @param closed folders and files that hold secrets or outputs, which no input folder may hold or lie in; absolute
 * @param allowed folders outside the root that input folders may be links to, or to folders below them; absolute
 */
public record SymlinkPolicy(List<Path> closed, List<Path> allowed) {
    public SymlinkPolicy {
        closed = closed.stream().map(path -> path.toAbsolutePath().normalize()).toList();
        allowed =
                allowed.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    }

    /** No folder outside the root is allowed. */
    public static SymlinkPolicy closing(Path... closed) {
        return new SymlinkPolicy(List.of(closed), List.of());
    }

    /** The same policy, with more folders and files that hold secrets or outputs. */
    public SymlinkPolicy and(List<Path> more) {
        return new SymlinkPolicy(Stream.concat(closed.stream(), more.stream()).toList(), allowed);
    }
}
