package dev.lineman.template;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.inventory.ModelIndex;
import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.render.Renderer;
import dev.lineman.serve.visits.UserAgent;
import dev.lineman.template.header.OptionOffer;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names by which a phone can have a model: in the project's own templates, and as a law. */
class ModelNamesTest {
    private static final TemplateReader READER = new TemplateReader();

    /** The names of the project's own templates. Lines can be added, and none is ever changed or removed. */
    private static final Pattern FRAGMENT = Pattern.compile("(?:#parse\\(|src=)\"(lib/[^\"]+)\"");

    private static final Path ACCEPTED = Path.of("src/test/resources/models/accepted-names.txt");
    private static final Path CORRECTED = Path.of("target/accepted-names.txt");

    /** Vendors whose User-Agents public sources do not have. Linphone says nothing before it has its file. */
    private static final Set<String> UNKNOWN_USER_AGENTS = Set.of("2N", "Akuvox", "Algo", "Linphone", "Sangoma");

    @ParameterizedTest
    @CsvSource({
        "T54W, Yealink T54W",
        "SIP-T54W, Yealink T54W",
        "Yealink SIP-T54W, Yealink T54W",
        "t46u, Yealink T46U",
        "SIP-T19P_E2, Yealink T19P E2",
        "Yealink T88W, Yealink T88W",
        "SIP-CP960, Yealink CP960",
        "VP59, Yealink VP59",
        "SIP-T28P, Yealink T28P",
        "T49G, Yealink T49G",
        "W70, Yealink W70B",
        "W70B, Yealink W70B",
        "D785, Snom D785",
        "snomD785, Snom D785",
        "snom760, Snom 760",
        "870, Snom 870",
        "snomMP, Snom MeetingPoint",
        "snomPA1P, Snom PA1 Plus",
        "snom 710, Snom D710",
        "320, Snom 320",
        "8851, Cisco 8851",
        "CP-8851, Cisco 8851",
        "CP-8851-3PCC, Cisco 8851",
        "Cisco-CP-8851-3PCC, Cisco 8851",
        "Cisco IP Phone 8851, Cisco 8851",
        "SPA504G, Cisco SPA504G",
        "X5U-V2, Fanvil X5U",
        "V62 Pro, Fanvil V62 Pro",
        "VVX_450, Poly VVX 450",
        "Polycom VVX 450, Poly VVX 450",
        "GRP2614, Grandstream GRP2614",
        "linphone, Linphone",
        "S505, Sangoma S505",
        "P325, Sangoma P325",
        "D65, Digium D65",
        "Myriad M5, ALE M5",
        "SP-R63G, Akuvox SP-R63G"
    })
    void theNameOnTheBoxIsAName(String written, String model) throws IOException {
        Catalog pack = OwnModels.catalog();
        assertThat(model(pack.find(written))).isEqualTo(model);
        assertThat(pack.isModelName(written)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "Yealink T4, 'Yealink T40G, Yealink T40P, Yealink T41P'",
        "T54, 'Yealink T54S, Yealink T54W'",
        "785, Snom D785",
        "Cisco 8851 NR, Cisco 8851",
        "X6U Max, Fanvil X6U",
        "Yealink T54X, 'Yealink T54S, Yealink T54W, Yealink T34W'",
        "Grandstream 300, 'Grandstream DP750, Grandstream HT502, Grandstream HT503'",
        "a phone, ''"
    })
    void aPartOfANameIsNoNameAndTheCandidatesAreListed(String written, String nearest) throws IOException {
        assertThat(OwnModels.catalog().find(written))
                .isEqualTo(new TemplateMatch.NoMatch(nearest.isEmpty() ? List.of() : List.of(nearest.split(", "))));
    }

    @ParameterizedTest
    @CsvSource({
        "T54, ",
        "785, Snom D785",
        "SIP-T54W, Yealink T54W",
        "Cisco 8851 NR, Cisco 8851",
        "X6U Max, Fanvil X6U",
        "V62X, ",
        "T54X, ",
        "Grandstream 300, "
    })
    void aSearchAcceptsAPartOfOneModelsNames(String written, @Nullable String model) throws IOException {
        ModelIndex.KnownModel found = OwnModels.catalog().search(written);
        assertThat(found == null ? null : found.fullName()).isEqualTo(model);
    }

