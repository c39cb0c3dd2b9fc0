import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneOffsetTransitionRule.TimeDefinition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import sun.util.calendar.ZoneInfoFile;

/**
 * Writes the table of all IANA time zones from the tzdata of the running JDK. The build runs it as a source file:
 *
 * <pre>java --add-exports java.base/sun.util.calendar=ALL-UNNAMED src/build/TimeZoneTableWriter.java FILE</pre>
 *
 * <p>The first line has the version of tzdata and the years that the rules hold for. Each further line is one zone, with
 * tabs between its fields: id; standard offset in seconds; {@code -} without daylight saving, {@code irregular}, or its
 * minutes with start and end; the two names; the links. A start or an end is {@code month:day:weekday:minute}: the first
 * such weekday (1 is Monday) on or after that day, or the last one of the month for -1; the minute is of the wall clock
 * before the change, and 1440 is the end of the day.
 */
final class TimeZoneTableWriter {
    private static final int FIRST_YEAR = 2026;
    private static final int LAST_YEAR = 2030;
    private static final int MINUTES_OF_DAY = 1440;
    private static final int DAYS_OF_WEEK = 7;
    /** Names of POSIX zones; the JDK has others, such as {@code GMT+03:00}. */
    private static final String POSIX_NAME = "[A-Z]{3,5}";

    /** A change of the clock; see the class comment. */
    private record Change(Month month, int day, DayOfWeek weekday, int minute) {
        LocalDateTime at(int year) {
            LocalDate first = LocalDate.of(year, month, 1);
            LocalDate date = day < 0
                    ? first.with(TemporalAdjusters.lastInMonth(weekday))
                    : first.withDayOfMonth(day).with(TemporalAdjusters.nextOrSame(weekday));
            return date.atStartOfDay().plusMinutes(minute);
        }

        @Override
        public String toString() {
            return month.getValue() + ":" + day + ":" + weekday.getValue() + ":" + minute;
        }
    }

