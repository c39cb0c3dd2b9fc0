package dev.lineman.cli.option;

import dev.lineman.problem.Problem;
import java.util.Collection;
import picocli.CommandLine.Option;

/** The option that makes a command fail on warnings too, for commands that print problems and end. */
public final class StrictOption {
    /** For a CI that accepts no warning. */
    @Option(names = "--strict", description = "Ends with exit code 1 on warnings too, not only on errors.")
    private boolean strict;

    /** Whether a command with these problems fails: because of any error, or with the option because of any problem. */
    public boolean fails(Collection<Problem> problems) {
        return strict
                ? !problems.isEmpty()
                : problems.stream().anyMatch(problem -> problem.severity().isError());
    }
}
