package dev.lineman.build.usage;

import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.problem.NearestName;
import dev.lineman.render.content.VariableReads;
import dev.lineman.resolve.value.ProblemWording;
import dev.lineman.template.Catalog;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragment;
import dev.lineman.template.Template;
import dev.lineman.template.header.CodecPriority;
import dev.lineman.template.header.OptionOffer;
import dev.lineman.template.key.KeyKind;
import dev.lineman.template.key.StandardKeyType;
import dev.lineman.template.key.TemplateKeyTypes;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.TemplateLayer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the phone templates of a catalog offer altogether. For one cycle, by one thread. */
final class CatalogOffers {
    /** The text that shows that a content uses BLF keys, if its template declares no types of them. */
    private static final String BLF = "blf";

    /** The options of security of all built-in templates, which mark no other ones. */
    static final Set<String> BUILT_IN_SECURITY = Set.of("srtp", "transport", "trusted_server_only", "web_access");

    /** The message for vendor parameters that would be for all phones, without the families. */
    static final String WITHOUT_FAMILY =
            "a parameter in 'settings' is for the phones of one family, so this is left out;"
                    + " write settings: {FAMILY: {NAME: VALUE}}, or set it at a phone or below 'models'";

    /** The most names to list if none is near. */
    private static final int MAX_LISTED = 10;

    /** The fewest characters of a name that another one continues. */
    private static final int MIN_ALIKE = 3;

    private final CatalogReads catalogReads;
    private final boolean complete;

    /** By path of the template; see {@link #hasKeys}. */
    private final Map<String, Boolean> keys = new HashMap<>();

    /** @param unreadable whether there may be further templates that cannot be read */
    CatalogOffers(CatalogReads catalogReads, boolean unreadable) {
        this.catalogReads = catalogReads;
        this.complete = !unreadable && !catalogReads.catalog().phoneTemplates().isEmpty();
    }

    Catalog catalog() {
        return catalogReads.catalog();
    }

    /** Whether what no template offers is a mistake: there are templates, and all of them can be read. */
    boolean isComplete() {
        return complete;
    }

    /** Whether a template has an option. */
    boolean hasOption(String name) {
        return catalog().hasOption(name);
    }

    /**
     * Whether a template marks an option as one of security. A fleet with different phones asks this for most options of
     * its defaults, so built-in templates are not read for it.
     */
    boolean isSecurity(String name) {
        return (BUILT_IN_SECURITY.contains(name.toLowerCase(Locale.ROOT)) && any(CatalogOffers::isBuiltIn))
                || any(template -> !isBuiltIn(template) && isSecurity(template, name));
    }

    private static boolean isBuiltIn(Template template) {
        return template.layer() == TemplateLayer.BUILT_IN;
    }

    /** Whether this template marks an option as one of security. */
    static boolean isSecurity(Template template, String name) {
        OptionOffer option = template.header().option(name);
        return option != null && option.isSecurity();
    }

    /** Whether a template has a value of an option. */
    boolean hasValue(String option, String value) {
        return catalog().hasOptionValue(option, value);
    }

    /** Whether this template has a value of an option. */
    static boolean accepts(Template template, String option, String value) {
        OptionOffer offer = template.header().option(option);
        return offer != null && offer.accepts(value);
    }

    /** Whether a template has a codec. */
    boolean hasCodec(String codec) {
        return any(template -> template.header().codecs().stream().anyMatch(priority -> priority.find(codec) != null));
    }

    /** Whether a template has a network. */
    boolean hasNetwork(String network) {
        return any(template -> template.header().allowsNetwork(network));
    }

    /** Whether a template uses the network of a phone: it restricts it, or its files read it. */
    boolean usesNetwork(Template template) {
        VariableReads reads = catalogReads.of(template);
        return template.header().networks() != null
                || reads.all()
                || reads.ofPhone().contains(LayerSetting.SettingKind.NETWORK.key());
    }

    /** Whether a template has keys of a type. */
    boolean hasKeyType(KeyKind kind, String type) {
        return any(template -> hasKeys(kind, template) && template.header().hasKeyType(kind, type));
    }

    /** Whether the templates have a family of vendor parameters. */
    boolean hasFamily(String family) {
        return any(template -> template.header().isFamily(family));
    }

    /** Whether this template takes the vendor parameters of a family. */
    static boolean takes(Template template, String family) {
        return template.parameterFormat() != null && template.header().isFamily(family);
    }

    /** The message for a family that no template has, without the nearest name. */
    static String unknownFamily(String family) {
        return "no template is of the family '" + family + "' in 'settings', so its parameters are left out";
    }

    /** The families that templates have, as the end of a message. */
    String knownFamilies() {
        Set<String> families = families();
        return families.isEmpty() ? "; no template has a family" : "; families are " + String.join(", ", families);
    }

    /** The nearest family, as the end of a message. */
    String nearestFamily(String family) {
        return hint(family, families());
    }

    private Set<String> families() {
        Set<String> families = new TreeSet<>();
        catalog()
                .phoneTemplates()
                .forEach(template -> families.addAll(template.header().families()));
        return families;
    }

    private boolean any(Predicate<Template> condition) {
        return catalog().phoneTemplates().stream().anyMatch(condition);
    }

