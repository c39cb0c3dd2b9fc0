package dev.lineman.inventory.extension;

import dev.lineman.input.yaml.YamlNode;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The errors of one file, as they are found. Not thread-safe. */
public final class FileProblems {
    private static final int MAX_PROBLEMS = 100;

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private int unlisted;
    private @Nullable YamlNode firstUnlisted;

    public FileProblems(String file) {
        this.file = file;
    }

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

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** The first of them, and how many there are beyond those. */
    public List<Problem> all() {
        List<Problem> all = new ArrayList<>(found);
        if (firstUnlisted != null) {
            all.add(Problem.error(
                    new Position(file, firstUnlisted.line(), firstUnlisted.column()),
                    unlisted + " more errors in this file begin here; mend those above first"));
        }
        return List.copyOf(all);
    }
}