    @Test
    void theAcceptedNamesOfThePackKeepTheirMeaning() throws IOException {
        Catalog pack = OwnModels.catalog();
        Map<String, String> now = new TreeMap<>();
        for (Template template : pack.phoneTemplates()) {
            for (ModelEntry entry : pack.models(template)) {
                entry.names().exclusive().forEach(name -> now.put(name, entry.name()));
            }
        }
        Map<String, String> accepted = new TreeMap<>();
        for (String line : Files.readAllLines(ACCEPTED)) {
            if (!line.startsWith("#")) {
                accepted.put(line.substring(0, line.indexOf(" = ")), line.substring(line.indexOf(" = ") + 3));
            }
        }
        Files.write(
                Files.createDirectories(CORRECTED.getParent()).resolve(CORRECTED.getFileName()),
                now.entrySet().stream()
                        .map(name -> name.getKey() + " = " + name.getValue())
                        .toList());
        assertThat(now).as("add new names to %s from %s", ACCEPTED, CORRECTED).isEqualTo(accepted);
        accepted.forEach((name, model) -> {
            assertThat(model(pack.find(name))).as(name).isEqualTo(model);
            assertThat(pack.isModelName(name)).as(name).isTrue();
        });
        assertThat(pack.modelProblems()).isEmpty();
    }

    /** A template with the fragments that it parses or takes its content from. */
    private static String withFragments(String path) throws IOException {
        StringBuilder text = new StringBuilder(Files.readString(Path.of(path)));
        for (MatchResult fragment : FRAGMENT.matcher(text.toString()).results().toList()) {
            text.append(withFragments("templates/" + fragment.group(1)));
        }
        return text.toString();
    }

    @Test
    void theFeaturesOfEachModelOfThePackAreThoseOfItsTemplate() throws IOException {
        Catalog pack = OwnModels.catalog();
        Renderer renderer = new Renderer();
        for (Template template : pack.phoneTemplates()) {
            Set<String> offered = new TreeSet<>();
            if (template.header().option("srtp") != null) {
                offered.add("srtp");
            }
            OptionOffer transport = template.header().option("transport");
            if (transport != null && transport.accepts("TLS")) {
                offered.add("tls");
            }
            if (renderer.variableReads(template, pack).ofPhone().contains("firmware_url")) {
                offered.add("firmware");
            }
            if (withFragments(template.path()).contains("handset.ipui")) {
                offered.add("ipui");
            }
            for (ModelEntry model : pack.models(template)) {
                Set<String> features = new TreeSet<>(model.texts(ModelField.FEATURES));
                // A template only asks for the first one, and knows nothing of how the phone asks for its files.
                features.removeAll(Set.of("firmware_login", "tftp"));
                assertThat(features).as(model.name()).isEqualTo(offered);
                assertThat(model.text(ModelField.FAMILY)).as(model.name()).isNotEmpty();
            }
        }
    }

    @Test
    void theModelInTheUserAgentOfEachPhoneOfThePackIsAName() throws IOException {
        Catalog pack = OwnModels.catalog();
        Set<String> silent = new TreeSet<>();
        for (Template template : pack.phoneTemplates()) {
            for (ModelEntry entry : pack.models(template)) {
                String sent = UserAgent.of(userAgent(entry)).model();
                if (sent.isEmpty()) {
                    silent.add(entry.name());
                }
                assertThat(sent.isEmpty() ? entry.name() : model(pack.find(sent)))
                        .as(userAgent(entry))
                        .isEqualTo(entry.name());
            }
        }
        assertThat(silent)
                .allMatch(name ->
                        name.matches("Poly SoundStation Duo|Poly VVX (D230|450 OBi Edition)|Cisco (79|89|99)\\d\\d.*")
                                || UNKNOWN_USER_AGENTS.contains(name.replaceFirst(" .*", "")));
    }

    /** What stands before the model of a Poly. */
    private static String polyFamily(String ua) {
        return switch (ua.replaceFirst("_.*", "")) {
            case "VVX" -> "comVVX";
            case "SPIP" -> "comSoundPointIP";
            case "SSIP" -> "comSoundStationIP";
            case "Trio" -> "comRealPresenceTrio";
            case "CCX" -> "CCX";
            default -> "Edge";
        };
    }

