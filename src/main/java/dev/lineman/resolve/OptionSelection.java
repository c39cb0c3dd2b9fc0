package dev.lineman.resolve;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Position;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.ProblemWording;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.RequiredOptions;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import dev.lineman.template.header.BuiltInOption;
import dev.lineman.template.header.ChoiceOption;
import dev.lineman.template.header.Header;
import dev.lineman.template.header.HeaderChoice;
import dev.lineman.template.header.OptionOffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Picks one option of each choice of a template for a phone, and returns the values that these options set.
 *
 * <p>If the template lacks what a layer picks, its default counts. {@link UnusedSettings} says so. Used once, by {@link
 * PhoneValues}.
 */
final class OptionSelection {
    private static final String OPTIONS = "options";
    private static final String NETWORK = "network";

    private final Phone phone;
    private final Template template;
    private final Catalog catalog;
    private final ReferenceResolver referenceResolver;
    private final UnusedSettings unusedSettings;
    private final RequiredOptions requiredOptions;
    /** The result by name in lower case. The first value of a name counts. */
    private final Map<String, ResolvedValue> values = new HashMap<>();

    private OptionSelection(
            Phone phone,
            Template template,
            Catalog catalog,
            ReferenceResolver referenceResolver,
            UnusedSettings unusedSettings) {
        this.phone = phone;
        this.template = template;
        this.catalog = catalog;
        this.referenceResolver = referenceResolver;
        this.unusedSettings = unusedSettings;
        this.requiredOptions = new RequiredOptions(phone, template, catalog, referenceResolver);
    }

    /**
     * The values of all choices, by name in lower case. Problems go to the resolver.
     *
     * @param catalog says whether another template has what this one lacks
     * @param unusedSettings receives what the template lacks
     */
    static Map<String, ResolvedValue> of(
            Phone phone,
            Template template,
            Catalog catalog,
            ReferenceResolver referenceResolver,
            UnusedSettings unusedSettings) {
        OptionSelection selection = new OptionSelection(phone, template, catalog, referenceResolver, unusedSettings);
        selection.select(template.header());
        return selection.values;
    }

    /** Applies the offers of a header in a fixed order, since the first value of a name counts. */
    private void select(Header header) {
        header.choices().forEach(this::setChoice);
        if (header.daylightSaving() != null) {
            setDaylightSaving(header.daylightSaving());
        }
        if (header.transfer() != null) {
            setTransfer(header.transfer());
        }
        if (header.multicast() != null) {
            setMulticast(header.multicast());
        }
        CodecSelection.picks(phone, template, referenceResolver, unusedSettings)
                .forEach(pick -> setVariables(pick.variables(), pick.at(), pick.by()));
        setNetwork(header);
        reportUnknownOptions(header);
        requiredOptions.reportMissingOptions();
    }

