package dev.lineman.command.schema;

import static dev.lineman.command.schema.ValueSchemas.anyOf;
import static dev.lineman.command.schema.ValueSchemas.number;
import static dev.lineman.command.schema.ValueSchemas.text;
import static dev.lineman.command.schema.ValueSchemas.types;

import dev.lineman.operator.view.JsonObject;
import dev.lineman.template.constraint.ValueRule;
import java.util.regex.Pattern;

/** JSON Schemas of the values that a template allows for a variable. One word is always valid. Stateless. */
final class RuleSchemas {
    private static final String INT = "^(?:[+-]?[0-9]{1,18}|" + ValueSchemas.REFERENCE + ")?$";
    private static final String WORD = "^(?:" + ValueSchemas.REFERENCE + ")?$";

    /** Patterns that mean the same in RE2, in Java and in ECMA-262 with the flag {@code u}. */
    private static final Pattern PORTABLE = Pattern.compile("(?:[^\\\\()\\[\\]{}]|\\((?!\\?)|\\(\\?:|\\)"
            + "|\\{\\d+(?:,\\d*)?}|\\\\[dDwW.*+?()\\[\\]{}^$|/\\\\]"
            + "|\\[\\^?(?:[^\\\\\\[\\]&]|\\\\[.*+?()\\[\\]{}^$|/\\\\-])+])*");

    private RuleSchemas() {}

    static JsonObject of(ValueRule rule) {
        return switch (rule.type()) {
            case INT -> number(INT, rule.min(), rule.max());
            case BOOL ->
                types("boolean", "integer", "string", "null")
                        .with("minimum", 0)
                        .with("maximum", 1)
                        .with("pattern", WORD);
            case TEXT, URL -> ofText(rule);
        };
    }

    private static JsonObject ofText(ValueRule rule) {
        String pattern = rule.pattern() == null ? "" : rule.pattern().toString();
        JsonObject matching = PORTABLE.matcher(pattern).matches() && !pattern.isEmpty()
                ? text("^(?:(?:" + pattern + ")|" + ValueSchemas.REFERENCE + ")?$")
                : text();
        return rule.maxLength() == null
                ? matching
                : anyOf(
                        matching.with("maxLength", rule.maxLength()),
                        types("string").with("pattern", WORD));
    }
}
