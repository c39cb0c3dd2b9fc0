package dev.lineman.inventory;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.yaml.Node;
import java.util.ArrayList;
import java.util.List;

/** The errors of one file, as they are found. Not thread-safe. */
final class FileProblems {
    private final String file;
    private final List<Problem> found = new ArrayList<>();

    FileProblems(String file) {
        this.file = file;
    }

    void error(Node at, String message) {
        found.add(Problem.error(new Position(file, at.line(), at.column()), message));
    }

    String file() {
        return file;
    }

    boolean none() {
        return found.isEmpty();
    }

    List<Problem> all() {
        return List.copyOf(found);
    }
}
