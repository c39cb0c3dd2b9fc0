package dev.lineman.template.header;

import dev.lineman.problem.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A choice that a template offers under the name of its element, such as {@code languages}.
 *
 * @param at the element
 * @param param sets {@code param::} and this to the value of what is picked; null when there is none
 * @param defaultName names what is picked when nobody picks; null for the first
 * @param options one at least
 */
public record HeaderChoice(
        String name,
        Position at,
        @Nullable String param,
        @Nullable String defaultName,
        List<ChoiceOption> options) {
    private static final String TIME_ZONES = "timezoneParams";

    public HeaderChoice {
        options = List.copyOf(options);
    }

    static HeaderChoice of(HeaderElement element, List<ChoiceOption> options) {
        return new HeaderChoice(
                element.name(), element.at(), element.attribute("param"), element.attribute("default"), options);
    }

    /** What is picked when nobody picks. */
    public ChoiceOption defaultOption() {
        List<ChoiceOption> named = defaultName == null ? List.of() : ChoiceOption.matching(defaultName, options);
        return named.isEmpty() ? options.get(0) : named.get(0);
    }

    /**
     * The options that somebody means, by the text that a person sees, by value, by id or by text; of those that set the
     * same variables, one.
     */
    public List<ChoiceOption> matching(String wanted) {
        Map<Map<String, String>, ChoiceOption> different = new LinkedHashMap<>();
        ChoiceOption.matching(wanted, options).forEach(option -> different.putIfAbsent(variables(option), option));
        return List.copyOf(different.values());
    }

    /** What an option sets, by name in lower case. */
    public Map<String, String> variables(ChoiceOption picked) {
        Map<String, String> variables = new LinkedHashMap<>(picked.items());
        if (param != null) {
            variables.put("param::" + param.toLowerCase(Locale.ROOT), picked.phoneValue());
        }
        if (name.equalsIgnoreCase(TIME_ZONES)) {
            variables.put("timezone", picked.phoneValue());
        }
        return variables;
    }
}
