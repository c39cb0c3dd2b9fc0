package dev.lineman.inventory;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The errors of one file, as they are found. Not thread-safe. */
final class FileProblems {
    private static final int MOST = 100;

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private int more;
    private @Nullable Node firstMore;

    FileProblems(String file) {
        this.file = file;
    }

    void error(Node at, String message) {
        if (found.size() < MOST) {
            found.add(Problem.error(new Position(file, at.line(), at.column()), message));
        } else if (more++ == 0) {
            firstMore = at;
        }
    }

    String file() {
        return file;
    }

    boolean none() {
        return found.isEmpty();
    }

    /** The first of them, and how many there are beyond those. */
    List<Problem> all() {
        List<Problem> all = new ArrayList<>(found);
        if (firstMore != null) {
            all.add(Problem.error(
                    new Position(file, firstMore.line(), firstMore.column()),
                    more + " more errors in this file begin here; mend those above first"));
        }
        return List.copyOf(all);
    }
}
