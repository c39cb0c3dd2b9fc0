package dev.lineman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.command.CommandResult;
import dev.lineman.command.OneShotCommands;
import dev.lineman.fs.FileMode;
import dev.lineman.phonefile.PhoneFileReader;
import dev.lineman.problem.Problem;
import dev.lineman.template.zone.ClockChange;
import dev.lineman.template.zone.DaylightSaving;
import dev.lineman.template.zone.IanaZone;
import dev.lineman.template.zone.TimeZoneTable;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What phones are told of each time zone is what the zone does from 2026 to 2030. */
class TimeZonesTest {
    private static final Pattern REFUSED = Pattern.compile("'([^']+)' is no value of option 'timezone' .*");
    private static final Pattern CODE = Pattern.compile("[A-Z]{3}\\d?([+-]\\d+(?:\\.\\d+)?)");
    private static final String IRREGULAR = "Africa/Casablanca Africa/El_Aaiun";
    /** Clocks that change on the days after a date, and not in the same week of each year. */
    private static final String NO_WEEK = "America/Nuuk America/Scoresbysund Asia/Gaza Asia/Hebron Asia/Jerusalem";

    @TempDir
    Path root;

    /** The models with each template, what they cannot have, and how they are told. */
    enum Vendor {
        YEALINK_T("Yealink T54W", "%s.cfg", weeks("Pacific/Chatham Etc/GMT+12")),
        YEALINK_W("Yealink W70B", "%s.cfg", weeks("Pacific/Chatham Etc/GMT+12")),
        POLY("Poly VVX 411", "%s-settings.cfg", weeks("Pacific/Chatham Australia/Lord_Howe Antarctica/Troll")),
        MPP8800("Cisco 8851", "%s.xml", offsets("")),
        SPA("Cisco SPA504G", "spa%s.xml", offsets("Asia/Kabul Etc/GMT-14 Pacific/Kiritimati")),
        FANVIL("Fanvil X6U", "%s.cfg", weeks("Pacific/Chatham Antarctica/Troll")),
        GRP("Grandstream GRP2614", "cfg%s.xml", IRREGULAR + " " + NO_WEEK),
        GXP("Grandstream GXP2170", "cfg%s.xml", IRREGULAR + " " + NO_WEEK),
        SNOM_D("Snom D785", "%S.xml", weeks("").replace("Asia/Jerusalem", "")),
        SNOM_3("Snom 370", "%S.xml", weeks(""));

        private final String model;
        private final String file;
        private final String impossible;

        Vendor(String model, String file, String impossible) {
            this.model = model;
            this.file = file;
            this.impossible = impossible;
        }

        private Set<String> impossible() {
            return new TreeSet<>(List.of(impossible.strip().split("\\s+", -1)));
        }

        /** What a phone makes of its file; null if only its firmware knows. */
        private ZoneReader.@Nullable Clock read(Map<String, String> parameters) {
            return switch (this) {
                case YEALINK_T, YEALINK_W -> ZoneReader.yealink(parameters);
                case POLY -> ZoneReader.poly(parameters);
                case MPP8800, SPA -> ZoneReader.cisco(parameters);
                case FANVIL -> ZoneReader.fanvil(parameters);
                case GRP, GXP -> ZoneReader.grandstream(parameters);
                case SNOM_D, SNOM_3 -> ZoneReader.snom(parameters);
            };
        }

        /** What phones cannot have that know weeks, and no end of a day. */
        private static String weeks(String further) {
            return IRREGULAR + " " + NO_WEEK + " Africa/Cairo America/Santiago " + further;
        }

