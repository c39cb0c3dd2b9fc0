package dev.lineman;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a phone makes of the parameters for its time zone, as its vendor documents them. Shares nothing with the program.
 */
final class ZoneReader {
    private static final Pattern CISCO_RULE = Pattern.compile("start=(\\S+);end=(\\S+);save=(\\d+)(?::(\\d+))?");
    private static final Pattern POSIX = Pattern.compile(
            "[A-Z]{3,5}([+-][\\d:]+)(?:[A-Z]{3,5}([+-][\\d:]+),M(\\d+\\.\\d\\.\\d/\\d\\d:\\d\\d):00,M(\\d+\\.\\d\\.\\d/\\d\\d:\\d\\d):00)?");
    private static final int LAST = 5;

    /** A change of the wall clock in each year, by its rule. */
    private interface Rule {
        LocalDate date(int year);
    }

    private record Change(Rule rule, int minute) {}

    /** A clock: seconds east of UTC and, with daylight saving time, its minutes, start and end. */
    record Clock(int offset, int saving, List<Change> changes) {
        /** Each change: the time on the wall clock before it, the offset before it and the offset after it. */
        Set<String> changes(int firstYear, int lastYear) {
            Set<String> told = new TreeSet<>();
            for (int year = firstYear; year <= lastYear && !changes.isEmpty(); year++) {
                int summer = offset + saving * 60;
                told.add(at(changes.get(0), year) + " " + offset + " " + summer);
                told.add(at(changes.get(1), year) + " " + summer + " " + offset);
            }
            return told;
        }

        private static String at(Change change, int year) {
            return change.rule()
                    .date(year)
                    .atStartOfDay()
                    .plusMinutes(change.minute())
                    .toString();
        }
    }

    private ZoneReader() {}

    /** Yealink: the time zone in hours; month, week (5 is the last), day of the week (1 is Monday) and hour. */
    static Clock yealink(Map<String, String> file) {
        int offset = hours(get(file, "local_time.time_zone"), 1);
        if (get(file, "local_time.summer_time").equals("0")) {
            return new Clock(offset, 0, List.of());
        }
        assertThat(file).containsEntry("local_time.dst_time_type", "1");
        List<Change> changes = new ArrayList<>();
        for (String name : List.of("local_time.start_time", "local_time.end_time")) {
            int[] parts = numbers(get(file, name), "/");
            changes.add(new Change(week(parts[0], parts[1], DayOfWeek.of(parts[2])), hour(parts[3], 23) * 60));
        }
        return new Clock(offset, number(file, "local_time.offset_time"), changes);
    }

    /** Poly: day 1, 8, 15, 22 for the first to the fourth day of the week (1 is Sunday), unless it is the last. */
    static Clock poly(Map<String, String> file) {
        int offset = number(file, "tcpIpApp.sntp.gmtOffset");
        String dst = "tcpIpApp.sntp.daylightSavings.";
        if (get(file, dst + "enable").equals("0")) {
            return new Clock(offset, 0, List.of());
        }
        assertThat(file).containsEntry(dst + "fixedDayEnable", "0");
        List<Change> changes = new ArrayList<>();
        for (String which : List.of("start", "stop")) {
            String name = dst + which + '.';
            int date = number(file, name + "date");
            assertThat(date).isIn(1, 8, 15, 22);
            int week = get(file, name + "dayOfWeek.lastInMonth").equals("1") ? LAST : (date - 1) / 7 + 1;
            DayOfWeek day = DayOfWeek.SUNDAY.plus(number(file, name + "dayOfWeek") - 1);
            changes.add(new Change(
                    week(number(file, name + "month"), week, day), hour(number(file, name + "time"), 23) * 60));
        }
        return new Clock(offset, 60, changes);
    }

    /** Fanvil: quarters of an hour; month, week (5 is the last), day of the week (0 is Sunday) and hour. */
    static Clock fanvil(Map<String, String> file) {
        String date = file.keySet().stream()
                .filter(name -> name.endsWith("/TimeZone"))
                .map(name -> name.replaceFirst("TimeZone$", ""))
                .findFirst()
                .orElseThrow();
        int offset = number(file, date + "TimeZone") * 15 * 60;
        String name = get(file, date + "TimeZoneName");
        assertThat(name.equals("UCT") ? 0 : hours(name.replace("UTC", ""), 1)).isEqualTo(offset);
        if (get(file, date + "EnableDST").equals("0")) {
            return new Clock(offset, 0, List.of());
        }
        List<Change> changes = new ArrayList<>();
        for (String which : List.of("DSTStart", "DSTEnd")) {
            DayOfWeek day = DayOfWeek.SUNDAY.plus(number(file, date + which + "Wday"));
            changes.add(new Change(
                    week(number(file, date + which + "Mon"), number(file, date + which + "Week"), day),
                    hour(number(file, date + which + "Hour"), 23) * 60));
        }
        return new Clock(offset, number(file, date + "DSTMinOffset"), changes);
    }

    /** Panasonic: the week (5 is the last), the day of the week (0 is Sunday), and minutes after midnight. */
    static Clock panasonic(Map<String, String> file) {
        int offset = number(file, "TIME_ZONE") * 60;
        if (get(file, "DST_ENABLE").equals("N")) {
            return new Clock(offset, 0, List.of());
        }
        List<Change> changes = new ArrayList<>();
        for (String which : List.of("DST_START_", "DST_STOP_")) {
            DayOfWeek day = DayOfWeek.SUNDAY.plus(number(file, which + "DAY_OF_WEEK"));
            int time = number(file, which + "TIME");
            assertThat(time).isBetween(0, 1439);
            changes.add(
                    new Change(week(number(file, which + "MONTH"), number(file, which + "ORDINAL_DAY"), day), time));
        }
        return new Clock(offset, number(file, "DST_OFFSET"), changes);
    }

