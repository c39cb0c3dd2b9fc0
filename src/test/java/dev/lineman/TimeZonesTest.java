package dev.lineman;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lineman.input.ReadResult;
import dev.lineman.phonefile.PhoneFileReader;
import dev.lineman.problem.Problem;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateReader;
import dev.lineman.template.header.ChoiceOption;
import dev.lineman.template.header.HeaderChoice;
import dev.lineman.template.zone.ClockChange;
import dev.lineman.template.zone.DaylightSaving;
import dev.lineman.template.zone.IanaZone;
import dev.lineman.template.zone.TimeZoneTable;
import dev.lineman.template.zone.ZoneVariables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What phones are told of each time zone is what the zone does from 2026 to 2030. */
class TimeZonesTest {
    private static final Pattern REFUSED = Pattern.compile("'([^']+)' is no value of option 'timezone' .*");
    private static final Pattern CODE = Pattern.compile("[A-Z]{3}\\d?([+-]\\d+(?:\\.\\d+)?)");
    /** The name of standard time or daylight saving time in the form of POSIX. */
    private static final Pattern TIME_NAME = Pattern.compile("<[^>]*>|[A-Za-z]{3,}");

    private static final String IRREGULAR = "Africa/Casablanca Africa/El_Aaiun";
    /** Clocks that change on the days after a date, and not in the same week of each year. */
    private static final String NO_WEEK = "America/Nuuk America/Scoresbysund Asia/Gaza Asia/Hebron Asia/Jerusalem";

    @TempDir
    static Path root;

    private static List<Problem> problems = List.of();

    /** The models with each template, what they cannot have, and how they are told. */
    enum Vendor {
        YEALINK_T("yealink/yealink-t", "Yealink T54W", "%s.cfg", weeks("Pacific/Chatham Etc/GMT+12")),
        YEALINK_W("yealink/yealink-w70b", "Yealink W70B", "%s.cfg", weeks("Pacific/Chatham Etc/GMT+12")),
        POLY(
                "poly/poly",
                "Poly VVX 411",
                "%s-settings.cfg",
                weeks("Pacific/Chatham Australia/Lord_Howe Antarctica/Troll")),
        MPP8800("cisco/mpp8800", "Cisco 8851", "%s.xml", offsets("")),
        PHONEOS("cisco/phoneos", "Cisco 9861", "%s.xml", offsets("")),
        SPA("cisco/spa", "Cisco SPA504G", "spa%s.xml", offsets("Asia/Kabul Etc/GMT-14 Pacific/Kiritimati")),
        SPA9XX("cisco/spa9xx", "Linksys SPA942", "spa%s.xml", offsets("Asia/Kabul Etc/GMT-14 Pacific/Kiritimati")),
        LINKSYS_ATA("cisco/linksys-ata", "PAP2T", "spa%s.xml", offsets("Asia/Kabul Etc/GMT-14 Pacific/Kiritimati")),
        ATA("cisco/ata", "Cisco ATA191", "spa%s.xml", offsets("""
                        America/Noronha America/Nuuk America/Scoresbysund Asia/Kabul Asia/Kathmandu Asia/Tehran Asia/Yangon
                        Atlantic/South_Georgia Etc/GMT+2 Etc/GMT-13 Etc/GMT-14 Pacific/Apia Pacific/Fakaofo Pacific/Kanton
                        Pacific/Kiritimati Pacific/Tongatapu""")),
        PANASONIC("panasonic/panasonic", "Panasonic KX-UT136", "Config%S.cfg", weeks("")),
        FANVIL("fanvil/fanvil", "Fanvil X6U", "%s.cfg", weeks("Pacific/Chatham Antarctica/Troll")),
        GRP("grandstream/grandstream-grp26xx", "Grandstream GRP2614", "cfg%s.xml", IRREGULAR + " " + NO_WEEK),
        GXP("grandstream/grandstream-gxp21xx", "Grandstream GXP2170", "cfg%s.xml", IRREGULAR + " " + NO_WEEK),
        GXP_P("grandstream-p/gxp16xx", "Grandstream GXP1630", "cfg%s.xml", IRREGULAR + " " + NO_WEEK),
        SNOM_D("snom/snom-d7xx", "Snom D785", "%S.xml", weeks("").replace("Asia/Jerusalem", "")),
        SNOM_3("snom/snom-3xx", "Snom 370", "%S.xml", weeks(""));

        private final String template;
        private final String model;
        private final String file;
        private final String impossible;

        Vendor(String template, String model, String file, String impossible) {
            this.template = template;
            this.model = model;
            this.file = file;
            this.impossible = impossible;
        }

        private Set<String> impossible() {
            return new TreeSet<>(List.of(impossible.strip().split("\\s+", -1)));
        }

        /** One zone for each clock of the phones, by the MAC of its phone, and each zone that they cannot have. */
        private Map<String, IanaZone> zones() throws IOException {
            HeaderChoice choice = choice();
            Set<Map<String, String>> known = new HashSet<>();
            Map<String, IanaZone> zones = new LinkedHashMap<>();
            for (IanaZone zone : TimeZoneTable.get().zones()) {
                Map<String, String> values = told(choice, zone);
                if (values == null || known.add(values)) {
                    zones.put(String.format("0004%02x0%05x", List.of(values()).indexOf(this), zones.size()), zone);
                }
            }
            return zones;
        }

        /** The choice of the time zone in the template. */
        private HeaderChoice choice() throws IOException {
            return TimeZonesTest.choice(template);
        }

