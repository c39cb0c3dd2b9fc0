package dev.lineman.resolve;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.Template;
import dev.lineman.template.header.TypedSetting;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of variables, checked against the declarations of the template. Part of {@link PhoneValues}. Not
 * thread-safe.
 */
final class VariableValues {
    private final Template template;
    private final ReferenceResolver referenceResolver;

    /** @param referenceResolver receives the problems */
    VariableValues(Template template, ReferenceResolver referenceResolver) {
        this.template = template;
        this.referenceResolver = referenceResolver;
    }

    /**
     * The value of a variable: that of the layers, else the default of its declaration, else that of a picked option.
     *
     * @param name in lower case
     * @param layers those of the phone, or of one line
     * @param picked the values of the picked options
     * @return null if the name has no value
     */
    @Nullable
    ResolvedValue value(String name, LayerStack layers, Map<String, ResolvedValue> picked) {
        LayerStack.LayerValue found = layers.get("vars", name);
        if (found != null) {
            return given(name, found);
        }
        TypedSetting setting = setting(name);
        return setting == null ? picked.get(name) : defaultOf(setting);
    }

    /**
     * The value of a variable that a layer sets. A value that the template's declaration does not allow is a problem: a
     * secret keeps the file as it was, any other value is replaced by the default.
     *
     * @param name in lower case
     * @param found what a layer sets
     * @return null if the value is not allowed and the declaration has no default
     */
    @Nullable
    ResolvedValue given(String name, LayerStack.LayerValue found) {
        ResolvedValue given = referenceResolver.follow(found, ExtensionField.isSecretVariable(name));
        TypedSetting setting = setting(name);
        if (setting == null) {
            return given;
        }
        if (!referenceResolver.isAssumed(given.text()) && !setting.allows(given.text())) {
            String preset = setting.defaultValue();
            String rule =
                    "'" + setting.name() + "' must be " + setting.rule().description() + " (" + template.path() + ")";
            if (!given.secret()) {
                referenceResolver.report(Problem.error(
                        found.position(),
                        rule + (preset == null ? ", so it is left out" : ", so its default '" + preset + "' is used")));
                return defaultOf(setting);
            }
            referenceResolver.report(
                    Problem.blocking(found.position(), rule + ", so the phone keeps its last good files"));
        }
        String phoneValue = setting.phoneValue(given.text());
        return given.secret()
                ? referenceResolver.secret(phoneValue, found)
                : new ResolvedValue(phoneValue, false, found, setting.at());
    }

    /** Whether the declaration of a variable allows what a layer sets. A variable without a declaration can be anything. */
    boolean allows(String name, LayerStack.LayerValue found) {
        TypedSetting setting = setting(name);
        return setting == null
                || setting.allows(referenceResolver
                        .follow(found, ExtensionField.isSecretVariable(name))
                        .text());
    }

    /** The template's declaration of a variable, whose name is in lower case; null if there is none. */
    private @Nullable TypedSetting setting(String name) {
        return template.header().settings().get(name);
    }

    private static @Nullable ResolvedValue defaultOf(TypedSetting setting) {
        String preset = setting.defaultValue();
        return preset == null ? null : ResolvedValue.offered(setting.phoneValue(preset), setting.at());
    }
}
