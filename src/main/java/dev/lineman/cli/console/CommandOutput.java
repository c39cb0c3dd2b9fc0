package dev.lineman.cli.console;

import dev.lineman.problem.Problem;
import java.io.PrintStream;
import java.util.Collection;

/**
 * Where commands write: results to one stream, problems to the other, one a line. Thread-safe as its streams are.
 *
 * @param format how problems are told
 */
public record CommandOutput(PrintStream out, PrintStream err, ProblemFormat format) {

    /** Tells problems. */
    public void printProblems(Collection<Problem> problems) {
        problems.forEach(problem -> err.println(format.line(problem)));
        err.flush();
    }

    /** Tells people something that is no problem. */
    public void printLine(String text) {
        out.println(text);
        out.flush();
    }
}