    /** Whether a template uses keys of a kind: it declares their types, or its files mention BLF keys. */
    boolean hasKeys(KeyKind kind, Template template) {
        return template.header().keyTypes(kind) != null
                || (kind == KeyKind.BLF && keys.computeIfAbsent(template.path(), path -> mentionsKeys(template)));
    }

    private boolean mentionsKeys(Template template) {
        VariableReads reads = catalogReads.of(template);
        if (reads.all()) {
            return true;
        }
        Set<String> fragments = new TreeSet<>(reads.fragments());
        for (DeviceConfig config : template.configs()) {
            if (mentionsKeys(config.content().text())) {
                return true;
            }
            if (config.src() != null) {
                fragments.add(config.src().path());
            }
        }
        return fragments.stream().anyMatch(path -> {
            Fragment fragment = catalog().fragment(path);
            return fragment == null || mentionsKeys(fragment.content().text());
        });
    }

    private static boolean mentionsKeys(String content) {
        return content.toLowerCase(Locale.ROOT).contains(BLF);
    }

    /** The message for an option that no template has, without the nearest name. */
    static String unknownOption(String name) {
        return "no template has an option '" + name + "', so it is left out";
    }

    /** The nearest option of a name, as the end of a message. */
    String nearestOption(String name) {
        return hint(name, catalog().optionNames());
    }

    /** The nearest value of an option, as the end of a message. For a value that exists, with the reason. */
    String nearestValue(String option, String value) {
        Set<String> names = new TreeSet<>();
        for (Template template : catalog().phoneTemplates()) {
            OptionOffer offer = template.header().option(option);
            if (offer != null) {
                OptionOffer.ValueRefusal refusal = offer.refusal(value);
                if (refusal != null) {
                    return ": " + refusal.reason() + "; the nearest is '" + refusal.nearest() + "'";
                }
                names.addAll(offer.valueNames());
            }
        }
        return hint(value, names);
    }

    /** The nearest codec, as the end of a message. */
    String nearestCodec(String codec) {
        Set<String> names = new TreeSet<>();
        for (Template template : catalog().phoneTemplates()) {
            for (CodecPriority priority : template.header().codecs()) {
                priority.options().forEach(option -> names.add(option.displayName()));
                priority.options().stream()
                        .map(option -> option.value())
                        .filter(value -> value != null)
                        .forEach(names::add);
            }
        }
        return hint(codec, names);
    }

    /** The nearest network, as the end of a message. */
    String nearestNetwork(String network) {
        Set<String> names = new TreeSet<>();
        for (Template template : catalog().phoneTemplates()) {
            List<String> networks = template.header().networks();
            names.addAll(networks == null ? List.of() : networks);
        }
        return hint(network, names);
    }

    /** The nearest type of keys, as the end of a message. */
    String nearestKeyType(KeyKind kind, String type) {
        Set<String> names = new TreeSet<>();
        for (Template template : catalog().phoneTemplates()) {
            TemplateKeyTypes types = template.header().keyTypes(kind);
            names.addAll(types == null ? List.of() : types.names());
        }
        String standard = NearestName.hint(type, StandardKeyType.keys());
        return standard.isEmpty() ? hint(type, names) : standard;
    }

    /** The nearest name, or one that the typed text begins or continues; else all names, or what to do. */
    private static String hint(String typed, Set<String> names) {
        String hint = NearestName.hint(typed, names);
        String wanted = typed.toLowerCase(Locale.ROOT);
        for (String name : names) {
            String known = name.toLowerCase(Locale.ROOT);
            boolean alike = Math.min(wanted.length(), known.length()) >= MIN_ALIKE
                    && (wanted.startsWith(known) || known.startsWith(wanted));
            hint = hint.isEmpty() && alike ? "; did you mean '" + name + "'?" : hint;
        }
        return !hint.isEmpty()
                ? hint
                : names.isEmpty() || names.size() > MAX_LISTED
                        ? "; correct it, or remove it"
                        : "; templates have " + ProblemWording.list(List.copyOf(names), typed);
    }

    /**
     * The nearest pattern to one that matches no phone, as the end of a message: one of the models' names, of their first
     * words, or of their beginnings.
     */
    String nearestPattern(ModelPattern pattern) {
        String literal = pattern.text().replace("*", "");
        Set<String> names = new TreeSet<>();
        boolean known = false;
        for (Template template : catalog().phoneTemplates()) {
            List<ModelEntry> models = catalog().models(template);
            known |= models.stream().anyMatch(entry -> entry.matches(pattern));
            for (String name : models.isEmpty()
                    ? List.of(template.name())
                    : models.stream().map(ModelEntry::name).toList()) {
                known |= pattern.matches(ModelPattern.normalise(name));
                names.add(name);
                names.add(name.replaceFirst("\\s.*", ""));
                names.add(name.substring(0, Math.min(name.length(), literal.length())));
            }
        }
        @Nullable
        String near = NearestName.find(literal, names, 1).stream().findFirst().orElse(null);
        return known || near == null || literal.isEmpty()
                ? "; correct it, or remove it"
                : "; did you mean '" + pattern.text().replace(literal, near) + "'?";
    }
}
