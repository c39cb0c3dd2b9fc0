package dev.lineman.template.header;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a template offers beside its contents. Immutable.
 *
 * @param choices in document order
 * @param codecs by priority
 * @param settings by name in lower case
 * @param blfTypes the types of BLF keys by name in lower case; null when the template has none
 * @param networks those that a phone may be in, in document order; null when the template does not say
 * @param multicast the groups for multicast ringing, or null
 * @param accountEnabled what an account that is there, and one that is not, is called
 * @param daylightSaving daylight saving time, or null
 * @param transfer how calls are transferred, or null
 */
public record Header(
        List<HeaderChoice> choices,
        List<CodecPriority> codecs,
        Map<String, TypedSetting> settings,
        @Nullable Map<String, BlfType> blfTypes,
        @Nullable List<String> networks,
        @Nullable Multicast multicast,
        SwitchTexts accountEnabled,
        @Nullable Switch daylightSaving,
        @Nullable Transfer transfer) {

    /** One that offers nothing. */
    public static final Header NONE =
            new Header(List.of(), List.of(), Map.of(), null, null, null, new SwitchTexts("1", "0"), null, null);

    public Header {
        choices = List.copyOf(choices);
        codecs = List.copyOf(codecs);
        settings = Map.copyOf(settings);
        blfTypes = blfTypes == null ? null : Map.copyOf(blfTypes);
        networks = networks == null ? null : List.copyOf(networks);
    }

    /** The names that have a value because of it, whatever a phone picks, in lower case. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (HeaderChoice choice : choices) {
            choice.options()
                    .forEach(option -> names.addAll(choice.variables(option).keySet()));
        }
        for (CodecPriority priority : codecs) {
            priority.options()
                    .forEach(option -> names.addAll(priority.variables(option).keySet()));
        }
        settings.forEach((name, setting) -> {
            if (setting.defaultValue() != null) {
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

    /** What yes and no are called. */
    public record SwitchTexts(String on, String off) {}

    /**
     * Something that is on or off.
     *
     * @param variable that says so, in lower case
     */
    public record Switch(String variable, SwitchTexts texts) {}

    /**
     * The groups for multicast ringing.
     *
     * @param groups how many there are
     * @param emptyValue what stands for a value that nobody gives
     */
    public record Multicast(int groups, String emptyValue) {
        private static final List<String> PARTS = List.of("ip", "port", "ipport", "name");

        /** The names of all values, in lower case. */
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

    /** How calls are transferred: blind, or attended. */
    public record Transfer(Method blind, Method attended) {
        /** What the phone is told; null for what the template does not say. */
        public record Method(
                @Nullable String value, @Nullable String keyType) {

            /** The values by name in lower case. */
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
