package dev.lineman.resolve.option;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Position;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.ProblemWording;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import dev.lineman.template.header.BuiltInOption;
import dev.lineman.template.header.ChoiceOption;
import dev.lineman.template.header.HeaderChoice;
import dev.lineman.template.header.OptionOffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Picks the values of options for one stack of layers, that of a phone or of one of its lines. Reports values that the
 * template does not have.
 *
 * <p>Part of {@link OptionSelection}. Not thread-safe.
 */
final class OptionPicker {
    private static final String OPTIONS = ExtensionField.OPTIONS.key();
    /** The effect of a wrong value of a security option, as a part of a message. */
    private static final String KEEPS = ", so the phone keeps its last good files";

    private final LayerStack layers;
    private final RequiredOptions requiredOptions;
    private final Template template;
    private final Catalog catalog;
    private final ReferenceResolver referenceResolver;
    private final UnusedSettings unusedSettings;

    /** @param requiredOptions the values that win over the picked ones */
    OptionPicker(LayerStack layers, RequiredOptions requiredOptions, SelectionContext context) {
        this.layers = layers;
        this.requiredOptions = requiredOptions;
        this.template = context.template();
        this.catalog = context.catalog();
        this.referenceResolver = context.referenceResolver();
        this.unusedSettings = context.unusedSettings();
    }

    /**
     * The option of a choice, or the codec of a priority.
     *
     * @param variables the values that it sets, by name in lower case
     * @param at its position in the template
     * @param by the value that picks it; null if none does
     */
    record OptionPick(Map<String, String> variables, Position at, LayerStack.@Nullable LayerValue by) {}

    /** Picks the option of a choice, or its default. */
    OptionPick choice(HeaderChoice choice) {
        LayerStack.LayerValue found = pick(choice, choice.at().toString(), text -> {
            List<ChoiceOption> named = choice.matching(text);
            return named.size() == 1 ? named.get(0) : null;
        });
        ResolvedValue wanted = found == null ? null : referenceResolver.followIfKnown(found);
        List<ChoiceOption> matches = wanted == null ? List.of() : choice.matching(wanted.text());
        boolean picked = matches.size() == 1;
        if (found != null && wanted != null && !picked) {
            reportChoice(choice, found, wanted, matches);
        }
        String shortcoming = picked && wanted != null ? choice.shortcoming(wanted.text()) : null;
        if (found != null && wanted != null && shortcoming != null) {
            unusedSettings.warning(
                    found,
                    quoted(wanted) + " in option '" + choice.name() + "': " + shortcoming + " (" + template.path()
                            + "), so their clocks show standard time all year; correct them by hand, or give these models"
                            + " a time zone without daylight saving time, below 'models'");
        }
        ChoiceOption option = picked ? matches.get(0) : choice.defaultOption();
        return new OptionPick(choice.variables(option), option.at(), picked ? found : null);
    }

    /** Reports a value that names no option of a choice, or several. */
    private void reportChoice(
            HeaderChoice choice, LayerStack.LayerValue found, ResolvedValue wanted, List<ChoiceOption> matches) {
        if (matches.isEmpty()) {
            reportValue(choice, found, wanted);
            return;
        }
        String several = quoted(wanted) + " names several values of option '" + choice.name() + "': "
                + ProblemWording.list(
                        matches.stream().map(ChoiceOption::displayName).toList(), "");
        unusedSettings.add(new UnusedSetting(choice.name(), found, "several values have this name"));
        if (choice.isSecurity()) {
            unusedSettings.blocking(found, several + KEEPS);
        } else {
            unusedSettings.error(found, several + "; the default '" + choice.defaultValue() + "' is used");
        }
    }

    /**
     * Reports a value that an option of the template does not have. If a {@code _defaults.yaml} gives it, some templates
     * may have it, and {@code build.usage} warns of the others. But while no template at all has it, a phone is not made
     * with the default of a security option.
     */
    private void reportValue(OptionOffer option, LayerStack.LayerValue found, ResolvedValue wanted) {
        unusedSettings.add(new UnusedSetting(option.name(), found, "the template has no such value"));
        String meant = wanted.secret() ? "" : wanted.text();
        String unknown = quoted(wanted) + " is no value of option '" + option.name() + "' in ";
        String others = ProblemWording.alternatives(option, meant);
        if (!found.layer().kind().isDefault()) {
            if (option.isSecurity()) {
                unusedSettings.blocking(found, unknown + template.path() + KEEPS + others);
            } else {
                unusedSettings.error(
                        found,
                        unknown + template.path() + ", so the default '" + option.defaultValue() + "' is used"
                                + others);
            }
        } else if (option.isSecurity() && !isOfferedElsewhere(option.name(), wanted.text())) {
            unusedSettings.blocking(
                    found, unknown + "any template" + KEEPS + NearestName.hint(meant, option.valueNames()));
        } else if (wanted.secret()) {
            unusedSettings.warning(
                    found,
                    unknown + template.path() + ", so the default '" + option.defaultValue() + "' is used" + others);
        }
    }

    /** Whether another template has a value. The answer may change with each template that has the option. */
    private boolean isOfferedElsewhere(String option, String value) {
        referenceResolver.addDependency(
                new Dependency(Dependency.DependencyKind.OPTION, option.toLowerCase(Locale.ROOT)));
        return catalog.hasOptionValue(option, value);
    }

    /** The picked value of a built-in option in lower case, with the layer that gives it. */
    ResolvedValue builtIn(BuiltInOption option) {
        LayerStack.LayerValue found =
                pick(option, template.path(), text -> option.accepts(text) ? text.toLowerCase(Locale.ROOT) : null);
        ResolvedValue wanted = found == null ? null : referenceResolver.followIfKnown(found);
        if (found != null && wanted != null) {
            if (option.accepts(wanted.text())) {
                return new ResolvedValue(wanted.text().toLowerCase(Locale.ROOT), false, found, null);
            }
            reportValue(option, found, wanted);
        }
        return ResolvedValue.derived(option.defaultValue());
    }

    /**
     * The required value of an option, or else the picked one; null if there is neither. Says that a required value
     * replaces a picked one.
     *
     * @param where the option in the template, for problems
     * @param meaning the value of the option that a text names; null if it names none, or several
     */
    private LayerStack.@Nullable LayerValue pick(
            OptionOffer option, String where, Function<String, @Nullable Object> meaning) {
        LayerStack.LayerValue picked = layers.getIgnoringCase(OPTIONS, option.name());
        RequiredOptions.RequiredOption required = requiredOptions.find(option, where, meaning);
        if (required == null) {
            return picked;
        }
        ResolvedValue replaced = picked == null ? null : referenceResolver.followIfKnown(picked);
        if (picked != null && replaced != null && !required.meaning().equals(meaning.apply(replaced.text()))) {
            reportReplaced(option, picked, required.found());
        }
        return required.found();
    }

    /** Says that a required value replaces a picked one. A picked value in a layer farther away is only explained. */
    private void reportReplaced(OptionOffer option, LayerStack.LayerValue picked, LayerStack.LayerValue required) {
        String reason = "'require' at " + required.position() + " has another value";
        unusedSettings.add(new UnusedSetting(option.name(), picked, reason));
        if (requiredOptions.isNearer(picked, required)) {
            unusedSettings.warning(
                    picked,
                    "'" + option.name() + "' in 'options' has no effect, since " + reason
                            + "; remove it, or change 'require'");
        }
    }

    /** The wanted text for a message; never a secret. */
    static String quoted(ResolvedValue wanted) {
        return wanted.secret() ? "this" : "'" + wanted.text() + "'";
    }
}
