package dev.lineman.template.header;

import dev.lineman.problem.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A choice that a template offers. Its name is the name of its element, such as {@code languages}. Immutable.
 *
 * @param name the element's name, as the template writes it
 * @param at position of the element
 * @param param suffix of a further variable, {@code param::} and this text, for the picked value; null if there
 *     is none
 * @param defaultName identifier of the option to use without a pick; null for the first option
 * @param isSecurity whether the template marks it as a security option
 * @param isOfLine whether each line of a phone picks its own option
 * @param options at least one
 */
public record HeaderChoice(
        String name,
        Position at,
        @Nullable String param,
        @Nullable String defaultName,
        boolean isSecurity,
        boolean isOfLine,
        List<ChoiceOption> options)
        implements OptionOffer {
    /** The choice that also sets the variable {@code timezone}. */
    private static final String TIME_ZONES = "timezoneParams";

    public HeaderChoice {
        options = List.copyOf(options);
    }

    static HeaderChoice of(HeaderElement element, List<ChoiceOption> options) {
        return new HeaderChoice(
                element.name(),
                element.at(),
                element.attribute("param"),
                element.attribute("default"),
                "true".equals(element.attribute("security")),
                element.isOfLine(),
                options);
    }

    /** The option to use if the phone picks none. */
    public ChoiceOption defaultOption() {
        List<ChoiceOption> named = defaultName == null ? List.of() : ChoiceOption.matching(defaultName, options);
        return named.isEmpty() ? options.get(0) : named.get(0);
    }

    /** The options that a text names. Of options that set the same variables, only the first is returned. */
    public List<ChoiceOption> matching(String wanted) {
        Map<Map<String, String>, ChoiceOption> different = new LinkedHashMap<>();
        ChoiceOption.matching(wanted, options).forEach(option -> different.putIfAbsent(variables(option), option));
        return List.copyOf(different.values());
    }

    @Override
    public boolean accepts(String value) {
        return !ChoiceOption.matching(value, options).isEmpty();
    }

    @Override
    public List<String> identifiers() {
        return options.stream().flatMap(option -> option.identifiers().stream()).toList();
    }

    @Override
    public List<String> valueNames() {
        return options.stream().map(ChoiceOption::displayName).toList();
    }

    @Override
    public String defaultValue() {
        return defaultOption().displayName();
    }

    /** The variables that an option sets, by name in lower case. */
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
