package dev.lineman.command;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * The result of a command that runs once. Package {@code cli} prints it. Immutable.
 *
 * @param problems the problems to print, in this order
 * @param lines the other lines to print, without line ends
 * @param notes lines that help people to correct the problems, for the text format only; printed before the others
 */
public record CommandResult(List<Problem> problems, List<String> lines, List<String> notes) {
    public CommandResult {
        problems = List.copyOf(problems);
        lines = List.copyOf(lines);
        notes = List.copyOf(notes);
    }

    /** Makes a result without notes. */
    public CommandResult(List<Problem> problems, List<String> lines) {
        this(problems, lines, List.of());
    }
}
