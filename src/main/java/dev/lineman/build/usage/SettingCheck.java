package dev.lineman.build.usage;

import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Severity;
import dev.lineman.resolve.module.PhoneModules;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.header.CodecOrder;
import dev.lineman.template.header.OptionOffer;
import dev.lineman.template.key.KeyKind;
import dev.lineman.template.key.StandardKeyType;
import dev.lineman.template.model.ModelModules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Checks the settings of one layer that many phones share: what no template of the catalog has is an error, and what
 * templates of phones in the scope lack is a warning with models and counts. For one layer, by one thread.
 */
final class SettingCheck {
    private final CatalogOffers offers;
    private final ScopedPhones phones;
    private final UsageProblems problems;

    /**
     * @param phones the phones that the layer reaches
     * @param problems receives what has no effect
     */
    SettingCheck(CatalogOffers offers, ScopedPhones phones, UsageProblems problems) {
        this.offers = offers;
        this.phones = phones;
        this.problems = problems;
    }

    /**
     * Checks all settings of a layer.
     *
     * @param ofModels whether the layer is for some models only
     */
    void check(FieldValues layer, boolean ofModels) {
        for (LayerSetting setting : LayerSetting.of(layer)) {
            ScopedPhones reached = phones.reachedBy(setting);
            switch (setting.kind()) {
                case OPTION -> checkOption(setting, reached);
                case REQUIRED_OPTION -> checkRequired(setting, reached);
                case CODECS -> checkCodecs(setting, reached);
                case NETWORK -> checkNetwork(setting, reached);
                case TEMPLATE -> checkTemplate(setting, reached, ofModels);
                case MODULES -> checkModules(setting, reached);
                case BLF_TYPE -> checkKeyType(KeyKind.BLF, setting, reached);
                case SOFT_KEY_TYPE -> checkKeyType(KeyKind.SOFT, setting, reached);
                case PARAMETERS -> checkParameters(setting, reached, ofModels);
            }
        }
    }

    private void checkOption(LayerSetting setting, ScopedPhones reached) {
        String name = setting.name();
        String value = setting.text();
        List<Template> having = new ArrayList<>(reached.templates());
        having.removeIf(template -> template.header().option(name) == null);
        if (having.isEmpty() && !offers.hasOption(name)) {
            unknown(setting, CatalogOffers.unknownOption(name), offers.nearestOption(name));
            return;
        }
        List<Template> accepting = new ArrayList<>(having);
        accepting.removeIf(template -> value != null && !CatalogOffers.accepts(template, name, value));
        if (value != null && accepting.isEmpty() && !offers.hasValue(name, value)) {
            reportUnknownValue(setting, value, having);
        } else if (having.isEmpty()) {
            warnIfReached(setting, reached, "option '" + name + "'");
            return;
        } else if (value != null) {
            List<Template> lacking = new ArrayList<>(having);
            lacking.removeAll(accepting);
            warnOfValue(setting, value, reached.with(lacking));
        }
        if (offers.isSecurity(name)) {
            List<Template> without = new ArrayList<>(reached.templates());
            without.removeAll(having);
            warn(
                    setting.packedPosition(),
                    "'" + name + (value == null ? "" : ": " + value) + "'",
                    reached.with(without),
                    "no option '" + name + "'; set it only for other models, or use other phones");
        }
    }

    /** Reports what no phone of the catalog can meet. The phones that a layer reaches report it themselves. */
    private void checkRequired(LayerSetting setting, ScopedPhones reached) {
        String name = setting.name();
        String value = setting.text();
        if (!reached.models().isEmpty()) {
            return;
        }
        if (!offers.hasOption(name)) {
            unknown(setting, "no template has an option '" + name + "'", offers.nearestOption(name));
        } else if (value != null && !offers.hasValue(name, value)) {
            unknown(
                    setting,
                    "no template has the value '" + value + "' of option '" + name + "'",
                    offers.nearestValue(name, value));
        }
    }

    /** Reports a value that no template has. Phones with this option of security report it themselves. */
    private void reportUnknownValue(LayerSetting setting, String value, List<Template> having) {
        String name = setting.name();
        if (!offers.isSecurity(name)) {
            unknown(
                    setting,
                    "no template has the value '" + value + "' of option '" + name + "', so the default is used",
                    offers.nearestValue(name, value));
        } else if (having.stream().noneMatch(template -> CatalogOffers.isSecurity(template, name))
                && offers.isComplete()) {
            problems.add(
                    Severity.BLOCKING,
                    setting.packedPosition(),
                    "no template has the value '" + value + "' of option '" + name + "'"
                            + offers.nearestValue(name, value));
        }
    }

