package dev.lineman.template.header;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.template.constraint.UrlParts;
import dev.lineman.template.dialect.DialectNode;
import dev.lineman.template.key.KeyKind;
import dev.lineman.template.key.TemplateKeyType;
import dev.lineman.template.key.TemplateKeyTypes;
import dev.lineman.template.zone.ZoneVariables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The offers of a template: choices, codecs, settings and key types from the elements around its contents.
 * Immutable.
 *
 * <p>{@link HeaderReader} makes it. {@code resolve} compares it with the picks of a phone.
 *
 * @param choices in document order
 * @param codecs in the order of their priority
 * @param settings by name in lower case
 * @param fieldRules which values of fields the files can hold, by field
 * @param blfTypes the types of BLF keys; null if the template does not restrict them
 * @param softKeyTypes the types of soft keys; null if the template has no soft keys
 * @param networks the values that the key for the network may have, in document order; null if the template does not
 *     restrict them
 * @param multicast groups for multicast ringing, or null
 * @param accountEnabled the texts for a line with an account and for a line without one
 * @param daylightSaving the switch for daylight saving time, or null
 * @param transfer the methods of call transfer, or null
 * @param families the names of the phones in {@code settings}, in lower case; empty if the template has no such name
 * @param provisioningFile the file name that DHCP gives to a phone, with the macros of its vendor; empty for the folder
 * @param servedUploads the words for uploads that are served back to the phone that has sent them; see {@link #SERVABLE}
 * @param lineNames the names of which each line of a phone has its own value: those of options, codecs and settings with
 *     this scope, and the parts of URLs; a setting wins over an option with the same name; in lower case, sorted
 */
public record Header(
        List<HeaderChoice> choices,
        List<CodecPriority> codecs,
        Map<String, TypedSetting> settings,
        Map<ExtensionField, FieldRule> fieldRules,
        @Nullable TemplateKeyTypes blfTypes,
        @Nullable TemplateKeyTypes softKeyTypes,
        @Nullable List<String> networks,
        @Nullable Multicast multicast,
        SwitchTexts accountEnabled,
        @Nullable Switch daylightSaving,
        @Nullable Transfer transfer,
        Set<String> families,
        String provisioningFile,
        Set<String> servedUploads,
        Set<String> lineNames) {

    /** The uploads that a template can serve back. Overrides are none of them: they count more than the given values. */
    public static final Set<String> SERVABLE = Set.of("contacts", "calls");

    /** The header of a template without offers. A line's state is {@code 1} or {@code 0}. */
    public static final Header NONE = new Header(
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            null,
            null,
            null,
            null,
            new SwitchTexts("1", "0"),
            null,
            null,
            Set.of(),
            "",
            Set.of(),
            Set.of());

    public Header {
        choices = List.copyOf(choices);
        codecs = List.copyOf(codecs);
        settings = Map.copyOf(settings);
        fieldRules = Map.copyOf(fieldRules);
        networks = networks == null ? null : List.copyOf(networks);
        families = Set.copyOf(families);
        servedUploads = Set.copyOf(servedUploads);
        lineNames = Collections.unmodifiableSet(new TreeSet<>(lineNames));
    }

    /** Whether a name in {@code settings} stands for phones of this template. Case does not matter. */
    public boolean isFamily(String name) {
        return families.contains(name.toLowerCase(Locale.ROOT));
    }

    /**
     * The names that the header can set: those of all options, of settings with a default, and of multicast ringing,
     * daylight saving and transfer. In lower case.
     */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        choices.forEach(choice -> addNames(choice, names));
        codecs.forEach(priority -> addNames(priority, names));
        settings.forEach((name, setting) -> {
            String preset = setting.defaultValue();
            if (preset != null && !setting.rule().isPath(preset)) {
                names.add(name);
            }
        });
        if (multicast != null) {
            names.addAll(multicast.names());
        }
        if (daylightSaving != null) {
            names.add(daylightSaving.variable());
        }
        if (transfer != null) {
            names.addAll(transfer.blind().values().keySet());
        }
        return names;
    }

    /** Collects the {@code lineNames} of a header from its choices, codecs and settings. */
    static Set<String> lineNames(
            List<HeaderChoice> choices, List<CodecPriority> codecs, Map<String, TypedSetting> settings) {
        Set<String> names = new TreeSet<>();
        choices.stream().filter(HeaderChoice::isOfLine).forEach(choice -> addNames(choice, names));
        codecs.stream().filter(CodecPriority::isOfLine).forEach(priority -> addNames(priority, names));
        names.removeAll(settings.keySet());
        settings.values().stream().filter(TypedSetting::isOfLine).forEach(setting -> addNames(setting, names));
        return names;
    }

    /** The names of the declared variables, and of the parts of those that are URLs. In lower case. */
    public Set<String> settingNames() {
        Set<String> names = new TreeSet<>();
        settings.values().forEach(setting -> addNames(setting, names));
        return names;
    }

    /** Adds the names that a choice can set. */
    private static void addNames(HeaderChoice choice, Set<String> names) {
        choice.options().forEach(option -> names.addAll(choice.variables(option).keySet()));
        if (choice.zones() != null) {
            names.addAll(choice.variables(choice.defaultOption()).keySet());
            names.addAll(ZoneVariables.names());
        }
    }

    private static void addNames(CodecPriority priority, Set<String> names) {
        priority.options()
                .forEach(option -> names.addAll(priority.variables(option).keySet()));
    }

    /** Adds the name of a setting, and those of its parts if it is a URL. */
    private static void addNames(TypedSetting setting, Set<String> names) {
        names.add(setting.name());
        if (setting.isUrl()) {
            UrlParts.NAMES.forEach(part -> names.add(setting.name() + part));
        }
    }

    /** Whether each line of a phone has its own codecs. */
    public boolean hasCodecsOfLine() {
        return !codecs.isEmpty() && codecs.get(0).isOfLine();
    }

    /**
     * The declared variable of which a name is a part, such as {@code ca_url} of {@code ca_url.host}; the name itself if it
     * is no part.
     *
     * @param name in lower case
     */
    public String variableOf(String name) {
        int dot = name.lastIndexOf('.');
        TypedSetting setting =
                dot < 0 || !UrlParts.NAMES.contains(name.substring(dot)) ? null : settings.get(name.substring(0, dot));
        return setting != null && setting.isUrl() ? setting.name() : name;
    }

    /** The names in the texts of keys. In lower case. */
    public Set<String> keyNames() {
        Set<String> names = new TreeSet<>();
        for (KeyKind kind : KeyKind.values()) {
            TemplateKeyTypes types = keyTypes(kind);
            if (types != null) {
                types.byName().values().forEach(type -> addNames(type, names));
            }
        }
        return names;
    }

    private static void addNames(TemplateKeyType type, Set<String> names) {
        for (TemplateKeyType.KeyTypePart part : type.parts().values()) {
            for (DialectNode node : part.tree().nodes()) {
                if (node instanceof DialectNode.Placeholder placeholder) {
                    names.add(placeholder.reference().name());
                }
            }
        }
    }

    /** All options that a phone can set in {@code options}: the choices and the built-in ones. */
    public List<OptionOffer> options() {
        List<OptionOffer> options = new ArrayList<>(choices);
        if (daylightSaving != null) {
            options.add(BuiltInOption.DST);
        }
        if (transfer != null) {
            options.add(BuiltInOption.TRANSFER);
        }
        return options;
    }

    /** The option of a name, in any case of letters; null if the template does not have it. */
    public @Nullable OptionOffer option(String name) {
        for (OptionOffer option : choices) {
            if (option.name().equalsIgnoreCase(name)) {
                return option;
            }
        }
        if (daylightSaving != null && BuiltInOption.DST.name().equalsIgnoreCase(name)) {
            return BuiltInOption.DST;
        }
        return transfer != null && BuiltInOption.TRANSFER.name().equalsIgnoreCase(name) ? BuiltInOption.TRANSFER : null;
    }

    /** The types of keys of a kind; null if the template declares none. */
    public @Nullable TemplateKeyTypes keyTypes(KeyKind kind) {
        return kind == KeyKind.BLF ? blfTypes : softKeyTypes;
    }

    /**
     * Whether the template has a type of keys, by any of its names. A template without {@code <blftype>} has every
     * type of BLF keys; one without {@code <softkeytype>} has no soft keys.
     */
    public boolean hasKeyType(KeyKind kind, String type) {
        TemplateKeyTypes types = keyTypes(kind);
        return types == null ? kind == KeyKind.BLF : types.find(type) != null;
    }

    /** Whether a phone can have a network. A template without {@code <AllowedNetworkConfig>} allows all. */
    public boolean allowsNetwork(String network) {
        return network(network) != null;
    }

    /** A network as the template writes it; null if a phone cannot have it. Of equal names, the last one counts. */
    public @Nullable String network(String network) {
        return networks == null
                ? network
                : networks.stream()
                        .filter(network::equalsIgnoreCase)
                        .reduce((one, other) -> other)
                        .orElse(null);
    }

    /** The network of a phone that gives none. */
    public String defaultNetwork() {
        return networks == null || networks.isEmpty() ? "LOCALLAN" : networks.get(0);
    }

    /** What a switch is called in its two states. */
    public record SwitchTexts(String on, String off) {}

    /**
     * Something that is on or off.
     *
     * @param variable name of the variable that holds the state, in lower case
     */
    public record Switch(String variable, SwitchTexts texts) {}

    /**
     * The groups for multicast ringing. Lineman has no values for them, but published templates read them.
     *
     * @param groups number of groups, from 0
     * @param emptyValue text of each value
     */
    public record Multicast(int groups, String emptyValue) {
        /** The values of one group; the group's number follows the name. */
        private static final List<String> PARTS = List.of("ip", "port", "ipport", "name");

        /** Names of the values of all groups, in lower case. */
        public List<String> names() {
            List<String> names = new ArrayList<>();
            for (int group = 1; group <= groups; group++) {
                for (String part : PARTS) {
                    names.add("multicastrg" + part + group);
                }
            }
            return names;
        }
    }

    /** The methods of call transfer; a phone uses one of them. */
    public record Transfer(Method blind, Method attended) {
        /**
         * The two values of a method; null if the template does not give it.
         *
         * @param value the {@code bxfer_Value} or {@code attxfer_Value} attribute
         * @param keyType the {@code bxfer_DkType} or {@code attxfer_DkType} attribute, the type of a transfer
         *     key
         */
        public record Method(
                @Nullable String value, @Nullable String keyType) {

            /** The given values, by variable name in lower case. */
            public Map<String, String> values() {
                Map<String, String> values = new LinkedHashMap<>();
                if (value != null) {
                    values.put("xfermethod_value", value);
                }
                if (keyType != null) {
                    values.put("xfermethod_dktype", keyType);
                }
                return values;
            }
        }
    }
}
