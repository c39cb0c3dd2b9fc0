package dev.lineman.command.csv;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The CSV cells behind positions in new extension files. For problems of an import. Immutable, as long as its pages do
 * not change.
 *
 * @param file the name of the CSV file in problems
 * @param pages the new files by path
 */
public record CellPositions(String file, Map<String, YamlWriter> pages) {
    /** A position in an extension file inside a message: path, line, column. */
    static final Pattern POSITION = Pattern.compile("(" + ExtensionFilePath.FOLDER + "/.+?):(\\d+):(\\d+)");

    /** Returns the cell behind a position in a new file; positions in other files stay. */
    Position cell(Position position) {
        YamlWriter page = pages.get(position.file());
        return page == null ? position : page.cell(position).at(file);
    }

    /** Returns the position that a match of {@link #POSITION} names. */
    static Position position(MatchResult match) {
        return new Position(match.group(1), Integer.parseInt(match.group(2)), Integer.parseInt(match.group(3)));
    }

    /** Moves a problem, and the positions in its message, from new files to cells. */
    Problem move(Problem problem) {
        return move(problem, this::cell);
    }

    /**
     * Moves a problem, and the positions in its message, from new files to a source.
     *
     * @param source returns the place behind a position in a new file; positions in other files stay
     */
    public static Problem move(Problem problem, UnaryOperator<Position> source) {
        String message = POSITION.matcher(problem.message())
                .replaceAll(match ->
                        Matcher.quoteReplacement(source.apply(position(match)).toString()));
        return problem.moved(source, message);
    }
}