    private TimeZoneTableWriter() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> aliases = ZoneInfoFile.getAliasMap();
        Map<String, TreeSet<String>> links = new TreeMap<>();
        for (String id : ZoneId.getAvailableZoneIds()) {
            if (!id.startsWith("SystemV/")) {
                String target = id;
                while (aliases.containsKey(target)) {
                    target = aliases.get(target);
                }
                TreeSet<String> names = links.computeIfAbsent(target, zone -> new TreeSet<>());
                if (!target.equals(id)) {
                    names.add(id);
                }
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("tzdata " + ZoneRulesProvider.getVersions("UTC").lastKey() + ", " + FIRST_YEAR + " to " + LAST_YEAR);
        links.forEach((id, names) -> lines.add(id + "\t" + clock(ZoneId.of(id).getRules()) + "\t" + zoneNames(id) + "\t"
                + String.join(" ", names)));
        Path file = Path.of(arguments[0]);
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    /** The offset and the daylight saving of a zone. */
    private static String clock(ZoneRules rules) {
        Instant from = start(FIRST_YEAR);
        List<ZoneOffsetTransition> transitions = new ArrayList<>();
        for (ZoneOffsetTransition next = rules.nextTransition(from);
                next != null && next.getInstant().isBefore(start(LAST_YEAR + 1));
                next = rules.nextTransition(next.getInstant())) {
            transitions.add(next);
        }
        if (transitions.isEmpty()) {
            return rules.getOffset(from).getTotalSeconds() + "\t-";
        }
        String regular = regular(rules, transitions);
        return regular == null ? usualOffset(rules) + "\tirregular" : regular;
    }

    /** The rule of a zone with one start and one end in each year; null if it has no such rule. */
    private static String regular(ZoneRules rules, List<ZoneOffsetTransition> transitions) {
        Change start = null;
        Change end = null;
        for (ZoneOffsetTransitionRule rule : rules.getTransitionRules()) {
            boolean forward = rule.getOffsetAfter().getTotalSeconds() > rule.getOffsetBefore().getTotalSeconds();
            if ((forward ? start : end) != null || change(rule) == null) {
                return null;
            }
            start = forward ? change(rule) : start;
            end = forward ? end : change(rule);
        }
        if (start == null || end == null) {
            return null;
        }
        int standard = Math.min(
                transitions.get(0).getOffsetBefore().getTotalSeconds(),
                transitions.get(0).getOffsetAfter().getTotalSeconds());
        int saving = Math.abs((int) transitions.get(0).getDuration().toMinutes());
        List<String> expected = new ArrayList<>();
        for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
            expected.add(start.at(year) + " " + standard + " " + saving);
            expected.add(end.at(year) + " " + (standard + saving * 60) + " " + -saving);
        }
        List<String> found = new ArrayList<>();
        for (ZoneOffsetTransition one : transitions) {
            found.add(one.getDateTimeBefore() + " " + one.getOffsetBefore().getTotalSeconds() + " "
                    + one.getDuration().toMinutes());
        }
        expected.sort(null);
        found.sort(null);
        return expected.equals(found) ? standard + "\t" + saving + " " + start + " " + end : null;
    }

    /** A rule in terms of the wall clock; null if it has none. */
    private static Change change(ZoneOffsetTransitionRule rule) {
        if (rule.getDayOfWeek() == null) {
            return null;
        }
        int minute = rule.isMidnightEndOfDay() ? MINUTES_OF_DAY : rule.getLocalTime().toSecondOfDay() / 60;
        int before = rule.getOffsetBefore().getTotalSeconds() / 60;
        int standard = rule.getStandardOffset().getTotalSeconds() / 60;
        minute += rule.getTimeDefinition() == TimeDefinition.UTC
                ? before
                : rule.getTimeDefinition() == TimeDefinition.STANDARD ? before - standard : 0;
        int day = rule.getDayOfMonthIndicator();
        int length = rule.getMonth().minLength();
        if (day < -1) {
            day = length + day + 1 - (DAYS_OF_WEEK - 1);
        }
        int days = Math.floorDiv(minute, MINUTES_OF_DAY);
        if (minute == MINUTES_OF_DAY || days == 0) {
            return new Change(rule.getMonth(), lastWeek(day, length, rule), rule.getDayOfWeek(), minute);
        }
        day = (day < 0 ? length - DAYS_OF_WEEK + 1 : day) + days;
        return rule.getMonth() == Month.FEBRUARY || day < 1 || day > length - DAYS_OF_WEEK + 1
                ? null
                : new Change(
                        rule.getMonth(),
                        lastWeek(day, length, rule),
                        rule.getDayOfWeek().plus(days),
                        minute - days * MINUTES_OF_DAY);
    }

    /** -1 for the first day of the last seven of a month; else the day. */
    private static int lastWeek(int day, int length, ZoneOffsetTransitionRule rule) {
        return rule.getMonth() != Month.FEBRUARY && day == length - DAYS_OF_WEEK + 1 ? -1 : day;
    }

    /** The offset that holds on most days. */
    private static int usualOffset(ZoneRules rules) {
        Map<Integer, Integer> days = new HashMap<>();
        for (Instant time = start(FIRST_YEAR); time.isBefore(start(LAST_YEAR + 1)); time = time.plusSeconds(86_400)) {
            days.merge(rules.getOffset(time).getTotalSeconds(), 1, Integer::sum);
        }
        return days.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }

    private static Instant start(int year) {
        return LocalDate.of(year, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** The names of standard time and of daylight saving time, as POSIX allows them. */
    private static String zoneNames(String id) {
        TimeZone zone = TimeZone.getTimeZone(id);
        String standard = zone.getDisplayName(false, TimeZone.SHORT, Locale.ENGLISH);
        String daylight = zone.getDisplayName(true, TimeZone.SHORT, Locale.ENGLISH);
        return (standard.matches(POSIX_NAME) ? standard : "LCL") + " "
                + (daylight.matches(POSIX_NAME) && !daylight.equals(standard) ? daylight : "LDT");
    }
}
