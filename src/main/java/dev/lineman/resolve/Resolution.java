package dev.lineman.resolve;

import dev.lineman.problem.Problem;
import dev.lineman.template.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of resolving a phone.
 *
 * @param template its template, or null when it cannot be told or a detail is missing
 * @param names its values for that template; null when there is no template
 * @param facts what was looked up so far
 * @param problems why it cannot be rendered; also empty when another's problem holds it
 */
public record Resolution(
        @Nullable Template template, @Nullable PhoneNames names, List<Fact> facts, List<Problem> problems) {
    public Resolution {
        facts = List.copyOf(facts);
        problems = List.copyOf(problems);
    }
}