    /** Sets the variables of the picked option, or of the default option. */
    private void setChoice(HeaderChoice choice) {
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
        ChoiceOption option = picked ? matches.get(0) : choice.defaultOption();
        setVariables(choice.variables(option), option.at(), picked ? found : null);
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
            unusedSettings.blocking(found, several);
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
        String others = "; it is one of " + ProblemWording.list(option.valueNames(), meant);
        if (!found.layer().kind().isDefault()) {
            if (option.isSecurity()) {
                unusedSettings.blocking(found, unknown + template.path() + others);
            } else {
                unusedSettings.error(
                        found,
                        unknown + template.path() + ", so the default '" + option.defaultValue() + "' is used"
                                + others);
            }
        } else if (option.isSecurity() && !isOfferedElsewhere(option.name(), wanted.text())) {
            unusedSettings.blocking(found, unknown + "any template" + NearestName.hint(meant, option.valueNames()));
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
    private ResolvedValue builtIn(BuiltInOption option) {
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

    /** Daylight saving time is on unless {@code options} turns it off. */
    private void setDaylightSaving(Header.Switch dst) {
        ResolvedValue picked = builtIn(BuiltInOption.DST);
        Header.SwitchTexts words = dst.texts();
        String text = picked.text().equals("true") ? words.on() : words.off();
        values.putIfAbsent(dst.variable(), new ResolvedValue(text, false, picked.origin(), null));
    }

    /** Calls are transferred blind unless {@code options} asks for attended transfer. */
    private void setTransfer(Header.Transfer transfer) {
        ResolvedValue picked = builtIn(BuiltInOption.TRANSFER);
        Header.Transfer.Method method = picked.text().equals("attxfer") ? transfer.attended() : transfer.blind();
        method.values()
                .forEach((name, text) ->
                        values.putIfAbsent(name, new ResolvedValue(text, false, picked.origin(), null)));
    }

    /** Gives an empty value to each name of each multicast group. */
    private void setMulticast(Header.Multicast multicast) {
        ResolvedValue blank = ResolvedValue.derived(multicast.emptyValue());
        multicast.names().forEach(name -> values.putIfAbsent(name, blank));
    }

    /** Sets {@code network}: the phone's value if the template allows it, else the first allowed one. */
    private void setNetwork(Header header) {
        LayerStack.LayerValue found = phone.layers().get(NETWORK);
        List<String> allowed = header.networks();
        ResolvedValue network = ResolvedValue.derived(header.defaultNetwork());
        if (found != null) {
            ResolvedValue wanted = referenceResolver.follow(found, false);
            if (header.allowsNetwork(wanted.text())) {
                String named = wanted.text();
                for (String one : allowed == null ? List.<String>of() : allowed) {
                    named = one.equalsIgnoreCase(wanted.text()) ? one : named;
                }
                network = allowed == null ? wanted : ResolvedValue.given(named, false, found);
            } else {
                unusedSettings.add(new UnusedSetting(NETWORK, found, "the template has no such network"));
                unusedSettings.errorIfOwn(
                        found,
                        quoted(wanted) + " is no network of " + template.path() + ", so '" + network.text()
                                + "' is used; it is one of "
                                + ProblemWording.list(allowed == null ? List.of() : allowed, wanted.text()));
            }
        }
        values.put(NETWORK, network);
    }

    /** Reports picks for choices that the template does not have. */
    private void reportUnknownOptions(Header header) {
        for (String name : phone.layers().keys(OPTIONS)) {
            LayerStack.LayerValue found = phone.layers().get(OPTIONS, name);
            if (found != null && header.option(name) == null) {
                unusedSettings.add(new UnusedSetting(name, found, "the template has no such option"));
                unusedSettings.errorIfOwn(
                        found,
                        template.path() + " has no option '" + name + "', so it is left out"
                                + ProblemWording.optionsOf(header, name));
            }
        }
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
        LayerStack.LayerValue picked = option(option.name());
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

    /** The phone's pick for a choice in the nearest layer that has one, in any case of letters; null if none has. */
    private LayerStack.@Nullable LayerValue option(String name) {
        for (ValueLayer layer : phone.layers().all()) {
            FieldValues options = layer.fields().fields(OPTIONS);
            int index = options.indexOf(name);
            for (int i = 0; index < 0 && i < options.size(); i++) {
                index = options.key(i).equalsIgnoreCase(name) ? i : -1;
            }
            if (index >= 0) {
                return new LayerStack.LayerValue(options.value(index), layer, options.packedPosition(index));
            }
        }
        return null;
    }

    /** The wanted text for a message; never a secret. */
    private static String quoted(ResolvedValue wanted) {
        return wanted.secret() ? "this" : "'" + wanted.text() + "'";
    }

    /** Sets the variables that have no value yet. */
    private void setVariables(Map<String, String> variables, Position at, LayerStack.@Nullable LayerValue picked) {
        variables.forEach((name, text) -> values.putIfAbsent(name, new ResolvedValue(text, false, picked, at)));
    }
}