    /** Warns of phones that use their default. */
    private void warnOfValue(LayerSetting setting, String value, ScopedPhones lacking) {
        TreeSet<String> defaults = new TreeSet<>();
        TreeSet<String> nearest = new TreeSet<>();
        TreeSet<String> reasons = new TreeSet<>();
        for (Template template : lacking.templates()) {
            OptionOffer option = template.header().option(setting.name());
            if (option != null) {
                defaults.add(option.defaultValue());
                OptionOffer.ValueRefusal refusal = option.refusal(value);
                if (refusal != null) {
                    nearest.add(refusal.nearest());
                    reasons.add(refusal.reason());
                }
            }
        }
        String advice = nearest.isEmpty()
                ? ""
                : ", such as '" + String.join("' or '", nearest) + "' (" + String.join("; ", reasons) + ")";
        warnOfDefaults(setting, setting.name() + ": " + value, lacking, defaults, advice);
    }

    /** @param advice values to use instead, as the end of the message; may be empty */
    private void warnOfDefaults(
            LayerSetting setting, String what, ScopedPhones lacking, SortedSet<String> defaults, String advice) {
        if (!lacking.models().isEmpty()) {
            problems.add(
                    Severity.WARNING,
                    setting.packedPosition(),
                    "'" + what + "' has no effect on " + lacking + "; "
                            + (lacking.isOne() ? "it stays '" : "they stay '")
                            + String.join("' or '", defaults) + "', unless you set another value for "
                            + (lacking.isOne() ? "it" : "them") + advice);
        }
    }

    private void checkCodecs(LayerSetting setting, ScopedPhones reached) {
        if (!(setting.value() instanceof FieldValues.Items items)) {
            return;
        }
        List<Template> having = new ArrayList<>(reached.templates());
        having.removeIf(template -> template.header().codecs().isEmpty());
        if (having.isEmpty()) {
            warnIfReached(setting, reached, "'codecs'");
        }
        // References are left out: the values behind them are not known here.
        List<Integer> indices = new ArrayList<>();
        List<String> codecs = new ArrayList<>();
        for (int i = 0; i < items.values().size(); i++) {
            if (items.values().get(i) instanceof String codec) {
                indices.add(i);
                codecs.add(codec);
            }
        }
        List<CodecOrder> orders = having.stream()
                .map(template -> CodecOrder.of(template.header().codecs(), codecs))
                .toList();
        for (int i = 0; i < codecs.size(); i++) {
            String codec = codecs.get(i);
            long at = items.packedPosition(indices.get(i));
            if (!offers.hasCodec(codec)) {
                unknown(at, "no template has the codec '" + codec + "', so it is left out", offers.nearestCodec(codec));
                continue;
            }
            Map<String, List<Template>> reasons = new LinkedHashMap<>();
            for (int t = 0; t < orders.size(); t++) {
                if (orders.get(t).places().get(i).option() == null) {
                    reasons.computeIfAbsent(orders.get(t).reason(i), same -> new ArrayList<>())
                            .add(having.get(t));
                }
            }
            reasons.forEach((reason, templates) -> warn(at, "codec '" + codec + "'", reached.with(templates), reason));
        }
    }

    private void checkNetwork(LayerSetting setting, ScopedPhones reached) {
        String network = String.valueOf(setting.text());
        if (!offers.hasNetwork(network)) {
            unknown(
                    setting,
                    "no template has the network '" + network + "', so the default is used",
                    offers.nearestNetwork(network));
            return;
        }
        if (reached.templates().stream().noneMatch(offers::usesNetwork)) {
            warnIfReached(setting, reached, "'network'");
            return;
        }
        List<Template> lacking = new ArrayList<>(reached.templates());
        lacking.removeIf(template -> template.header().allowsNetwork(network));
        TreeSet<String> defaults = new TreeSet<>();
        lacking.forEach(template -> defaults.add(template.header().defaultNetwork()));
        warnOfDefaults(setting, "network: " + network, reached.with(lacking), defaults, "");
    }

    /**
     * Reports a wrong template that no phone uses yet, and one of a model rule that all its phones override. Phones that
     * use a wrong one report it themselves.
     */
    private void checkTemplate(LayerSetting setting, ScopedPhones reached, boolean ofModels) {
        String template = String.valueOf(setting.text());
        if (!reached.models().isEmpty() || reached.open()) {
            return;
        }
        TemplateMatch match = offers.catalog().find(template, null);
        if (match instanceof TemplateMatch.NoMatch) {
            unknown(setting, match.failure("template '" + template + "'"), "");
        } else if (ofModels && phones.models().stream().anyMatch(ScopedPhones.ScopedModel::first)) {
            problems.add(
                    Severity.WARNING,
                    setting.packedPosition(),
                    "'template: " + template + "' has no effect: all phones of these models have a nearer 'template';"
                            + " remove it");
        }
    }

