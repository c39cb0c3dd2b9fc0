package dev.lineman.command;

import dev.lineman.build.report.CountPhrase;
import dev.lineman.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The numbers of errors and warnings in the last line of a command. Stateless. */
final class ProblemCounts {
    private ProblemCounts() {}

    /** Returns {@code no problems}, {@code 1 error}, {@code 2 warnings} or {@code 1 error, 2 warnings}. */
    static String of(List<Problem> problems) {
        int warnings = (int) problems.stream()
                .filter(problem -> !problem.severity().isError())
                .count();
        int errors = problems.size() - warnings;
        return problems.isEmpty()
                ? CountPhrase.of(0, "problem")
                : Stream.of(
                                errors == 0 ? "" : CountPhrase.of(errors, "error"),
                                warnings == 0 ? "" : CountPhrase.of(warnings, "warning"))
                        .filter(count -> !count.isEmpty())
                        .collect(Collectors.joining(", "));
    }
}
