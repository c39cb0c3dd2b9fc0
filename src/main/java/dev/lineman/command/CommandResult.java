package dev.lineman.command;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * What a command that runs once has to tell.
 *
 * @param problems as people are told of them
 * @param lines lines for people
 */
public record CommandResult(List<Problem> problems, List<String> lines) {
    public CommandResult {
        problems = List.copyOf(problems);
        lines = List.copyOf(lines);
    }
}