    /** A User-Agent in the form of the vendor; src/docs/serving.md has the sources. */
    private static String userAgent(ModelEntry entry) {
        return switch (entry.name().replaceFirst(" .*", "")) {
            case "Yealink" -> "Yealink " + entry.ua() + " 96.86.0.70 80:5e:c0:00:00:01";
            case "Snom" -> "Mozilla/4.0 (compatible; " + entry.ua() + "-SIP 10.1.33.33 2010.12 000413922D24 SXM:0)";
            case "Grandstream" -> "Grandstream Model HW " + entry.ua() + " SW 1.0.5.15 DevId c074ad0b63ee";
            case "Poly" ->
                "FileTransport Poly" + polyFamily(entry.ua()) + '-' + entry.ua() + "-UA/6.4.0.10182 Type/Application";
            case "Linksys" ->
                "Linksys/" + (entry.ua().startsWith("PAP") ? "" : "SPA-") + entry.ua() + "-6.1.5(a) (88019FA42805)";
            case "Cisco" ->
                entry.name().matches("Cisco (ATA|SPA1).*")
                        ? "Cisco/" + entry.ua().toUpperCase(Locale.ROOT) + "-1.4.1 (0002FDFF2103)(CBT141400UK)"
                        : entry.name().contains("SPA")
                                ? "Cisco/SPA" + entry.ua() + "-7.4.8a (0002FDFF2103)(CBT141400UK)"
                                : "Cisco-" + (entry.ua().startsWith("98") ? "DP-" : "CP-") + entry.ua()
                                        + "/11.0.1 (00562b043615)";
            case "Flyingvoice" -> "Flyingvoice " + entry.ua() + " V0.6.24 00:21:f2:22:ae:f1";
            case "Gigaset" ->
                entry.ua().equals("N510 IP PRO")
                        ? "N510 IP PRO/42.258.00.000.000;7C2F806257D7"
                        : "Gigaset " + entry.ua() + "/83.V2.11.0+build.a546b91;7C2F80E0D605";
            case "AudioCodes" -> "AUDC-IPPhone/2.2.8.61 (" + entry.ua() + "-Rev0; 00908F602AAC)";
            case "Avaya" -> "Mozilla/4.0 (compatible; MSIE 6.0) AVAYA/" + entry.ua() + "-4.1.3.0.6 (MAC:c81fea83e85a)";
            case "Aastra", "Mitel" -> entry.ua() + " MAC:08-00-0F-00-00-01 V:5.1.0.1024-SIP";
            case "Htek" -> "Htek " + entry.ua() + " 2.0.4.2 00:1f:c1:1c:22:a9";
            case "Obihai" -> "OBIHAI/" + entry.ua() + "-5.1.11.4858";
            case "Panasonic" -> "Panasonic_" + entry.ua() + "/01.133 (0080f0c8c381)";
            case "Fanvil" -> "Fanvil " + entry.ua() + " 2.12.1 0c3800000001";
            case "ALE" -> "ALE " + entry.ua() + "-CE 2.11.01.1604 3c28a620089e";
            case "Digium" -> "Digium " + entry.ua() + " 2_9_27";
            default -> "Unknown";
        };
    }

    @Test
    void aNameOfTwoModelsMeansNeitherAndItsTemplatesSaySo() {
        Catalog one = catalog(phone("cisco", "<model alias='CP-8851'>Cisco 8851</model>"));
        assertThat(model(one.find("8851"))).isEqualTo("Cisco 8851");
        Catalog both = one.with("templates/phones/a.xml", phone("a", "<model>Aastra 8851</model>"));
        assertThat(both.find("8851")).isInstanceOf(TemplateMatch.AmbiguousName.class);
        assertThat(model(both.find("CP-8851"))).isEqualTo("Cisco 8851");
        assertThat(model(both.find("aastra 8851"))).isEqualTo("Aastra 8851");
        // Nobody wrote the short names, so there is nothing to correct.
        assertThat(both.modelProblems()).isEmpty();
        Catalog third = both.with("templates/phones/b.xml", phone("b", "<model alias='cp8851, X'>Desk</model>"));
        assertThat(third.find("CP 8851")).isInstanceOf(TemplateMatch.AmbiguousName.class);
        assertThat(third.modelProblems().stream().map(Object::toString))
                .containsExactly(
                        "templates/phones/b.xml:1:22: warning: 'cp8851' is also a name of 'Cisco 8851' in"
                                + " templates/phones/cisco.xml, so no phone can use this name; choose another",
                        "templates/phones/cisco.xml:1:22: warning: 'CP-8851' is also a name of 'Desk' in"
                                + " templates/phones/b.xml, so no phone can use this name; choose another");
        assertThat(third.with("templates/phones/b.xml", null).modelProblems()).isEmpty();
    }

