package dev.lineman.template.header;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.template.constraint.ValuePattern;
import dev.lineman.template.constraint.ValueRule;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which values of one field the files of a template can hold. A {@code <field>} element of the header declares it, for
 * example because {@code ;} begins a comment in the format. Immutable.
 *
 * @param field a text of an extension, its number, or the number of a BLF key
 * @param at position of the element
 * @param rule the values; the empty text is always possible
 */
public record FieldRule(ExtensionField field, Position at, ValueRule rule) {

    /** Whether an element declares a rule. Published templates have other elements with this name. */
    static boolean isDeclaredBy(HeaderElement element) {
        return element.attribute("pattern") != null || element.attribute("maxlength") != null;
    }

    /**
     * The rule that a {@code <field>} element declares.
     *
     * @param problems receives the errors of the declaration
     * @return null after an error
     */
    static @Nullable FieldRule of(HeaderElement element, Consumer<Problem> problems) {
        String name = element.attribute("name");
        String expression = element.attribute("pattern");
        String maxLength = element.attribute("maxlength");
        ExtensionField field = name == null ? null : ExtensionField.of(name);
        ValuePattern pattern = expression == null ? null : ValuePattern.of(expression);
        String objection = null;
        if (name == null) {
            objection = "<field> needs a 'name', such as auth_id";
        } else if (field == null || !isPossible(field)) {
            objection = "'" + name + "' is no field that files can hold; name one of "
                    + String.join(", ", ExtensionField.keys(FieldRule::isPossible));
        } else if (expression != null && pattern == null) {
            objection = ValuePattern.objection(expression);
        } else if (maxLength != null && ValueRule.number(maxLength) == null) {
            objection = "'maxlength' of <field> is a whole number, such as 64";
        }
        if (field == null || objection != null) {
            problems.accept(Problem.blocking(element.at(), String.valueOf(objection)));
            return null;
        }
        return new FieldRule(
                field,
                element.at(),
                new ValueRule(
                        ValueRule.ValueType.TEXT,
                        null,
                        null,
                        pattern,
                        ValueRule.number(maxLength),
                        element.attribute("description"),
                        List.of()));
    }

    private static boolean isPossible(ExtensionField field) {
        return field.isDetail() || field == ExtensionField.EXTENSION || field == ExtensionField.NUMBER;
    }

    /** Whether the files can hold a value. */
    public boolean allows(String value) {
        return value.isEmpty() || rule.allows(value);
    }

    /**
     * The message for a value that the files cannot hold. It never has the value.
     *
     * @param what the value in words
     * @param consequence what the program does
     */
    public String objection(String what, String consequence) {
        return at.file() + " cannot hold " + what + ", so " + consequence + "; it takes " + rule.description();
    }
}
