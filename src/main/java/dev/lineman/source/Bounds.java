package dev.lineman.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where symbolic links may lead: below the root, but not to what is no input. All paths here are real ones. */
final class Bounds {
    private final Path root;
    private final List<Path> closed = new ArrayList<>();

    private Bounds(Inputs inputs, Path root) {
        this.root = root;
        List.of(inputs.closed(), inputs.files())
                .forEach(all -> all.forEach(path -> {
                    closed.add(
                            path.startsWith(inputs.root())
                                    ? root.resolve(inputs.root().relativize(path))
                                    : path);
                    Path real = real(path);
                    if (real != null) {
                        closed.add(real);
                    }
                }));
    }

    /** Those of the root as it is now; null when it is missing. */
    static @Nullable Bounds now(Inputs inputs) {
        Path root = real(inputs.root());
        return root == null ? null : new Bounds(inputs, root);
    }

    private static @Nullable Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return null;
        }
    }

    /** The root's real path. */
    Path root() {
        return root;
    }

    /** Why nothing at this path may be read through a symbolic link; null when it may. */
    @Nullable
    String astray(Path path) {
        if (!path.startsWith(root)) {
            return Obstacle.LEADS_OUT;
        }
        return closed.stream().anyMatch(path::startsWith) ? Obstacle.LEADS_TO_CLOSED : null;
    }
}
