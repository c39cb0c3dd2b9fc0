package dev.lineman.template.zone;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of a time zone for templates: {@code %%timezone_start_month%%} in the dialect, {@code
 * $timezone.start.month} in Velocity. Stateless.
 */
public final class ZoneVariables {
    private static final String PREFIX = "timezone_";
    /** The name of the zone, which is set whenever the other values are. */
    public static final String ID = PREFIX + "id";

    private static final String START = "start";
    private static final String END = "end";
    private static final int SECONDS_OF_MINUTE = 60;

    /** What a value is in Velocity. */
    private enum ValueKind {
        TEXT,
        NUMBER,
        SWITCH;

        /** A number in another form, which {@code vars} can give, stays text. */
        private Object of(String text) {
            return switch (this) {
                case TEXT -> text;
                case NUMBER -> text.matches("-?\\d{1,6}") ? Integer.valueOf(text) : text;
                case SWITCH -> Boolean.valueOf(text);
            };
        }
    }

    /** The values of a zone, by name in Velocity. */
    private static final Map<String, ValueKind> ZONE = new LinkedHashMap<>();
    /** The values of a clock change, by name in Velocity. */
    private static final Map<String, ValueKind> CHANGE = new LinkedHashMap<>();
    /** The names in the dialect, such as {@code timezone_offset_seconds}, by name in Velocity. */
    private static final Map<String, String> FLAT = new LinkedHashMap<>();

    static {
        ZONE.put("id", ValueKind.TEXT);
        ZONE.put("offsetSeconds", ValueKind.NUMBER);
        ZONE.put("offsetMinutes", ValueKind.NUMBER);
        ZONE.put("offset", ValueKind.TEXT);
        ZONE.put("offsetName", ValueKind.TEXT);
        ZONE.put("dst", ValueKind.SWITCH);
        ZONE.put("dstMinutes", ValueKind.NUMBER);
        ZONE.put("posix", ValueKind.TEXT);
        for (String name : new String[] {"month", "week", "dayOfWeek", "day", "hour", "minute"}) {
            CHANGE.put(name, ValueKind.NUMBER);
        }
        ZONE.keySet().forEach(ZoneVariables::putFlat);
        CHANGE.keySet().forEach(name -> {
            putFlat(START + "_" + name);
            putFlat(END + "_" + name);
        });
    }

    private ZoneVariables() {}

    private static void putFlat(String name) {
        FLAT.put(name, PREFIX + name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
    }

    /** The name in the dialect of a name in Velocity. */
    private static String flat(String name) {
        return requireNonNull(FLAT.get(name));
    }

    /** All names in the dialect, in lower case. */
    public static Set<String> names() {
        return new LinkedHashSet<>(FLAT.values());
    }

    /**
     * The values of a zone by name in the dialect. Values that the zone or the phone does not have are missing.
     *
     * @param support which zones the phone can have, and in which form
     */
    public static Map<String, String> of(IanaZone zone, ZoneSupport support) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", zone.id());
        values.put("offsetSeconds", zone.offsetSeconds());
        values.put("offsetMinutes", zone.offsetSeconds() / SECONDS_OF_MINUTE);
        values.put("offset", zone.offset());
        String vendorOffset = support.offsets().get(zone.offsetSeconds());
        if (vendorOffset != null) {
            values.put("offsetName", vendorOffset);
        }
        DaylightSaving saving = support.daylightSaving(zone);
        values.put("dst", saving != null);
        values.put("dstMinutes", saving == null ? 0 : saving.minutes());
        String posix = zone.posix();
        if (posix != null) {
            values.put("posix", posix);
        }
        if (saving != null) {
            putChange(values, START, saving.start());
            putChange(values, END, saving.end());
        }
        Map<String, String> flat = new LinkedHashMap<>();
        values.forEach((name, value) -> flat.put(flat(name), value.toString()));
        return flat;
    }

    private static void putChange(Map<String, Object> values, String which, ClockChange change) {
        values.put(which + "_month", change.month().getValue());
        values.put(which + "_week", change.week());
        values.put(which + "_dayOfWeek", change.weekday().getValue());
        values.put(which + "_day", change.firstDay());
        values.put(which + "_hour", change.hour());
        values.put(which + "_minute", change.minuteOfHour());
    }

    /**
     * The variable {@code $timezone}; empty without a zone. Names ignore case.
     *
     * @param value gives the text of a name in the dialect; null if it has none
     */
    public static Map<String, Object> tree(Function<String, @Nullable String> value) {
        Map<String, Object> tree = tree("", ZONE, value);
        for (String change : new String[] {START, END}) {
            Map<String, Object> found = tree(change + "_", CHANGE, value);
            if (!found.isEmpty()) {
                tree.put(change, Collections.unmodifiableMap(found));
            }
        }
        return Collections.unmodifiableMap(tree);
    }

    private static Map<String, Object> tree(
            String prefix, Map<String, ValueKind> kinds, Function<String, @Nullable String> value) {
        Map<String, Object> tree = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        kinds.forEach((name, kind) -> {
            String text = value.apply(flat(prefix + name));
            if (text != null) {
                tree.put(name, kind.of(text));
            }
        });
        return tree;
    }
}
