package dev.lineman.input.yaml;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the errors and warnings of one file while it is read. After a limit it only counts them. Equal problems
 * count once, because several aliases can share a node. Not thread-safe.
 */
public final class FileProblems {
    /** A file reports at most this many errors, and this many warnings, one by one. */
    public static final int MAX_PROBLEMS = 100;

    /** The problems of one severity: the first ones, and the number of the others. */
    private static final class ProblemList {
        private final Set<Problem> listed = new LinkedHashSet<>();
        private int unlisted;
        private @Nullable Problem firstUnlisted;

        private void add(Problem problem) {
            if (listed.size() < MAX_PROBLEMS) {
                listed.add(problem);
            } else if (!listed.contains(problem) && unlisted++ == 0) {
                firstUnlisted = problem;
            }
        }

        private void addTo(List<Problem> all) {
            all.addAll(listed);
            if (firstUnlisted != null) {
                all.add(new Problem(
                        firstUnlisted.severity(),
                        firstUnlisted.at(),
                        unlisted + " more " + firstUnlisted.severity()
                                + "s in this file begin here; correct those above first"));
            }
        }
    }

    private final String file;
    private final ProblemList errors = new ProblemList();
    private final ProblemList warnings = new ProblemList();

    /**
     * Starts without problems.
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
        errors.add(Problem.blocking(position(at), message));
    }

    /**
     * Adds a warning at the position of a node.
     *
     * @param message one line without any secret
     */
    public void warning(YamlNode at, String message) {
        warnings.add(Problem.warning(position(at), message));
    }

    /** Adds the problems of a part of the file, which lists each one. */
    public void addAll(List<Problem> found) {
        found.forEach(problem -> (problem.severity() == Severity.WARNING ? warnings : errors).add(problem));
    }

    private Position position(YamlNode at) {
        return new Position(file, at.line(), at.column());
    }

    /** Returns the path of the file. */
    public String file() {
        return file;
    }

    /** Whether the file has an error so far. Then its content cannot be used. */
    public boolean hasErrors() {
        return !errors.listed.isEmpty();
    }

    /**
     * Returns the errors and then the warnings, in the order of their addition. The last one of each severity counts
     * those above the limit.
     */
    public List<Problem> all() {
        List<Problem> all = new ArrayList<>();
        errors.addTo(all);
        warnings.addTo(all);
        return List.copyOf(all);
    }
}
