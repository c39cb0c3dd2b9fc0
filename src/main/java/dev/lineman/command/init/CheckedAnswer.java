package dev.lineman.command.init;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of an answer. Immutable.
 *
 * @param answers all answers with this one; null if it is refused
 * @param reasons why it is refused, as sentences; empty if it is not
 * @param choices values to choose from instead; may be empty
 */
public record CheckedAnswer(@Nullable RootAnswers answers, List<String> reasons, List<String> choices) {
    public CheckedAnswer {
        reasons = List.copyOf(reasons);
        choices = List.copyOf(choices);
    }

    /** An answer that is refused. */
    static CheckedAnswer refused(String reason, List<String> choices) {
        return new CheckedAnswer(null, List.of(reason), choices);
    }
}
