package dev.lineman.inventory.extension;

import dev.lineman.input.yaml.YamlNode;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The errors of one file, as they are found. Not thread-safe. */
public final class FileProblems {
    private static final int MOST = 100;

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private int more;
    private @Nullable YamlNode firstMore;

    public FileProblems(String file) {
        this.file = file;
    }

    public void error(YamlNode at, String message) {
        if (found.size() < MOST) {
            found.add(Problem.error(new Position(file, at.line(), at.column()), message));
        } else if (more++ == 0) {
            firstMore = at;
        }
    }

    String file() {
        return file;
    }

    public boolean none() {
        return found.isEmpty();
    }

    /** The first of them, and how many there are beyond those. */
    public List<Problem> all() {
        List<Problem> all = new ArrayList<>(found);
        if (firstMore != null) {
            all.add(Problem.error(
                    new Position(file, firstMore.line(), firstMore.column()),
                    more + " more errors in this file begin here; mend those above first"));
        }
        return List.copyOf(all);
    }
}