    /** Warns of models that take fewer or other expansion modules, with one message for each model. */
    private void checkModules(LayerSetting setting, ScopedPhones reached) {
        Object value = setting.value();
        for (ScopedPhones.ScopedModel model : reached.models()) {
            TemplateMatch match = offers.catalog().find(model.template().key(), model.model());
            ModelModules taken = match instanceof TemplateMatch.MatchedTemplate found
                    ? found.entry().modules()
                    : null;
            String objection = value == null ? null : PhoneModules.objection(value, model.model(), taken);
            if (objection != null) {
                problems.add(Severity.WARNING, setting.packedPosition(), objection);
            }
        }
    }

    private void checkKeyType(KeyKind kind, LayerSetting setting, ScopedPhones reached) {
        String type = setting.text() == null ? StandardKeyType.DEFAULT : String.valueOf(setting.text());
        StandardKeyType meaning = StandardKeyType.of(type);
        if (meaning == null && !offers.hasKeyType(kind, type)) {
            unknown(
                    setting,
                    "no template has " + kind.title() + "s of the type '" + type + "', so the key is left out",
                    offers.nearestKeyType(kind, type));
            return;
        }
        List<Template> having = new ArrayList<>(reached.templates());
        having.removeIf(template -> !offers.hasKeys(kind, template));
        if (having.isEmpty() && kind == KeyKind.SOFT) {
            warnIfReached(setting, reached, "'" + kind.key() + "'");
            return;
        }
        // A free key has the same effect in each template. For phones without BLF keys, the resolution says that they
        // have none.
        List<Template> lacking = new ArrayList<>(kind == KeyKind.SOFT ? reached.templates() : having);
        lacking.removeIf(
                template -> meaning == StandardKeyType.NONE || template.header().hasKeyType(kind, type));
        warn(
                setting.packedPosition(),
                "a " + kind.title() + " of the type '" + type + "'",
                reached.with(lacking),
                "no such type, so the key is left out");
    }

    /**
     * Reports vendor parameters without a family where they would be for all phones, an unknown family, and parameters
     * that no template of the phones takes.
     */
    private void checkParameters(LayerSetting setting, ScopedPhones reached, boolean ofModels) {
        String family = setting.name();
        if (family.isEmpty() && !ofModels) {
            unknown(setting, CatalogOffers.WITHOUT_FAMILY, offers.knownFamilies());
        } else if (family.isEmpty()) {
            List<Template> lacking = new ArrayList<>(reached.templates());
            lacking.removeIf(template -> template.parameterFormat() != null);
            warn(setting.packedPosition(), "'settings'", reached.with(lacking), "no 'settings'");
        } else if (!offers.hasFamily(family)) {
            unknown(setting, CatalogOffers.unknownFamily(family), offers.nearestFamily(family));
        } else if (reached.templates().stream().noneMatch(template -> CatalogOffers.takes(template, family))) {
            warnIfReached(setting, reached, "'" + family + "' in 'settings'");
        }
    }

    /** Reports what no template has. */
    private void unknown(LayerSetting setting, String message, String hint) {
        unknown(setting.packedPosition(), message, hint);
    }

    private void unknown(long packedPosition, String message, String hint) {
        if (offers.isComplete()) {
            problems.add(Severity.ERROR, packedPosition, message + hint);
        }
    }

    /** Warns of a setting that other templates have, and none of these phones. */
    private void warnIfReached(LayerSetting setting, ScopedPhones reached, String what) {
        int templates = reached.templates().size();
        if (templates > 0 && !reached.open()) {
            problems.add(
                    Severity.WARNING,
                    setting.packedPosition(),
                    what + " has no effect: "
                            + (templates == 1
                                    ? reached.templates().get(0).path() + " does not have it"
                                    : "none of the " + templates + " templates of these phones has it")
                            + "; remove it");
        }
    }

    /** Warns of phones whose templates lack something; nothing if there is no such phone. */
    private void warn(long packedPosition, String what, ScopedPhones lacking, String reason) {
        if (!lacking.models().isEmpty()) {
            problems.add(
                    Severity.WARNING,
                    packedPosition,
                    what + " has no effect on " + lacking
                            + (lacking.templates().size() == 1 ? ", whose template has " : ", whose templates have ")
                            + reason);
        }
    }
}
