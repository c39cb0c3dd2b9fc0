package dev.lineman.cli.console;

import dev.lineman.problem.Problem;
import java.io.PrintStream;
import java.util.Collection;

/**
 * The output of a command: results go to one stream, problems to the other, one per line. As thread-safe as its
 * streams.
 *
 * @param out standard output
 * @param err standard error
 * @param format the format of problems
 */
public record CommandOutput(PrintStream out, PrintStream err, ProblemFormat format) {

    /** Prints problems to standard error. */
    public void printProblems(Collection<Problem> problems) {
        problems.forEach(problem -> err.println(format.line(problem)));
        err.flush();
    }

    /** Prints a line to standard output. */
    public void printLine(String text) {
        out.println(text);
        out.flush();
    }
}
