package dev.lineman.resolve;

import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.template.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of resolving a phone. Immutable, except that look-ups in {@code values} add to their record.
 *
 * @param template its template; null if the phone cannot be rendered
 * @param values its values for that template; null if there is no template
 * @param dependencies the look-ups so far
 * @param problems the reasons why the phone cannot be rendered; also empty if only another phone's problem
 *     prevents it
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