    /** Cisco: month, day, day of the week (1 is Monday) on or after the day, or the last one for -1; time. */
    static Clock cisco(Map<String, String> file) {
        String zone = get(file, "Time_Zone").replaceFirst("GMT", "");
        int offset = zone.isEmpty() ? 0 : hours(zone, 1);
        assertThat(zone).isNotEqualTo("+00:00");
        if (get(file, "Daylight_Saving_Time_Enable").equals("No")) {
            return new Clock(offset, 0, List.of());
        }
        return cisco(offset, get(file, "Daylight_Saving_Time_Rule"));
    }

    /** An adapter of Cisco: a code that begins with the offset in hours, and a rule as in a phone, or none. */
    static Clock ciscoAdapter(Map<String, String> file) {
        String path = "router-configuration/Time_Setup/";
        String[] code = get(file, path + "Time_Zone").split(" ", -1);
        assertThat(code).hasSize(3);
        int offset = (int) (Double.parseDouble(code[0]) * 3600);
        String rule = get(file, path + "Daylight_Saving_Time_Rule");
        assertThat(get(file, path + "Auto_Adjust_Clock")).isEqualTo(rule.isEmpty() ? "0" : "1");
        return rule.isEmpty() ? new Clock(offset, 0, List.of()) : cisco(offset, rule);
    }

    private static Clock cisco(int offset, String text) {
        Matcher rule = CISCO_RULE.matcher(text);
        assertThat(rule.matches()).as(text).isTrue();
        List<Change> changes = new ArrayList<>();
        for (int group = 1; group <= 2; group++) {
            int[] parts = numbers(rule.group(group), "[/:]");
            DayOfWeek day = DayOfWeek.of(parts[2]);
            changes.add(new Change(
                    parts[1] == -1 ? week(parts[0], LAST, day) : onOrAfter(parts[0], parts[1], day),
                    hour(parts[3], 23) * 60 + parts[4]));
        }
        int minutes = rule.group(4) == null ? 0 : Integer.parseInt(rule.group(4));
        return new Clock(offset, Integer.parseInt(rule.group(3)) * 60 + minutes, changes);
    }

    /** Grandstream: POSIX, positive in the west; month, week (5 is the last), day of the week (0 is Sunday) and time. */
    static Clock grandstream(Map<String, String> file) {
        boolean named = file.containsKey("dateTime.timezone");
        assertThat(file).containsEntry(named ? "dateTime.timezone" : "P64", "customize");
        String text = get(file, named ? "dateTime.timezone.custom" : "P246");
        Matcher zone = POSIX.matcher(text);
        assertThat(zone.matches()).as(text).isTrue();
        int offset = hours(zone.group(1), -1);
        if (zone.group(2) == null) {
            return new Clock(offset, 0, List.of());
        }
        List<Change> changes = new ArrayList<>();
        for (int group = 3; group <= 4; group++) {
            int[] parts = numbers(zone.group(group), "[./:]");
            changes.add(new Change(
                    week(parts[0], parts[1], DayOfWeek.SUNDAY.plus(parts[2])), hour(parts[3], 24) * 60 + parts[4]));
        }
        return new Clock(offset, (hours(zone.group(2), -1) - offset) / 60, changes);
    }

    /** Snom: seconds; month, week (5 is the last), day of the week (1 is Monday) and time. Null for a code of snom's. */
    static @Nullable Clock snom(Map<String, String> file) {
        if (!get(file, "timezone").isEmpty()) {
            return null;
        }
        int offset = number(file, "utc_offset");
        String dst = get(file, "dst");
        if (dst.isEmpty()) {
            return new Clock(offset, 0, List.of());
        }
        assertThat(dst).matches("\\d+( \\d\\d\\.0[1-5]\\.0[1-7] \\d\\d:\\d\\d:00){2}");
        String[] words = dst.split(" ", -1);
        List<Change> changes = new ArrayList<>();
        for (int word = 1; word < words.length; word += 2) {
            int[] date = numbers(words[word], "\\.");
            int[] time = numbers(words[word + 1], ":");
            changes.add(new Change(week(date[0], date[1], DayOfWeek.of(date[2])), hour(time[0], 23) * 60 + time[1]));
        }
        return new Clock(offset, Integer.parseInt(words[0]) / 60, changes);
    }

    private static Rule week(int month, int week, DayOfWeek day) {
        return year ->
                LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(week == LAST ? -1 : week, day));
    }

    private static Rule onOrAfter(int month, int date, DayOfWeek day) {
        return year -> LocalDate.of(year, month, date).with(TemporalAdjusters.nextOrSame(day));
    }

    private static int hour(int hour, int most) {
        assertThat(hour).isBetween(0, most);
        return hour;
    }

    /** An offset such as 0, +5:30 or -8; the sign is +1 where east of Greenwich is positive. */
    private static int hours(String told, int sign) {
        int[] parts = numbers(told.replaceFirst("^[+-]", ""), ":");
        int seconds = parts[0] * 3600 + (parts.length > 1 ? parts[1] * 60 : 0);
        return sign * (told.startsWith("-") ? -seconds : seconds);
    }

    private static int[] numbers(String text, String separator) {
        return Pattern.compile(separator)
                .splitAsStream(text)
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static int number(Map<String, String> file, String name) {
        return Integer.parseInt(get(file, name));
    }

    private static String get(Map<String, String> file, String name) {
        return Objects.requireNonNull(file.get(name), name);
    }
}
