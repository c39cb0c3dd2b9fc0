package dev.lineman.resolve;

import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.template.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of resolving a phone.
 *
 * @param template its template, or null when it cannot be told or a detail is missing
 * @param values its values for that template; null when there is no template
 * @param dependencies what was looked up so far
 * @param problems why it cannot be rendered; also empty when another's problem holds it
 */
public record Resolution(
        @Nullable Template template,
        @Nullable PhoneValues values,
        List<Dependency> dependencies,
        List<Problem> problems) {
    public Resolution {
        dependencies = List.copyOf(dependencies);
        problems = List.copyOf(problems);
    }
}
