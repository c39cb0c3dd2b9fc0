package dev.lineman.template.zone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which time zones the phones of a template can have: the attributes of {@code <zones>} in its header. Immutable.
 *
 * @param offsets the offsets of standard time in seconds, with the vendor's texts for them; empty if all are possible
 * @param changes how the phones know the day of a clock change
 * @param fullHours whether the clock changes at full hours only
 * @param endOfDay whether a change can be at 24:00
 * @param minSaving the least minutes of daylight saving time
 * @param maxSaving the most minutes of daylight saving time
 */
public record ZoneSupport(
        Map<Integer, String> offsets,
        ChangeDays changes,
        boolean fullHours,
        boolean endOfDay,
        int minSaving,
        int maxSaving) {
    /** An offset as a vendor writes it: {@code +5:45}, {@code GMT}, {@code UTC-03}. */
    private static final Pattern OFFSET = Pattern.compile("(?:GMT|UTC)?([+-]?)(\\d{1,2})(?::(\\d{2}))?");

    /** An offset of zero without a number; some vendors write UCT. */
    private static final Pattern ZERO = Pattern.compile("GMT|UTC|UCT");

    private static final Pattern SAVING = Pattern.compile("(\\d{1,3})(?:-(\\d{1,3}))?");
    private static final List<String> ATTRIBUTES = List.of("offsets", "changes", "time", "saving");
    private static final int SECONDS_OF_HOUR = 3600;
    private static final int SECONDS_OF_MINUTE = 60;
    /** No zone is further from UTC. */
    private static final int MAX_HOURS = 14;

    private static final int MAX_MINUTES = 59;
    private static final int MINUTES_OF_DAY = 1440;

    /** How phones know the day of a clock change. */
    public enum ChangeDays {
        /** There is no daylight saving time. A zone with it is told as its standard time. */
        NONE,
        /** A day of the week in the first to the fourth, or in the last week of a month. */
        WEEK,
        /** A day of the week on or after a day of a month, or the last one of the month. */
        DAY
    }

    public ZoneSupport {
        offsets = Map.copyOf(offsets);
    }

    /**
     * Reads the attributes of {@code <zones>}.
     *
     * @param attributes by name in lower case
     * @param errors receives what is wrong, one message each
     */
    public static ZoneSupport of(Map<String, String> attributes, Consumer<String> errors) {
        attributes.keySet().stream()
                .filter(name -> !ATTRIBUTES.contains(name))
                .sorted()
                .forEach(name -> errors.accept(
                        "<zones> has no attribute '" + name + "'; it has " + String.join(", ", ATTRIBUTES)));
        Map<Integer, String> offsets = new LinkedHashMap<>();
        for (String text : attributes.getOrDefault("offsets", "").split("\\s+", -1)) {
            if (!text.isEmpty()) {
                Integer seconds = seconds(text);
                if (seconds == null) {
                    errors.accept("'" + text + "' in 'offsets' is no offset; write offsets such as +5:45 or GMT-03:00");
                } else {
                    offsets.putIfAbsent(seconds, text);
                }
            }
        }
        String days = attributes.getOrDefault("changes", "week").strip().toUpperCase(Locale.ROOT);
        ChangeDays changes = Stream.of(ChangeDays.values())
                .filter(one -> one.name().equals(days))
                .findFirst()
                .orElse(null);
        if (changes == null) {
            errors.accept("'changes' of <zones> is week, day or none");
        }
        String time = attributes.getOrDefault("time", "hour").strip();
        if (!List.of("hour", "minute", "minute24").contains(time)) {
            errors.accept("'time' of <zones> is hour, minute or minute24");
        }
        Matcher saving =
                SAVING.matcher(attributes.getOrDefault("saving", "1-720").strip());
        if (!saving.matches()) {
            errors.accept("'saving' of <zones> is a number of minutes, or two with - between them");
            saving.reset("60").matches();
        }
        int least = Integer.parseInt(saving.group(1));
        int most = saving.group(2) == null ? least : Integer.parseInt(saving.group(2));
        if (most < least) {
            errors.accept("'saving' of <zones> has the smaller number first, such as 1-60");
        }
        return new ZoneSupport(
                offsets,
                changes == null ? ChangeDays.NONE : changes,
                time.equals("hour"),
                time.equals("minute24"),
                least,
                most);
    }

    private static @Nullable Integer seconds(String text) {
        Matcher offset = OFFSET.matcher(text);
        if (!offset.matches()) {
            return ZERO.matcher(text).matches() ? 0 : null;
        }
        int hours = Integer.parseInt(offset.group(2));
        int minutes = offset.group(3) == null ? 0 : Integer.parseInt(offset.group(3));
        if (hours > MAX_HOURS || minutes > MAX_MINUTES) {
            return null;
        }
        int seconds = hours * SECONDS_OF_HOUR + minutes * SECONDS_OF_MINUTE;
        return "-".equals(offset.group(1)) ? -seconds : seconds;
    }

    /** Whether the phones can have a zone. */
    public boolean has(IanaZone zone) {
        return obstacle(zone) == null;
    }

    /** Why the phones cannot have a zone, as a clause about the zone; null if they can. */
    public @Nullable String obstacle(IanaZone zone) {
        if (!zone.isRegular()) {
            return "its clock changes follow no yearly rule";
        }
        if (!offsets.isEmpty() && !offsets.containsKey(zone.offsetSeconds())) {
            return "these phones do not have its offset " + zone.offset();
        }
        DaylightSaving saving = zone.daylightSaving();
        if (saving == null || changes == ChangeDays.NONE) {
            return null;
        }
        if (saving.minutes() < minSaving || saving.minutes() > maxSaving) {
            return "its daylight saving time is " + saving.minutes() + " minutes, and these phones have "
                    + (minSaving == maxSaving ? minSaving : minSaving + " to " + maxSaving) + " minutes";
        }
        String start = obstacle(saving.start());
        return start == null ? obstacle(saving.end()) : start;
    }

    /** What the phones lack of a zone that they can have, as a clause about the zone; null if they lack nothing. */
    public @Nullable String shortcoming(IanaZone zone) {
        return changes == ChangeDays.NONE && zone.daylightSaving() != null
                ? "it has daylight saving time, and these phones have none"
                : null;
    }

    private @Nullable String obstacle(ClockChange change) {
        if (phoneForm(change) != null) {
            return null;
        }
        if (!isDay(change)) {
            return "its clock does not change in the same week of each year, and these phones need a week";
        }
        return String.format(
                Locale.ROOT,
                "its clock changes at %d:%02d, and these phones change theirs %s",
                change.hour(),
                change.minuteOfHour(),
                isTime(change) ? "before 24:00" : "at full hours");
    }

    /** A change in the form that the phones take; null if there is none. */
    private @Nullable ClockChange phoneForm(ClockChange change) {
        if (hasPhoneForm(change)) {
            return change;
        }
        ClockChange before = change.atEndOfDayBefore();
        return before != null && hasPhoneForm(before) ? before : null;
    }

    private boolean hasPhoneForm(ClockChange change) {
        return isDay(change) && isTime(change) && (endOfDay || change.minute() < MINUTES_OF_DAY);
    }

    private boolean isTime(ClockChange change) {
        return !fullHours || change.minuteOfHour() == 0;
    }

    private boolean isDay(ClockChange change) {
        return changes == ChangeDays.DAY || change.week() != 0;
    }

    /** The daylight saving time of a zone in the form that the phones take; null if they can have none for it. */
    @Nullable
    DaylightSaving daylightSaving(IanaZone zone) {
        DaylightSaving saving = zone.daylightSaving();
        if (saving == null || changes == ChangeDays.NONE || !has(zone)) {
            return null;
        }
        ClockChange start = phoneForm(saving.start());
        ClockChange end = phoneForm(saving.end());
        return start == null || end == null ? null : new DaylightSaving(saving.minutes(), start, end);
    }

    /** The ids and the links of the zones that the phones can have without a shortcoming, sorted. */
    public List<String> names() {
        TimeZoneTable table = TimeZoneTable.get();
        return table.names().stream()
                .filter(name -> {
                    IanaZone zone = table.find(name);
                    return zone != null && has(zone) && shortcoming(zone) == null;
                })
                .toList();
    }
}
