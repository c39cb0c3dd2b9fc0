package dev.lineman.inventory.extension;

import dev.lineman.input.yaml.YamlNode;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the errors of one file while it is read. After a limit it only counts them. Not thread-safe. */
public final class FileProblems {
    /** A file reports at most this many errors one by one. */
    private static final int MAX_PROBLEMS = 100;

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    /** Number of errors above the limit. */
    private int unlisted;

    private @Nullable YamlNode firstUnlisted;

    /**
     * Starts without errors.
     *
     * @param file the file, below the root
     */
    public FileProblems(String file) {
        this.file = file;
    }

    /**
     * Adds an error at the position of a node.
     *
     * @param message one line without any secret
     */
    public void error(YamlNode at, String message) {
        if (found.size() < MAX_PROBLEMS) {
            found.add(Problem.error(new Position(file, at.line(), at.column()), message));
        } else if (unlisted++ == 0) {
            firstUnlisted = at;
        }
    }

    String file() {
        return file;
    }

    /** Whether the file has no errors so far. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Returns the errors in the order of their addition. The last one counts those above the limit. */
    public List<Problem> all() {
        List<Problem> all = new ArrayList<>(found);
        if (firstUnlisted != null) {
            all.add(Problem.error(
                    new Position(file, firstUnlisted.line(), firstUnlisted.column()),
                    unlisted + " more errors in this file begin here; correct those above first"));
        }
        return List.copyOf(all);
    }
}
