package dev.lineman.template.header;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.template.zone.IanaZone;
import dev.lineman.template.zone.TimeZoneTable;
import dev.lineman.template.zone.ZoneSupport;
import dev.lineman.template.zone.ZoneVariables;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A choice that a template offers. Its name is the name of its element, such as {@code languages}. Immutable.
 *
 * <p>With {@code <zones>} it also has all time zones of IANA that the phones can have. An option of the template for a
 * zone, or for another name of it, comes first.
 *
 * @param name the element's name, as the template writes it
 * @param at position of the element
 * @param param suffix of a further variable, {@code param::} and this text, for the picked value; null if there
 *     is none
 * @param defaultName identifier of the option to use without a pick; null for the first option
 * @param isSecurity whether the template marks it as a security option
 * @param isOfLine whether each line of a phone picks its own option
 * @param options those that the template lists; at least one, unless there are zones
 * @param zones which time zones the phones can have; null if the choice is none of time zones
 */
public record HeaderChoice(
        String name,
        Position at,
        @Nullable String param,
        @Nullable String defaultName,
        boolean isSecurity,
        boolean isOfLine,
        List<ChoiceOption> options,
        @Nullable ZoneSupport zones)
        implements OptionOffer {
    /** The choice that also sets the variable {@code timezone}. */
    private static final String TIME_ZONES = "timezoneParams";
    /** The element that adds time zones to a choice. */
    static final String ZONES = "zones";
    /** The zone of a phone that picks none, if the template says nothing else. */
    private static final String DEFAULT_ZONE = "UTC";

    public HeaderChoice {
        options = List.copyOf(options);
    }

    /**
     * Reads a choice.
     *
     * @param problems receives the errors of {@code <zones>}
     */
    static HeaderChoice of(HeaderElement element, List<ChoiceOption> options, Consumer<Problem> problems) {
        ZoneSupport zones = null;
        for (HeaderElement declared : element.children(ZONES)) {
            if (zones != null) {
                problems.accept(Problem.blocking(declared.at(), "a choice has one <zones>; remove this one"));
            }
            zones = ZoneSupport.of(
                    declared.attributes(), error -> problems.accept(Problem.blocking(declared.at(), error)));
        }
        HeaderChoice choice = new HeaderChoice(
                element.name(),
                element.at(),
                element.attribute("param"),
                element.attribute("default"),
                "true".equals(element.attribute("security")),
                element.isOfLine(),
                options,
                zones);
        if (options.isEmpty() && choice.matching(choice.defaultZone()).isEmpty()) {
            problems.accept(Problem.blocking(
                    element.at(),
                    "the default '" + choice.defaultZone() + "' is no time zone of <zones>; give another 'default'"));
        }
        return choice;
    }

    private String defaultZone() {
        return defaultName == null ? DEFAULT_ZONE : defaultName;
    }

    /** The option to use if the phone picks none. */
    public ChoiceOption defaultOption() {
        List<ChoiceOption> named = defaultName == null && !options.isEmpty() ? List.of() : named(defaultZone());
        if (!named.isEmpty()) {
            return named.get(0);
        }
        return options.isEmpty() ? zoneOption(DEFAULT_ZONE) : options.get(0);
    }

    /** The options that a text names. Of options that set the same variables, only the first is returned. */
    public List<ChoiceOption> matching(String wanted) {
        List<ChoiceOption> named = named(wanted);
        if (named.size() < 2) {
            return List.copyOf(named);
        }
        Map<Map<String, String>, ChoiceOption> different = new LinkedHashMap<>();
        named.forEach(option -> different.putIfAbsent(variables(option), option));
        return List.copyOf(different.values());
    }

    /** The options that a text names, or the one for the time zone that it names; empty if there is none. */
    private List<ChoiceOption> named(String wanted) {
        List<ChoiceOption> named = ChoiceOption.matching(wanted, options);
        IanaZone zone =
                zones == null || !named.isEmpty() ? null : TimeZoneTable.get().find(wanted);
        if (zones == null || zone == null) {
            return named;
        }
        ChoiceOption listed = listed(zone);
        return listed != null ? List.of(listed) : zones.has(zone) ? List.of(zoneOption(wanted)) : List.of();
    }

    /** The option of the template for a zone, by any of its names; null if there is none. */
    private @Nullable ChoiceOption listed(IanaZone zone) {
        for (ChoiceOption option : options) {
            String value = option.value();
            if (value != null && zone.names().stream().anyMatch(value::equalsIgnoreCase)) {
                return option;
            }
        }
        return null;
    }

    private ChoiceOption zoneOption(String name) {
        return new ChoiceOption(at, null, TimeZoneTable.get().spelling(name), null, null, "", Map.of());
    }

    @Override
    public boolean accepts(String value) {
        return !named(value).isEmpty();
    }

    @Override
    public List<String> identifiers() {
        return withZones(options.stream().flatMap(option -> option.identifiers().stream()));
    }

    @Override
    public List<String> valueNames() {
        return withZones(options.stream().map(ChoiceOption::displayName));
    }

    /** The names of the template's options, and of all zones that the phones can have. */
    private List<String> withZones(Stream<String> listed) {
        if (zones == null) {
            return listed.toList();
        }
        Set<String> names = new LinkedHashSet<>(listed.toList());
        names.addAll(zones.names());
        options.stream()
                .map(option ->
                        option.value() == null ? null : TimeZoneTable.get().find(option.value()))
                .forEach(zone -> names.addAll(zone == null ? List.of() : zone.names()));
        return List.copyOf(names);
    }

    @Override
    public @Nullable ValueRefusal refusal(String value) {
        IanaZone zone =
                zones == null || accepts(value) ? null : TimeZoneTable.get().find(value);
        String reason = zones == null || zone == null ? null : zones.obstacle(zone);
        if (zones == null || zone == null || reason == null) {
            return null;
        }
        IanaZone nearest = TimeZoneTable.get().nearest(zone, one -> zones.has(one) || listed(one) != null);
        return nearest == null ? null : new ValueRefusal(reason, nearest.id());
    }

    /**
     * What the phones lack of a time zone that they can have, as a clause about the zone; null if they lack nothing. What
     * an option of the template lacks is not known.
     */
    public @Nullable String shortcoming(String wanted) {
        IanaZone zone = zones == null || !ChoiceOption.matching(wanted, options).isEmpty()
                ? null
                : TimeZoneTable.get().find(wanted);
        return zones == null || zone == null || listed(zone) != null ? null : zones.shortcoming(zone);
    }

    @Override
    public String defaultValue() {
        return defaultOption().displayName();
    }

    /** The variables that an option sets, by name in lower case. */
    public Map<String, String> variables(ChoiceOption picked) {
        Map<String, String> variables = new LinkedHashMap<>(picked.items());
        if (param != null) {
            variables.put("param::" + param.toLowerCase(Locale.ROOT), picked.phoneValue());
        }
        if (name.equalsIgnoreCase(TIME_ZONES)) {
            variables.put("timezone", picked.phoneValue());
        }
        IanaZone zone = zones == null || picked.value() == null
                ? null
                : TimeZoneTable.get().find(picked.value());
        if (zones != null && zone != null) {
            ZoneVariables.of(zone, zones).forEach(variables::putIfAbsent);
        }
        return variables;
    }
}
