package dev.lineman.template.zone;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A time zone of the {@link TimeZoneTable}. What it says holds for the years of the table. Immutable.
 *
 * @param id such as {@code Europe/Berlin}
 * @param offsetSeconds of standard time from UTC, positive in the east; of an irregular zone, that of most days
 * @param daylightSaving null if there is none, or if its changes follow no yearly rule
 * @param isRegular whether the offset and the daylight saving time say all
 * @param standardName of three to five letters, as POSIX allows it
 * @param daylightName the same for daylight saving time
 * @param links further ids of the zone
 */
public record IanaZone(
        String id,
        int offsetSeconds,
        @Nullable DaylightSaving daylightSaving,
        boolean isRegular,
        String standardName,
        String daylightName,
        List<String> links) {
    private static final int SECONDS_OF_HOUR = 3600;
    private static final int SECONDS_OF_MINUTE = 60;
    private static final int LAST_WEEK = 5;
    private static final int DAYS_OF_WEEK = 7;
    /** The least number of two digits. */
    private static final int TWO_DIGITS = 10;

    public IanaZone {
        links = List.copyOf(links);
    }

    /** The id and the links. */
    public List<String> names() {
        return Stream.concat(Stream.of(id), links.stream()).toList();
    }

    /** The offset of standard time, such as {@code +05:45}. */
    public String offset() {
        int seconds = Math.abs(offsetSeconds);
        return (offsetSeconds < 0 ? "-" : "+")
                + twoDigits(seconds / SECONDS_OF_HOUR)
                + ":"
                + twoDigits(seconds % SECONDS_OF_HOUR / SECONDS_OF_MINUTE);
    }

    /** The offset in seconds at a time in UTC. */
    int offsetAt(LocalDateTime utc) {
        if (daylightSaving == null) {
            return offsetSeconds;
        }
        int saving = daylightSaving.minutes() * SECONDS_OF_MINUTE;
        LocalDateTime start = daylightSaving.start().in(utc.getYear()).minusSeconds(offsetSeconds);
        LocalDateTime end = daylightSaving.end().in(utc.getYear()).minusSeconds(offsetSeconds + saving);
        boolean summer = start.isBefore(end)
                ? !utc.isBefore(start) && utc.isBefore(end)
                : !utc.isBefore(start) || utc.isBefore(end);
        return summer ? offsetSeconds + saving : offsetSeconds;
    }

    /**
     * The zone as the environment variable TZ of POSIX.1-2017 (section 8.3) has it; null if it cannot. There, a change is
     * in a week of a month, at 00:00 to 24:00.
     */
    public @Nullable String posix() {
        String standard = standardName + posixOffset(offsetSeconds);
        if (daylightSaving == null) {
            return isRegular ? standard : null;
        }
        List<String> changes = new ArrayList<>();
        for (ClockChange change : List.of(daylightSaving.start(), daylightSaving.end())) {
            ClockChange inWeek = change.week() == 0 ? change.atEndOfDayBefore() : change;
            if (inWeek == null || inWeek.week() == 0) {
                return null;
            }
            changes.add("M" + inWeek.month().getValue() + "."
                    + (inWeek.week() == ClockChange.LAST ? LAST_WEEK : inWeek.week())
                    + "." + inWeek.weekday().getValue() % DAYS_OF_WEEK
                    + "/" + twoDigits(inWeek.hour()) + ":" + twoDigits(inWeek.minuteOfHour()) + ":00");
        }
        return standard + daylightName + posixOffset(offsetSeconds + daylightSaving.minutes() * SECONDS_OF_MINUTE) + ","
                + String.join(",", changes);
    }

    /** An offset with its sign, which is positive in the west. */
    private static String posixOffset(int offsetSeconds) {
        int seconds = Math.abs(offsetSeconds);
        int minutes = seconds % SECONDS_OF_HOUR / SECONDS_OF_MINUTE;
        return (offsetSeconds > 0 ? "-" : "+")
                + seconds / SECONDS_OF_HOUR
                + (minutes == 0 ? "" : ":" + twoDigits(minutes));
    }

    private static String twoDigits(int number) {
        return number < TWO_DIGITS ? "0" + number : Integer.toString(number);
    }
}