        /** What a phone makes of its file; null if only its firmware knows. */
        private ZoneReader.@Nullable Clock read(Map<String, String> parameters) {
            return switch (this) {
                case YEALINK_T, YEALINK_W -> ZoneReader.yealink(parameters);
                case POLY -> ZoneReader.poly(parameters);
                case MPP8800, PHONEOS, SPA, SPA9XX, LINKSYS_ATA -> ZoneReader.cisco(parameters);
                case ATA -> ZoneReader.ciscoAdapter(parameters);
                case FANVIL -> ZoneReader.fanvil(parameters);
                case PANASONIC -> ZoneReader.panasonic(parameters);
                case GRP, GXP, GXP_P -> ZoneReader.grandstream(parameters);
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

    private static HeaderChoice choice(String template) throws IOException {
        Path file = Path.of("templates/phones", template + ".xml");
        ReadResult read = new TemplateReader().read(file.toString(), Files.readAllBytes(file));
        return ((Template) requireNonNull(read.document()))
                .header().choices().stream()
                        .filter(choice -> choice.zones() != null)
                        .findFirst()
                        .orElseThrow();
    }

    /**
     * What the template of a phone reads of a zone, without the names of the zone and of its times; null if the phone
     * cannot have the zone. Phones with the same values have the same file, apart from names.
     */
    private static @Nullable Map<String, String> told(HeaderChoice choice, IanaZone zone) {
        List<ChoiceOption> options = choice.matching(zone.id());
        if (options.isEmpty()) {
            return null;
        }
        Map<String, String> values = new TreeMap<>(choice.variables(options.get(0)));
        values.remove(ZoneVariables.ID);
        values.computeIfPresent(
                "timezone_posix", (name, text) -> TIME_NAME.matcher(text).replaceAll("X"));
        return values;
    }

    @BeforeAll
    static void renderAPhoneForEachClock() throws Exception {
        ProjectTemplates.turnOnSiteTemplates(root);
        Files.createDirectories(root.resolve("extensions.d"));
        Files.writeString(
                root.resolve("extensions.d/_defaults.yaml"),
                "pbx_ip: 10.0.0.1\nprovisioning_url: http://10.0.0.1/provisioning\nvars: {admin_password: A1b2c3d4}\n");
        int number = 1000;
        for (Vendor vendor : Vendor.values()) {
            StringBuilder people = new StringBuilder();
            for (Map.Entry<String, IanaZone> phone : vendor.zones().entrySet()) {
                people.append("""
                        - extension: %d
                          first_name: A
                          last_name: B
                          auth_id: a
                          auth_password: p
                          phone: {mac: "%s", model: %s, options: {timezone: %s}}
                        """.formatted(
                        number++, phone.getKey(), vendor.model, phone.getValue().id()));
            }
            Files.writeString(root.resolve(file(vendor)), people);
        }
        problems = OneShotRendering.withBuiltInTemplates(root).problems();
    }

    private static String file(Vendor vendor) {
        return "extensions.d/" + vendor + ".yaml";
    }

    @ParameterizedTest
    @EnumSource
    void everyZoneChangesItsClocksWhenThePhoneIsTold(Vendor vendor) throws Exception {
        Set<String> refused = refused(vendor);
        HeaderChoice choice = vendor.choice();
        Map<Map<String, String>, Map<String, String>> files = new HashMap<>();
        for (Map.Entry<String, IanaZone> phone : vendor.zones().entrySet()) {
            Map<String, String> values = told(choice, phone.getValue());
            if (values != null) {
                Path file = root.resolve("out/provisioning/" + String.format(vendor.file, phone.getKey()));
                files.put(values, PhoneFileReader.byName(PhoneFileReader.read(file)));
            }
        }
        for (IanaZone zone : TimeZoneTable.get().zones()) {
            Map<String, String> values = told(choice, zone);
            if (values == null) {
                assertThat(refused).contains(zone.id());
                continue;
            }
            Map<String, String> parameters = requireNonNull(files.get(values));
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
        assertThat(refused).isEqualTo(vendor.impossible());
    }

    /** The zones that a problem says the phones cannot have. */
    private static Set<String> refused(Vendor vendor) {
        Set<String> refused = new TreeSet<>();
        for (Problem problem : problems) {
            Matcher found = REFUSED.matcher(problem.message());
            if (!found.matches()) {
                assertThat(problem.toString()).contains("every client that knows a MAC");
            } else if (problem.at().file().equals(file(vendor))) {
                refused.add(found.group(1));
                assertThat(problem.message()).containsPattern(": .+; the nearest is '.+'$");
            }
        }
        return refused;
    }

    /** The standard offset that a code of snom's has in its name: AUS+9.5. */
    private static int codeOffset(Map<String, String> parameters) {
        Matcher code = CODE.matcher(parameters.get("timezone"));
        assertThat(code.matches()).as(parameters.get("timezone")).isTrue();
        return (int) Math.round(Double.parseDouble(code.group(1)) * 3600);
    }

    /** A Sangoma S knows the clock of a place by its number. */
    @Test
    void placesWithOneNumberHaveOneClock() throws IOException {
        HeaderChoice choice = choice("sangoma/sangoma-s");
        Map<String, IanaZone> first = new HashMap<>();
        for (ChoiceOption option : choice.options()) {
            IanaZone zone = requireNonNull(TimeZoneTable.get().find(option.value()));
            String number = requireNonNull(choice.variables(option).get("zone_number"));
            IanaZone same = first.getOrDefault(number, zone);
            first.put(number, same);
            assertThat(zone.offsetSeconds()).as(option.value()).isEqualTo(same.offsetSeconds());
            assertThat(changes(zone))
                    .as(option.value())
                    .isEqualTo(changes(same))
                    .isNotEmpty();
        }
        assertThat(first.keySet()).containsExactlyInAnyOrder("6", "9", "14", "18", "39", "50", "52");
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
