package dev.lineman.cli;

import dev.lineman.problem.Problem;
import java.io.PrintStream;
import java.util.Collection;

/**
 * Where commands write: results to one stream, problems to the other, one a line. Thread-safe as its streams are.
 *
 * @param format how problems are told
 */
record Console(PrintStream out, PrintStream err, Format format) {

    /** Tells problems. */
    void tell(Collection<Problem> problems) {
        problems.forEach(problem -> err.println(format.line(problem)));
        err.flush();
    }

    /** Tells people something that is no problem. */
    void say(String text) {
        out.println(text);
        out.flush();
    }
}
