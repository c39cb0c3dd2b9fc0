package dev.lineman.template;

import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.problem.Problem;
import dev.lineman.template.header.HeaderElement;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.ModelValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a {@code <model>} element of a template's header. Stateless. */
final class ListedModel {
    private ListedModel() {}

    /**
     * Reads an element. An attribute with an error counts as not given.
     *
     * @param problems receives the errors and warnings
     * @return null if the element names no model
     */
    static @Nullable ModelEntry of(HeaderElement model, Consumer<Problem> problems) {
        String ua = model.attribute("ua");
        String name = model.text().isEmpty() ? ua : model.text();
        if (name == null) {
            return null;
        }
        Map<ModelField, ModelValue> values = new EnumMap<>(ModelField.class);
        if (ua != null) {
            values.put(ModelField.UA, new ModelValue(ua, model.at()));
        }
        List<String> aliases = aliases(model, problems);
        if (!aliases.isEmpty()) {
            values.put(ModelField.ALIASES, new ModelValue(aliases, model.at()));
        }
        for (ModelField field : List.of(ModelField.LINES, ModelField.KEYS, ModelField.BLFKEYS, ModelField.SOFTKEYS)) {
            Integer number = number(model, field.key(), problems);
            if (number != null) {
                values.put(field, new ModelValue(number, model.at()));
            }
        }
        return ModelEntry.of(name, model.at(), values);
    }

    /** The other names of a model, which its attribute {@code alias} lists with commas between them. */
    private static List<String> aliases(HeaderElement model, Consumer<Problem> problems) {
        String listed = model.attribute("alias");
        List<String> aliases = new ArrayList<>();
        for (String part : listed == null ? new String[0] : listed.split(",", -1)) {
            String alias = part.strip();
            if (!ModelPattern.normalise(alias).isEmpty()) {
                aliases.add(alias);
            } else if (!alias.isEmpty()) {
                problems.accept(Problem.error(
                        model.at(),
                        "the alias '" + alias + "' has no letter and no digit, and is left out; remove it"));
            }
        }
        return aliases;
    }

    private static @Nullable Integer number(HeaderElement model, String attribute, Consumer<Problem> problems) {
        String text = model.attribute(attribute);
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,4}")) {
            problems.accept(Problem.warning(
                    model.at(),
                    "'" + attribute + "' of this <model> has no effect, since '" + text
                            + "' is not a number from 0 to 9999; correct it, or remove it"));
            return null;
        }
        return Integer.valueOf(text);
    }
}
