package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.OneShotRendering;
import dev.lineman.ProjectTemplates;
import dev.lineman.command.CommandResult;
import dev.lineman.problem.Severity;
import dev.lineman.template.OwnModels;
import dev.lineman.template.model.ModelEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The project's own phone templates give a file for each model and for each option that they offer. */
class OwnTemplatesTest {
    private static final Pattern CHOICE = Pattern.compile("(?s)<(\\w+)(?: \\w+=\"[^\"]*\")*>\\s*(<option .*?)</\\1>");
    private static final Pattern OPTION = Pattern.compile("<option (?:displaytext|value)=\"([^\"]+)\"");
    private static final String CODECS = "first|second|third|fourth";

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "algo/algo.xml",
                "algo/algo-intercom.xml",
                "audiocodes/audiocodes-hd.xml",
                "avaya/avaya-j100.xml",
                "cisco/ata.xml",
                "cisco/linksys-ata.xml",
                "cisco/mpp8800.xml",
                "cisco/phoneos.xml",
                "cisco/sep.xml",
                "cisco/spa.xml",
                "cisco/spa9xx.xml",
                "fanvil/fanvil.xml",
                "flyingvoice/flyingvoice.xml",
                "gigaset/gigaset-n.xml",
                "gigaset/gigaset-n510.xml",
                "grandstream/grandstream-grp26xx.xml",
                "grandstream/grandstream-gxp21xx.xml",
                "htek/htek.xml",
                "linphone/linphone.xml",
                "obihai/obi.xml",
                "panasonic/panasonic.xml",
                "panasonic/panasonic-tgp.xml",
                "mitel/mitel.xml",
                "poly/poly.xml",
                "snom/snom-3xx.xml",
                "snom/snom-d7xx.xml",
                "snom/snom-m.xml",
                "yealink/yealink-t.xml",
                "yealink/yealink-w70b.xml",
                "yealink/yealink-w80.xml"
            })
    void everyModelAndOptionGivesAFile(String template) throws Exception {
        ProjectTemplates.turnOnSiteTemplates(root);
        List<String> phones = phones(template);
        assertThat(phones).hasSizeGreaterThan(6);
        // A soft phone has no web page, and an AudioCodes takes a hash of its password only.
        String vars = template.startsWith("linphone") || template.startsWith("audiocodes")
                ? "outbound_proxy: a"
                : template.endsWith("n510.xml")
                        ? "base_pin: 1234"
                        : "admin_password: 123456" + (template.endsWith("gigaset-n.xml") ? ", base_pin: 1234" : "");
        StringBuilder extensions = new StringBuilder();
        for (int i = 0; i < phones.size(); i++) {
            extensions.append("""
                    - extension: %d
                      first_name: J
                      last_name: D
                      auth_id: j
                      auth_password: p
                      pbx_ip: pbx.example
                      vars: {%s}
                      phone: {mac: %012x, %s}
                    """.formatted(1000 + i, vars, 1 + i, phones.get(i)));
        }
        Files.createDirectories(root.resolve("extensions.d"));
        Files.writeString(root.resolve("extensions.d/all.yaml"), extensions);

        CommandResult result = OneShotRendering.withBuiltInTemplates(root);

        assertThat(result.problems()).isEmpty();
        try (Stream<Path> made = Files.list(root.resolve("out/provisioning"))) {
            assertThat(made.filter(file -> file.toString().matches(".*[0-9a-fA-F]{12}.*")))
                    .hasSizeGreaterThanOrEqualTo(phones.size());
        }
    }

    /** Makes one phone for each model, and one for each option of each choice. */
    private static List<String> phones(String path) throws IOException {
        String template = Files.readString(Path.of("templates/phones", path));
        List<String> models = OwnModels.of("templates/phones/" + path).stream()
                .map(ModelEntry::name)
                .toList();
        List<String> phones = new ArrayList<>();
        models.forEach(model -> phones.add("model: " + model));
        for (MatchResult choice : CHOICE.matcher(template).results().toList()) {
            if (!choice.group(1).matches(CODECS)) {
                OPTION.matcher(choice.group(2))
                        .results()
                        .forEach(option -> phones.add("model: %s, options: {%s: \"%s\"}"
                                .formatted(models.get(0), choice.group(1), option.group(1))));
            }
        }
        return phones;
    }

    /** An address that the format of a phone cannot hold never gets into a file. */
    @ParameterizedTest
    @CsvSource({
        "pbx.example,''",
        "10.0.0.1,''",
        "[2001:db8::1],''",
        "2001:db8::1,grandstream snom cisco linphone",
        "pbx.example:5070,grandstream yealink poly fanvil snom",
        "[2001:db8::1]:5070,grandstream yealink poly fanvil snom",
        "pbx.example;transport=tls,grandstream yealink poly fanvil snom cisco linphone"
    })
    void theAddressOfThePbxFitsTheFormatOfThePhone(String address, String refusedBy) throws Exception {
        ProjectTemplates.turnOnSiteTemplates(root);
        TestRoot phones = TestRoot.withBuiltIn(root);
        String[] models = {
            "Grandstream GRP2614",
            "Grandstream GXP2170",
            "Yealink T54W",
            "Yealink W70B",
            "Poly VVX 450",
            "Fanvil X4U",
            "Snom D785",
            "Snom 300",
            "Cisco IP Phone 8851",
            "Cisco SPA504G",
            "Linphone"
        };
        for (int i = 0; i < models.length; i++) {
            String vendor = models[i].replaceFirst(" .*", "").toLowerCase(Locale.ROOT);
            phones.write("extensions.d/" + vendor + i + ".yaml", """
                    extension: %d
                    first_name: J
                    last_name: D
                    auth_id: j
                    auth_password: p
                    pbx_ip: "%s"
                    provisioning: {allow: [10.0.0.0/8]}
                    vars: {%s: a}
                    phone: {mac: 00041300000%x, model: %s}
                    """.formatted(
                    100 + i, address, vendor.equals("linphone") ? "outbound_proxy" : "admin_password", i, models[i]));
        }
        phones.runUntilIdle();
        assertThat(phones.problems().stream()
                        .filter(problem -> problem.severity() == Severity.BLOCKING)
                        .peek(problem -> assertThat(problem.message()).contains(" cannot hold this 'pbx_ip', so "))
                        .map(problem -> problem.at().file().replaceAll("extensions.d/|\\d+.yaml", "")))
                .as(phones.problems().toString())
                .containsOnly(refusedBy.isEmpty() ? new String[0] : refusedBy.split(" "));
    }
}
