package dev.lineman.resolve.module;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.problem.NearestName;
import dev.lineman.resolve.option.UnusedSetting;
import dev.lineman.resolve.option.UnusedSettings;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.model.ModelModules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The expansion modules that a phone has: those of the nearest {@code modules}, as far as its model takes them. Immutable.
 *
 * @param all the modules in their order
 * @param onPhone how many BLF keys are on the phone itself; null if this is not known
 */
public record PhoneModules(List<PhoneModule> all, @Nullable Integer onPhone) {
    /** The key in extension files. */
    public static final String KEY = ExtensionField.MODULES.key();

    public PhoneModules {
        all = List.copyOf(all);
    }

    /**
     * Finds the modules of a phone. A value of the phone or its extension that the model does not take is a problem.
     *
     * @param unusedSettings receives what the model does not take
     */
    public static PhoneModules of(Phone phone, TemplateMatch.MatchedTemplate model, UnusedSettings unusedSettings) {
        Integer onPhone = model.entry().keys().blfKeys(phone.accounts().size());
        LayerStack.LayerValue found = phone.layers().get(KEY);
        if (found == null) {
            return new PhoneModules(List.of(), onPhone);
        }
        ModelModules taken = model.entry().modules();
        List<String> wanted = wanted(found.value(), taken);
        String objection = objection(wanted, model.model(), taken);
        if (objection != null) {
            unusedSettings.add(new UnusedSetting(KEY, found, objection));
            if (taken != null) {
                unusedSettings.errorIfOwn(found, objection);
            } else {
                unusedSettings.warningIfOwn(found, objection);
            }
        }
        List<PhoneModule> all = taken == null ? List.of() : taken(wanted, taken);
        if (onPhone == null && !all.isEmpty() && phone.layers().get(ExtensionField.BLF.key()) != null) {
            unusedSettings.warning(
                    found,
                    "BLF keys cannot go on to the expansion modules, because the keys of " + model.model()
                            + " itself are not known; add 'keys' to its entry below templates/models");
        }
        return new PhoneModules(all, onPhone);
    }

    /** The types of the modules that a value means; empty texts for modules without a type. */
    private static List<String> wanted(Object value, @Nullable ModelModules taken) {
        if (value instanceof FieldValues.Items types) {
            return types.values().stream().map(String::valueOf).toList();
        }
        String text = String.valueOf(value);
        if (text.isEmpty()) {
            return List.of();
        }
        if (!isNumber(text)) {
            return List.of(text);
        }
        String usual = taken == null ? "" : taken.usualType();
        return Collections.nCopies(Integer.parseInt(text), usual);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /**
     * Why a model does not take a value of {@code modules}, and what to do; null if it takes it.
     *
     * @param value as a layer has it
     * @param model the name of the model
     * @param taken what the model takes; null if it is not known
     */
    public static @Nullable String objection(Object value, String model, @Nullable ModelModules taken) {
        return objection(wanted(value, taken), model, taken);
    }

    private static @Nullable String objection(List<String> wanted, String model, @Nullable ModelModules taken) {
        if (wanted.isEmpty()) {
            return null;
        }
        if (taken == null) {
            return "'modules' has no effect, because the expansion modules of " + model
                    + " are not known; describe them in a file below templates/models";
        }
        if (taken.count() == 0) {
            return model + " takes " + taken.description() + ", so 'modules' has no effect; remove it";
        }
        for (String type : wanted) {
            if (type(type, taken) == null) {
                return "module '" + type + "' is left out: " + model + " takes " + taken.description()
                        + advice(type, taken);
            }
        }
        return wanted.size() > taken.count()
                ? model + " takes " + taken.description() + ", so further ones are left out; remove them"
                : null;
    }

    /** What to write in place of an unknown type, as the end of a message. */
    private static String advice(String type, ModelModules taken) {
        if (isNumber(type)) {
            return "; write 'modules: " + type + "' without brackets for a number";
        }
        if (taken.types().isEmpty()) {
            return "; write how many it has, such as 'modules: 1'";
        }
        String hint = NearestName.hint(type, taken.types().keySet());
        return hint.isEmpty() ? "; write one of these" : hint;
    }

    /** The modules that the model takes. */
    private static List<PhoneModule> taken(List<String> wanted, ModelModules taken) {
        List<PhoneModule> modules = new ArrayList<>();
        for (String name : wanted) {
            String type = type(name, taken);
            if (type != null && modules.size() < taken.count()) {
                int keys = Objects.requireNonNullElse(taken.types().get(type), taken.keys());
                modules.add(new PhoneModule(modules.size() + 1, type, keys));
            }
        }
        return modules;
    }

    /** The name of a type in the data of the model, where case, blanks and punctuation do not matter; null if there is none. */
    private static @Nullable String type(String name, ModelModules taken) {
        if (name.isEmpty()) {
            return taken.usualType();
        }
        String wanted = ModelPattern.normalise(name);
        return taken.types().keySet().stream()
                .filter(type -> ModelPattern.normalise(type).equals(wanted))
                .findFirst()
                .orElse(null);
    }

    /** How many keys all modules have. */
    public int keys() {
        return all.stream().mapToInt(PhoneModule::keys).sum();
    }

    /** The numbers of the BLF keys that the phone has, with those of its modules; null if they are not known. */
    public @Nullable Integer blfKeys() {
        return onPhone == null ? null : Integer.valueOf(onPhone + keys());
    }

    /** The modules as Velocity templates see them. */
    public List<Map<String, Object>> model() {
        return all.stream()
                .map(module ->
                        Map.<String, Object>of("number", module.number(), "type", module.type(), "keys", module.keys()))
                .toList();
    }

    /** The place of a BLF key with this number. */
    public KeyPlace place(int key) {
        int onModule = onPhone == null ? 0 : key - onPhone;
        for (PhoneModule module : all) {
            if (onModule > 0 && onModule <= module.keys()) {
                return new KeyPlace(module.number(), onModule);
            }
            onModule -= module.keys();
        }
        return KeyPlace.ON_PHONE;
    }
}