    @Test
    void twoTemplatesForOneModelAreNoConflictOfNames() {
        Catalog catalog = catalog(
                phone("a", "<model alias='X1'>Snom D785</model>"), phone("b", "<model alias='X1'>snom d785</model>"));
        assertThat(catalog.find("D785")).isInstanceOf(TemplateMatch.AmbiguousMatch.class);
        assertThat(catalog.modelProblems()).isEmpty();
        assertThat(model(catalog.find("b", "X1"))).isEqualTo("snom d785");
    }

    @Test
    void anotherTemplateForTheSameUserAgentTakesNoNameAway() {
        Catalog catalog = catalog(
                phone("stock", "<model ua='snomD785'>Snom D785</model>"),
                phone("own", "<model ua='snomD785'>Reception</model>"));
        assertThat(model(catalog.find("snomD785"))).isEqualTo("Snom D785");
        assertThat(model(catalog.find("reception"))).isEqualTo("Reception");
    }

    @Test
    void onlyAKnownVendorIsLeftOut() {
        Catalog catalog = catalog(phone("a", "<model>Desk 10</model><model>yealink  T1</model>"));
        assertThat(catalog.find("10")).isInstanceOf(TemplateMatch.NoMatch.class);
        assertThat(model(catalog.find("T1"))).isEqualTo("yealink  T1");
    }

    @Test
    void anAliasWithoutALetterOrDigitIsLeftOutAndReported() {
        byte[] xml = "<doc><header><models><model alias='-, ,ok'>X</model></models></header></doc>"
                .getBytes(StandardCharsets.UTF_8);
        var result = READER.read("templates/phones/a.xml", xml);
        assertThat(result.problems().toString())
                .contains("a.xml:1:22: error: the alias '-' has no letter and no digit, and is left out; remove it");
        assertThat(model(catalog((Template) requireNonNull(result.document())).find("OK")))
                .isEqualTo("X");
    }

    @Test
    void anAcceptedNameNeverChangesItsMeaningWhenModelsAreAdded() {
        for (long seed = 1; seed <= Rounds.of(200); seed++) {
            Random random = new Random(seed);
            Catalog catalog = Catalog.EMPTY;
            Map<String, String> meant = new HashMap<>();
            for (int edit = 0; edit < 8; edit++) {
                String file = "f" + edit;
                StringBuilder models = new StringBuilder();
                for (int i = random.nextInt(4); i > 0; i--) {
                    models.append(entry(random));
                }
                catalog = catalog.with("templates/phones/" + file + ".xml", phone(file, models.toString()));
                for (String vendor : List.of("", "Snom ", "Cisco ", "Own ")) {
                    for (int word = 0; word < 6; word++) {
                        String name = vendor + "w" + word;
                        String key = ModelPattern.normalise(name);
                        if (catalog.find(name) instanceof TemplateMatch.MatchedTemplate found
                                && catalog.isModelName(name)) {
                            String now = found.template().path() + " " + ModelPattern.normalise(found.model());
                            assertThat(meant.getOrDefault(key, now))
                                    .as("seed %d, %s", seed, name)
                                    .isEqualTo(now);
                            meant.put(key, now);
                        }
                    }
                }
            }
        }
    }

    /** An entry whose names are often those of another. */
    private static String entry(Random random) {
        String vendor = List.of("", "Snom ", "Cisco ", "Own ").get(random.nextInt(4));
        String alias = random.nextBoolean() ? "" : " alias='w" + random.nextInt(6) + ", w" + random.nextInt(6) + "'";
        String ua = random.nextBoolean() ? "" : " ua='w" + random.nextInt(6) + "'";
        return "<model" + ua + alias + ">" + vendor + "w" + random.nextInt(6) + "</model>";
    }

    private static Catalog catalog(Template... templates) {
        Catalog catalog = Catalog.EMPTY;
        for (Template template : templates) {
            catalog = catalog.with(template.path(), template);
        }
        return catalog;
    }

    private static Template phone(String file, String models) {
        byte[] xml = ("<doc><header><models>" + models + "</models></header></doc>").getBytes(StandardCharsets.UTF_8);
        return (Template) requireNonNull(
                READER.read("templates/phones/" + file + ".xml", xml).document());
    }

    private static String model(TemplateMatch match) {
        return match instanceof TemplateMatch.MatchedTemplate found ? found.model() : match.toString();
    }
}
