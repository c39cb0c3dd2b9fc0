package dev.lineman.template.header;

import dev.lineman.inventory.extension.BuiltInNames;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.template.constraint.ValuePattern;
import dev.lineman.template.constraint.ValueRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A setting with a type. The key {@code vars} of a phone may set it. Immutable.
 *
 * @param name in lower case
 * @param at position of the element
 * @param rule the values that it allows
 * @param defaultValue value for a phone that sets none; null if there is none
 * @param isOfLine whether each line of a phone has its own value
 * @param emptyAllowed whether a phone may set it to the empty text, which takes away the value of a further layer
 * @param security whether a value that is not allowed keeps the last good files, as with {@link HeaderChoice}
 * @param sharedLogin whether the phone sends the login of its files to the server of this URL; null if it does not
 * @param phoneValues the texts that a phone expects, by value
 */
public record TypedSetting(
        String name,
        Position at,
        ValueRule rule,
        @Nullable String defaultValue,
        boolean isOfLine,
        boolean emptyAllowed,
        boolean security,
        @Nullable SharedLogin sharedLogin,
        Map<String, String> phoneValues) {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\d_.:-]+");

    public TypedSetting {
        phoneValues = Map.copyOf(phoneValues);
    }

    /** The setting that an element of a published template declares with {@code param}; null if it declares none. */
    static @Nullable TypedSetting of(HeaderElement element) {
        String type = element.attribute("type");
        String param = element.attribute("param");
        boolean whole = "int".equalsIgnoreCase(type);
        if (param == null || param.isEmpty() || !(whole || "bool".equalsIgnoreCase(type))) {
            return null;
        }
        ValueRule rule = new ValueRule(
                whole ? ValueRule.ValueType.INT : ValueRule.ValueType.BOOL,
                bound(element, "min"),
                bound(element, "max"),
                null,
                null,
                null,
                List.of());
        return of(element, param, rule, false);
    }

    /**
     * The setting that a {@code <var>} element declares.
     *
     * @param problems receives the errors of the declaration
     * @return null after an error
     */
    static @Nullable TypedSetting ofVar(HeaderElement element, Consumer<Problem> problems) {
        String name = element.attribute("name");
        String typeName = element.attribute("type");
        ValueRule.ValueType type = typeName == null ? ValueRule.ValueType.TEXT : ValueRule.ValueType.of(typeName);
        String expression = element.attribute("pattern");
        ValuePattern pattern = expression == null ? null : ValuePattern.of(expression);
        if (name == null || !NAME.matcher(name).matches()) {
            problems.accept(Problem.blocking(
                    element.at(), "<var> needs a 'name' of letters, digits, '_', '.', ':' and '-', as in 'vars'"));
        } else if (BuiltInNames.contains(name.toLowerCase(Locale.ROOT))) {
            problems.accept(Problem.blocking(
                    element.at(), "'" + name + "' is not a variable: it comes from the extension; remove this <var>"));
        } else if (type == null) {
            problems.accept(Problem.blocking(
                    element.at(), "unknown type '" + typeName + "' of <var>; it is int, bool, text or url"));
        } else if (expression != null && pattern == null) {
            problems.accept(Problem.blocking(element.at(), ValuePattern.objection(expression)));
        } else if (SharedLogin.objection(element, type) != null) {
            problems.accept(Problem.blocking(element.at(), String.valueOf(SharedLogin.objection(element, type))));
        } else if (element.attribute("schemes") != null && type != ValueRule.ValueType.URL) {
            problems.accept(Problem.blocking(element.at(), "'schemes' of <var> is for type=\"url\" only; remove it"));
        } else {
            for (String bound : new String[] {"min", "max", "maxlength"}) {
                String text = element.attribute(bound);
                if (text != null && type != ValueRule.ValueType.INT && !bound.equals("maxlength")) {
                    problems.accept(Problem.blocking(
                            element.at(), "'" + bound + "' of <var> is for type=\"int\" only; remove it"));
                    return null;
                }
                if (text != null && ValueRule.number(text) == null) {
                    problems.accept(
                            Problem.blocking(element.at(), "'" + bound + "' of <var> is a whole number, such as 64"));
                    return null;
                }
            }
            ValueRule rule = new ValueRule(
                    type,
                    ValueRule.number(element.attribute("min")),
                    ValueRule.number(element.attribute("max")),
                    pattern,
                    ValueRule.number(element.attribute("maxlength")),
                    element.attribute("description"),
                    schemes(element));
            boolean emptyAllowed = element.attribute("default") == null || type == ValueRule.ValueType.URL;
            TypedSetting setting = of(element, name, rule, emptyAllowed);
            if (setting.defaultValue() == null || rule.allows(setting.defaultValue())) {
                return setting;
            }
            problems.accept(
                    Problem.blocking(element.at(), "the default of '" + name + "' is not " + rule.description()));
        }
        return null;
    }

    private static TypedSetting of(HeaderElement element, String name, ValueRule rule, boolean emptyAllowed) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (HeaderElement item : element.children("item")) {
            String value = item.attribute("value");
            if (value != null) {
                texts.putIfAbsent(rule.normalize(value), item.text());
            }
        }
        return new TypedSetting(
                name.toLowerCase(Locale.ROOT),
                element.at(),
                rule,
                element.attribute("default"),
                element.isOfLine(),
                emptyAllowed,
                "true".equalsIgnoreCase(element.attribute("security")),
                SharedLogin.of(element),
                texts);
    }

    /** Whether a phone may have a value. */
    public boolean allows(String value) {
        return (emptyAllowed && value.isEmpty()) || rule.allows(value);
    }

    /** The text to write into the provisioning file for a value. */
    public String phoneValue(String value) {
        return phoneValues.getOrDefault(rule.normalize(value), value);
    }

    /** The schemes of a URL, which have commas between them. */
    private static List<String> schemes(HeaderElement element) {
        String schemes = element.attribute("schemes");
        return schemes == null
                ? List.of()
                : Stream.of(schemes.toLowerCase(Locale.ROOT).split(",", -1))
                        .map(String::strip)
                        .toList();
    }

    /** Whether it is a URL, which has parts such as {@code ca_url.host}. */
    public boolean isUrl() {
        return rule.type() == ValueRule.ValueType.URL;
    }

    /** A bound of a number. Published templates call it {@code minvalue} or {@code maxvalue}. */
    private static @Nullable Long bound(HeaderElement element, String name) {
        Long bound = ValueRule.number(element.attribute(name + "value"));
        return bound == null ? ValueRule.number(element.attribute(name)) : bound;
    }
}