        /** What a Cisco cannot have: these offsets are not in its list. */
        private static String offsets(String further) {
            return IRREGULAR + " Australia/Eucla Australia/Lord_Howe Pacific/Chatham Pacific/Marquesas " + further;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyZoneChangesItsClocksWhenThePhoneIsTold(Vendor vendor) throws Exception {
        ProjectTemplates.copyTo(root);
        Map<String, IanaZone> zones = new LinkedHashMap<>();
        StringBuilder people = new StringBuilder();
        for (IanaZone zone : TimeZoneTable.get().zones()) {
            int number = 1000 + zones.size();
            String mac = String.format("0004130%05x", number);
            zones.put(mac, zone);
            people.append("""
                    - extension: %d
                      first_name: A
                      last_name: B
                      auth_id: a
                      auth_password: p
                      phone: {mac: "%s", model: %s, options: {timezone: %s}}
                    """.formatted(number, mac, vendor.model, zone.id()));
        }
        Files.createDirectories(root.resolve("extensions.d"));
        Files.writeString(root.resolve("extensions.d/people.yaml"), people);
        Files.writeString(
                root.resolve("extensions.d/_defaults.yaml"),
                "pbx_ip: 10.0.0.1\nprovisioning_url: http://10.0.0.1/provisioning\nvars: {admin_password: A1b2c3d4}\n");
        Set<String> refused = new TreeSet<>();
        for (Problem problem : render().problems()) {
            Matcher found = REFUSED.matcher(problem.message());
            if (found.matches()) {
                refused.add(found.group(1));
                assertThat(problem.message()).containsPattern(": .+; the nearest is '.+'$");
            } else {
                assertThat(problem.toString()).contains("every client that knows a MAC");
            }
        }
        for (Map.Entry<String, IanaZone> each : zones.entrySet()) {
            IanaZone zone = each.getValue();
            if (!refused.contains(zone.id())) {
                Path file = root.resolve("out/provisioning/" + String.format(vendor.file, each.getKey()));
                Map<String, String> parameters = PhoneFileReader.byName(PhoneFileReader.read(file));
                ZoneReader.Clock clock = vendor.read(parameters);
                if (clock == null) {
                    assertThat(codeOffset(parameters)).as(zone.id()).isEqualTo(zone.offsetSeconds());
                } else {
                    assertThat(clock.offset()).as(zone.id()).isEqualTo(zone.offsetSeconds());
                    assertThat(clock.changes(TimeZoneTable.FIRST_YEAR, TimeZoneTable.LAST_YEAR))
                            .as(zone.id())
                            .isEqualTo(changes(zone));
                }
            }
        }
        assertThat(refused).isEqualTo(vendor.impossible());
    }

    /** The standard offset that a code of snom's has in its name: AUS+9.5. */
    private static int codeOffset(Map<String, String> parameters) {
        Matcher code = CODE.matcher(parameters.get("timezone"));
        assertThat(code.matches()).as(parameters.get("timezone")).isTrue();
        return (int) Math.round(Double.parseDouble(code.group(1)) * 3600);
    }

    private CommandResult render() throws Exception {
        return OneShotCommands.render(
                new Settings(root, root.resolve("secrets.yaml"), FileMode.DEFAULT, Duration.ZERO, RemovalLimit.DEFAULT),
                new RuntimeContext(InstantSource.system(), System::nanoTime, Map.of()),
                "");
    }

    @Test
    void theTableIsThatOfTheJdk() throws IOException {
        TimeZoneTable table = TimeZoneTable.get();
        String version = ZoneRulesProvider.getVersions("UTC").lastKey();
        assumeTrue(
                version.equals(table.version()),
                "the table has tzdata " + table.version() + ", and this Java has " + version);
        List<String> missing = new ArrayList<>(ZoneId.getAvailableZoneIds());
        missing.removeIf(id -> id.startsWith("SystemV/") || table.find(id) != null);
        assertThat(missing).isEmpty();
        for (String name : table.names()) {
            IanaZone zone = table.find(name);
            ZoneRules rules = ZoneId.of(name).getRules();
            if (zone.isRegular()) {
                assertThat(changes(zone)).as(name).isEqualTo(changes(rules));
                assertThat(zone.offsetSeconds()).as(name).isEqualTo(standardOffset(rules));
            } else {
                assertThat(changes(rules)).as(name).isNotEmpty();
            }
        }
    }

    /** The least offset of a zone in the first year. */
    private static int standardOffset(ZoneRules rules) {
        int least = Integer.MAX_VALUE;
        for (int month = 1; month <= 12; month++) {
            Instant time = LocalDate.of(TimeZoneTable.FIRST_YEAR, month, 15)
                    .atStartOfDay()
                    .toInstant(ZoneOffset.UTC);
            least = Math.min(least, rules.getOffset(time).getTotalSeconds());
        }
        return least;
    }

    private static Set<String> changes(ZoneRules rules) {
        Set<String> changes = new TreeSet<>();
        ZoneOffsetTransition next = rules.nextTransition(start(TimeZoneTable.FIRST_YEAR));
        while (next != null && next.getInstant().isBefore(start(TimeZoneTable.LAST_YEAR + 1))) {
            changes.add(next.getDateTimeBefore() + " " + next.getOffsetBefore().getTotalSeconds() + " "
                    + next.getOffsetAfter().getTotalSeconds());
            next = rules.nextTransition(next.getInstant());
        }
        return changes;
    }

    private static Instant start(int year) {
        return LocalDate.of(year, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static Set<String> changes(IanaZone zone) {
        Set<String> changes = new TreeSet<>();
        DaylightSaving saving = zone.daylightSaving();
        for (int year = TimeZoneTable.FIRST_YEAR; year <= TimeZoneTable.LAST_YEAR && saving != null; year++) {
            int summer = zone.offsetSeconds() + saving.minutes() * 60;
            changes.add(at(saving.start(), year) + " " + zone.offsetSeconds() + " " + summer);
            changes.add(at(saving.end(), year) + " " + summer + " " + zone.offsetSeconds());
        }
        return changes;
    }

    private static String at(ClockChange change, int year) {
        return change.in(year).toString();
    }
}
