package dev.lineman.command;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * The result of a command that runs once. Package {@code cli} prints it. Immutable.
 *
 * @param problems the problems to print, in this order
 * @param lines the other lines to print, without line ends
 */
public record CommandResult(List<Problem> problems, List<String> lines) {
    public CommandResult {
        problems = List.copyOf(problems);
        lines = List.copyOf(lines);
    }
}
