package dev.lineman;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.data.Index;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the templates tell phones of a time zone is what the zone does this year. */
class TimeZonesTest {
    private static final int YEAR = 2026;
    private static final Pattern OPTION =
            Pattern.compile("<option value=\"([A-Za-z]+(?:/[A-Za-z_]+)+|UTC)\">(.*?)</option>");
    private static final Pattern ITEM = Pattern.compile("<item name=\"(\\w+)\">(.*?)</item>");
    private static final Pattern CISCO_CHANGE =
            Pattern.compile("start=(\\d+)/(-?\\d+)/7/(\\d+):0:0;end=(\\d+)/(-?\\d+)/7/(\\d+):0:0;save=1");

    private static final Pattern POSIX = Pattern.compile(
            "[A-Z]{3,5}([+-][\\d:]+)(?:[A-Z]{3,5}([+-][\\d:]+),M(\\d+)\\.(\\d)\\.0/(\\d+):00:00,M(\\d+)\\.(\\d)\\.0/(\\d+):00:00)?");

    /** A change of the clocks on a Sunday at a full hour by the clock on the wall; week -1 is the month's last. */
    private record Change(int month, int week, int hour) {
        LocalDateTime at() {
            LocalDate first = LocalDate.of(YEAR, month, 1);
            return first.with(TemporalAdjusters.dayOfWeekInMonth(week, DayOfWeek.SUNDAY))
                    .atTime(hour, 0);
        }
    }

    /** Standard time and, where there is daylight saving, its start and end. */
    private record Told(ZoneOffset offset, List<Change> changes) {}

    /** The ways in which vendors tell it. */
    enum Vendor {
        MPP8800("cisco/mpp8800.xml"),
        SPA("cisco/spa.xml"),
        POLY("poly/poly.xml"),
        FANVIL("fanvil/fanvil.xml"),
        YEALINK("yealink/yealink-t.xml"),
        W70B("yealink/yealink-w70b.xml"),
        GRP("grandstream/grandstream-grp26xx.xml"),
        GXP("grandstream/grandstream-gxp21xx.xml");

        private final String template;

        Vendor(String template) {
            this.template = template;
        }

        private Told told(Map<String, String> items) {
            return switch (this) {
                case MPP8800, SPA -> cisco(items);
                case POLY ->
                    new Told(
                            ZoneOffset.ofTotalSeconds(Integer.parseInt(items.get("gmt_offset"))),
                            items.get("dst_enabled").equals("0")
                                    ? List.of()
                                    : List.of(poly(items, "dst_start"), poly(items, "dst_stop")));
                case FANVIL ->
                    new Told(
                            ZoneOffset.ofTotalSeconds(Integer.parseInt(items.get("time_zone")) * 15 * 60),
                            items.get("dst_enabled").equals("0")
                                    ? List.of()
                                    : List.of(fanvil(items, "dst_start"), fanvil(items, "dst_end")));
                case YEALINK, W70B ->
                    new Told(
                            hours(items.get("time_zone"), 1),
                            items.get("summer_time").equals("0")
                                    ? List.of()
                                    : List.of(yealink(items.get("dst_start")), yealink(items.get("dst_end"))));
                case GRP, GXP -> posix(items.get("time_zone"));
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyZoneChangesItsClocksWhenThePhoneIsTold(Vendor vendor) throws IOException {
        Map<String, Told> zones = new TreeMap<>();
        Matcher option = OPTION.matcher(Files.readString(Path.of("templates/phones", vendor.template)));
        while (option.find()) {
            Map<String, String> items = ITEM.matcher(option.group(2))
                    .results()
                    .collect(Collectors.toMap(item -> item.group(1), item -> item.group(2)));
            zones.put(option.group(1), vendor.told(items));
        }
        assertThat(zones).hasSizeGreaterThan(40);
        zones.forEach((zone, told) -> assertThat(told(zone)).as(zone).isEqualTo(times(told)));
    }

    /** What a zone does in the year: its standard time, and when, by the clock on the wall, daylight saving starts and ends. */
    private static List<String> told(String zone) {
        ZoneRules rules = ZoneId.of(zone).getRules();
        Instant time = LocalDate.of(YEAR, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
        List<String> told = new ArrayList<>();
        ZoneOffset least = rules.getOffset(time);
        while (true) {
            ZoneOffsetTransition next = rules.nextTransition(time);
            if (next == null || next.getDateTimeBefore().getYear() > YEAR) {
                break;
            }
            told.add(next.getDateTimeBefore() + (next.isGap() ? " starts" : " ends"));
            least = least.getTotalSeconds() < next.getOffsetAfter().getTotalSeconds() ? least : next.getOffsetAfter();
            time = next.getInstant();
        }
        told.add(0, least.toString());
        return told;
    }

    private static List<String> times(Told told) {
        List<String> times = new ArrayList<>();
        for (int i = 0; i < told.changes().size(); i++) {
            times.add(told.changes().get(i).at() + (i == 0 ? " starts" : " ends"));
        }
        times.sort(null);
        times.add(0, told.offset().toString());
        return times;
    }

    private static Told cisco(Map<String, String> items) {
        ZoneOffset offset = ZoneOffset.of(items.get("time_zone").replace("GMT", ""));
        String rule = items.get("dst_rule");
        if (rule.isEmpty()) {
            return new Told(offset, List.of());
        }
        Matcher change = CISCO_CHANGE.matcher(rule);
        assertThat(change.matches()).as(rule).isTrue();
        return new Told(
                offset,
                List.of(
                        new Change(number(change, 1), ciscoWeek(number(change, 2)), number(change, 3)),
                        new Change(number(change, 4), ciscoWeek(number(change, 5)), number(change, 6))));
    }

    /** A Sunday on or after a day of the month, or the last of it. */
    private static int ciscoWeek(int day) {
        return day < 0 ? day : (day - 1) / 7 + 1;
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static Change poly(Map<String, String> items, String when) {
        int date = Integer.parseInt(items.get(when + "_date"));
        return new Change(
                Integer.parseInt(items.get(when + "_month")),
                items.get(when + "_last").equals("1") ? -1 : (date - 1) / 7 + 1,
                Integer.parseInt(items.get(when + "_hour")));
    }

    private static Change fanvil(Map<String, String> items, String when) {
        int week = Integer.parseInt(items.get(when + "_week"));
        return new Change(
                Integer.parseInt(items.get(when + "_month")),
                week == 5 ? -1 : week,
                Integer.parseInt(items.get(when + "_hour")));
    }

    /** Month, week (5 is the last), day of the week (7 is Sunday) and hour. */
    private static Change yealink(String told) {
        String[] parts = told.split("/", -1);
        assertThat(parts).hasSize(4).contains("7", Index.atIndex(2));
        return new Change(Integer.parseInt(parts[0]), week(parts[1]), Integer.parseInt(parts[3]));
    }

    /** A zone as POSIX writes it, west of Greenwich positive. */
    private static Told posix(String told) {
        Matcher zone = POSIX.matcher(told);
        assertThat(zone.matches()).as(told).isTrue();
        ZoneOffset offset = hours(zone.group(1), -1);
        if (zone.group(2) == null) {
            return new Told(offset, List.of());
        }
        assertThat(hours(zone.group(2), -1).getTotalSeconds()).as(told).isEqualTo(offset.getTotalSeconds() + 3600);
        return new Told(
                offset,
                List.of(
                        new Change(number(zone, 3), week(zone.group(4)), number(zone, 5)),
                        new Change(number(zone, 6), week(zone.group(7)), number(zone, 8))));
    }

    private static int week(String told) {
        return told.equals("5") ? -1 : Integer.parseInt(told);
    }

    /** An offset such as 0, +5:30 or -8; the sign is +1 where east of Greenwich is positive. */
    private static ZoneOffset hours(String told, int sign) {
        String[] parts = told.replaceFirst("^[+-]", "").split(":", -1);
        int seconds = Integer.parseInt(parts[0]) * 3600 + (parts.length > 1 ? Integer.parseInt(parts[1]) * 60 : 0);
        return ZoneOffset.ofTotalSeconds(sign * (told.startsWith("-") ? -seconds : seconds));
    }
}
