package dev.lineman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.IpAddress;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileMode;
import dev.lineman.operator.view.JsonObject;
import dev.lineman.serve.visits.MissedRequest;
import dev.lineman.serve.visits.ReportedDevice;
import dev.lineman.serve.visits.RequestChannel;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.serve.visits.Visit;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.serve.visits.VisitStore;
import dev.lineman.template.builtin.BuiltInTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The output of {@code explain} on one root, compared with {@code src/test/resources/explain}. */
class ExplainCommandTest {
    private static final Path CASE = Path.of("src/test/resources/explain");
    private static final boolean ACCEPT = Boolean.getBoolean("golden.accept");
    private static final List<String> ALL = List.of(
            "100", "101", "102", "berlin/100", "000413000102", "site/berlin/book.csv", "fw.bin", "desk-common.cfg");

    @TempDir
    private Path root;

    private Terminal terminal;

    @BeforeEach
    void aRootThatAnAgentHasServed() throws IOException {
        try (Stream<Path> all = Files.walk(CASE.resolve("root"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = root.resolve(CASE.resolve("root").relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        Files.setPosixFilePermissions(root.resolve("secrets.yaml"), PosixFilePermissions.fromString("rw-------"));
        try (VisitStore visitStore = VisitStore.open(root.resolve("out/.lineman/phones"), FileMode.DEFAULT, () -> 0)) {
            visitStore.readVisits();
            VisitLog visits = visitStore.visits();
            String desk = "provisioning/desk-000413000100";
            visits.recordVisit(
                    "000413000100", new Visit(1795000001, from(6), 401, desk + ".msg", new Digest(0, 0), "curl/8"));
            visits.recordVisit(
                    "000413000100", new Visit(1795000000, from(5), 200, desk + ".cfg", new Digest(1, 2), "Desk20/1.2"));
            visits.recordMissed(
                    "000413000200", new MissedRequest("/desk.cfg", from(8), 404, false, 1795000000, 1795000000, 1, ""));
            for (int second = 1795000003; second <= 1795000005; second++) {
                visits.recordMissed(
                        "000413000200",
                        new MissedRequest(
                                "provisioning/desk-000413000200.cfg",
                                from(8),
                                404,
                                false,
                                second,
                                second,
                                1,
                                "Desk20/1.2"));
            }
            for (int second = 1795000000; second <= 1795000002; second++) {
                visits.recordUnknownPhone(UnknownPhone.seen(
                        "0004139999ff",
                        second,
                        from(7),
                        RequestChannel.HTTP,
                        "provisioning/x",
                        ReportedDevice.ofAgent("Mozilla/4.0 (compatible; snom320-SIP 8.7.5.35)")));
            }
        }
        terminal = new Terminal(root);
    }

    private static IpAddress from(int host) {
        return requireNonNull(IpAddress.parse("10.0.0." + host));
    }

    @Test
    void aBuiltInTemplateIsMarkedUntilTheRootReplacesIt() throws IOException {
        String path = "templates/phones/desk.xml";
        byte[] template = Files.readAllBytes(root.resolve(path));
        terminal.use(BuiltInTemplates.of("1", new TreeMap<>(Map.of(path, template))));
        terminal.run("explain", "000413000100");
        assertThat(terminal.out()).contains("\ntemplate templates/phones/desk.xml\n");
        Files.delete(root.resolve(path));
        terminal.run("explain", "000413000100");
        assertThat(terminal.out()).contains("\ntemplate templates/phones/desk.xml (built-in)\n");
        terminal.run("explain", "000413000100", "--format", "json");
        assertThat(terminal.out()).contains("\"path\":\"templates/phones/desk.xml\",\"built_in\":true");
    }

    @ParameterizedTest
    @CsvSource({
        "100, both-sites.txt, 0",
        "00-04-13-00-01-00, phone.txt, 0",
        "berlin/100, berlin.txt, 0",
        "101, extension.txt, 0",
        "102, problem.txt, 1",
        "site/berlin/book.csv, site.txt, 0",
        "fw.bin, static.txt, 0",
        "desk-common.cfg, shared.txt, 1",
        "provisioning/desk-000413000100.cfg, file.txt, 0",
        "desk-000413000102.msg, unmade.txt, 1"
    })
    void explanationsAreAsExpected(String asked, String expected, int code) throws IOException {
        assertThat(terminal.run("explain", asked)).as(terminal.err()).isEqualTo(code);
        golden(expected, terminal.out());
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void aSettingThatTheTemplateLacksStandsForNothing() throws IOException {
        Files.writeString(root.resolve("extensions.d/_defaults.yaml"), """
                pbx_ip: 10.0.0.1
                options: {languages: Klingon, srtp: required}
                codecs: [G722]
                vars: {greeting: Hello, admin_password: zebra-two}
                blf: {5: {type: park, number: 1}}
                """);
        terminal.run("explain", "berlin/100");
        assertThat(terminal.out())
                .contains("templates/phones/desk.xml:10:7, the template; its default")
                .doesNotContain("stands for")
                .contains("""

                        settings without effect
                          languages: Klingon  extensions.d/_defaults.yaml:2:22, folder extensions.d; the template has no such value
                          codecs: 1 item  extensions.d/_defaults.yaml:3:9, folder extensions.d; the template has no codecs
                          srtp: required  extensions.d/_defaults.yaml:2:37, folder extensions.d; the template has no such option
                          BLF key 5: park  extensions.d/_defaults.yaml:5:17, folder extensions.d; the template has no such type
                        """);
        terminal.run("explain", "berlin/100", "--format", "json");
        assertThat(terminal.out())
                .contains("\"unused\":[{\"layer\":\"folder extensions.d\",\"text\":\"Klingon\"")
                .contains("\"name\":\"languages\",\"reason\":\"the template has no such value\"");
    }

    @Test
    void aValueOfAModelFileIsExplainedWithItsPlace() throws IOException {
        Path template = root.resolve("templates/phones/desk.xml");
        Files.writeString(
                template,
                Files.readString(template)
                        .replaceAll("(?s)<models>.*</models>", "")
                        .replace("%%pbx_ip%%", "%%phone_lines%%"));
        Files.createDirectories(root.resolve("templates/models"));
        Files.writeString(root.resolve("templates/models/own.yaml"), """
                family: Desk
                template: desk
                models:
                  Desk 10: {lines: 2}
                  Desk 20: {ua: Desk20, lines: 4}
                """);
        terminal.run("explain", "berlin/100");
        assertThat(terminal.out())
                .contains("""
                  chosen, since 'model: desk-20' is the name of a model
                    extensions.d/berlin/100.yaml:6:35, the phone
                  model entry 'Desk 20', for phones with the User-Agent 'Desk20'
                    templates/models/own.yaml:5:3
                """)
                .contains("phone_lines           4             templates/models/own.yaml:5:32, the model → line 22\n");
    }

    @Test
    void aValueOfAProfileIsExplainedWithItsName() throws IOException {
        Files.writeString(root.resolve("extensions.d/_defaults.yaml"), """
                pbx_ip: 10.0.0.1
                vars: {greeting: Hello, admin_password: a}
                profiles: {lobby: {vars: {greeting: Welcome}}}
                """);
        Path extension = root.resolve("extensions.d/berlin/100.yaml");
        Files.writeString(extension, Files.readString(extension) + "profile: lobby\n");
        terminal.run("explain", "berlin/100");
        assertThat(terminal.out())
                .contains("Welcome")
                .contains("extensions.d/_defaults.yaml:3:37, profile 'lobby' in extensions.d/_defaults.yaml");
    }

    @Test
    void theLabelAndTheLineOfAKeyAreExplainedWithTheirOrigins() throws IOException {
        Files.writeString(root.resolve("templates/phones/keys.xml"), """
                <doc><header><type>phone-template</type><name>Keys</name></header><data><device>
                <deviceconfig filename="%%mac_address%%.keys">%%blflabel1%% %%blfline1%% %%blfline2%% %%blflabel3%%</deviceconfig>
                </device></data></doc>
                """);
        Files.writeString(root.resolve("extensions.d/401.yaml"), """
                {extension: 401, first_name: A, last_name: B, auth_id: x, auth_password: y, pbx_ip: p,
                phone: {mac: 000000000401, model: Keys}, blf: [{number: 402}, {type: park, number: 7, line: 1}, {number: 402,
                last_name: Z}]}
                """);
        Files.writeString(
                root.resolve("extensions.d/402.yaml"), "{extension: 402, first_name: Ann,\nlast_name: Lee}\n");
        terminal.run("explain", "000000000401");
        assertThat(terminal.out())
                .containsPattern("blflabel1 +Ann Lee +extensions.d/402.yaml:1:30, the extension that the key watches")
                .containsPattern("blfline1 +1 +the line of the first account, because no file sets it")
                .containsPattern("blfline2 +1 +extensions.d/401.yaml:2:93, the extension")
                .containsPattern("blflabel3 +Z +extensions.d/401.yaml:3:12, the extension");
    }

    @Test
    void aVariantIsExplainedWithThePatternThatChoseIt() throws IOException {
        Files.createDirectories(root.resolve("templates/phones/variants"));
        Files.copy(root.resolve("templates/phones/desk.xml"), root.resolve("templates/phones/variants/lobby.xml"));
        Files.writeString(root.resolve("extensions.d/_defaults.yaml"), """
                pbx_ip: 10.0.0.1
                vars: {greeting: Hello, admin_password: a}
                models:
                  Desk 20: {template: variants/lobby}
                """);
        terminal.run("explain", "berlin/100");
        assertThat(terminal.out()).contains("""
                template templates/phones/variants/lobby.xml
                  chosen, since 'template: variants/lobby' is the path of its file
                    extensions.d/_defaults.yaml:4:23, folder extensions.d, for some models
                """);
    }

    @Test
    void aSiteFileIsExplainedWithTheListsThatChoseItsTemplate() throws IOException {
        Files.createDirectories(root.resolve("templates/site/variants"));
        Files.move(root.resolve("templates/site/book.xml"), root.resolve("templates/site/variants/book.xml"));
        Path defaults = root.resolve("extensions.d/berlin/_defaults.yaml");
        Files.writeString(defaults, "site_templates: [variants/book]\n" + Files.readString(defaults));
        terminal.run("explain", "site/berlin/book.csv");
        assertThat(terminal.out()).startsWith("""
                made for site berlin by templates/site/variants/book.xml
                  chosen by 'site_templates' at extensions.d/berlin/_defaults.yaml:1:18
                """);
        terminal.run("explain", "site/berlin/book.csv", "--format", "json");
        assertThat(terminal.out())
                .contains("\"chosen\":[{\"file\":\"extensions.d/berlin/_defaults.yaml\",\"line\":1,\"column\":18}]");
    }

    @Test
    void aPhonebookIsExplainedWithThePlacesOfItsContacts() throws IOException {
        Path book = root.resolve("templates/site/book.xml");
        Files.writeString(
                book, Files.readString(book).replace("$extensions", "$people").replace("${one.number};", ""));
        Files.writeString(root.resolve("extensions.d/berlin/people.yaml"), """
                - contact: {first_name: !secret vip, last_name: Lee, numbers: {work: 1}}
                - contact: {company: Taxi, numbers: {work: 2}}
                """);
        Files.writeString(root.resolve("secrets.yaml"), "vip: Al\ndesk_password: zebra-one\n");
        terminal.run("explain", "site/berlin/book.csv");
        assertThat(terminal.out()).contains("""
                and of 2 contacts:
                  !secret vip Lee at extensions.d/berlin/people.yaml:1:25
                  Taxi at extensions.d/berlin/people.yaml:2:22
                  fields that it reads: contacts,\s""");
        terminal.run("explain", "site/berlin/book.csv", "--format", "json");
        assertThat(terminal.out())
                .contains(
                        "\"contacts\":[{\"name\":\"!secret vip Lee\",\"at\":{\"file\":\"extensions.d/berlin/people.yaml\",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Max Muster",
                "max muster",
                "Muster, Max",
                "muster",
                "Print GmbH",
                "030 12-345",
                "+4930 12 345",
                "m@x.org"
            })
    void aContactIsFoundByANameOrANumber(String asked) throws IOException {
        people();
        assertThat(terminal.run("explain", asked)).isZero();
        assertThat(terminal.out()).isEqualTo("""
                contact Max Muster, extensions.d/berlin/people.yaml:2:17, of site berlin
                  first_name    Max
                  last_name     Muster
                  company       Print GmbH
                  work          03012345
                  mobile        +493012345
                  other         m@x.org
                  groups        Print, Suppliers

                in the phonebooks
                  out/site/berlin/book.csv

                no problems
                """);
    }

    @Test
    void theContactsOfAFileAreExplainedWithTheirProblems() throws IOException {
        people();
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            many.append("- contact: {company: C").append(i).append(", numbers: {work: 9}, speed_dial: 7}\n");
        }
        Files.writeString(root.resolve("extensions.d/all.yaml"), many);
        assertThat(terminal.run("explain", "extensions.d/all.yaml")).isOne();
        assertThat(terminal.out())
                .startsWith("""
                        contact C0, extensions.d/all.yaml:1:22, of all sites
                          company       C0
                          work          9
                          speed_dial    7

                        in the phonebooks
                          out/site/berlin/book.csv
                          out/site/book.csv

                        no problems
                        """)
                .contains("contact C9,", "  extensions.d/all.yaml:10:58: error: speed dial 7 is already at")
                .doesNotContain("contact C10,", "extensions.d/all.yaml:11:58")
                .endsWith("\n\nand 2 more contacts\n");
        terminal.run("explain", "C0", "--format", "json");
        assertThat(terminal.out())
                .contains("\"contact\":{\"name\":\"C0\",\"at\":{", "\"site\":null,", "\"values\":{\"company\":\"C0\",")
                .contains("\"phonebooks\":[{\"path\":\"site/berlin/book.csv\",\"pages\":1},{");
        terminal.run("explain", "Max Mustr");
        assertThat(terminal.err())
                .contains("no file, MAC, extension or contact is called 'Max Mustr'; the nearest are Max Muster");
    }

    /** A contact, and a site template that shows people. */
    private void people() throws IOException {
        Path book = root.resolve("templates/site/book.xml");
        Files.writeString(
                book, Files.readString(book).replace("$extensions", "$people").replace("${one.number};", ""));
        Files.writeString(root.resolve("extensions.d/berlin/people.yaml"), """
                contact:
                    first_name: Max
                    last_name: Muster
                    company: Print GmbH
                    numbers: {work: 030 12345, mobile: +49 30 12345, other: m@x.org}
                    groups: [Print, Suppliers]
                """);
    }

    @Test
    void theValuesOfEachLineAreExplainedWithTheirOrigins() throws IOException {
        Files.writeString(root.resolve("templates/phones/lines.xml"), """
                <doc><header><type>phone-template</type><name>Lines</name>
                <transport param="transport" scope="line"><option value="UDP"/><option value="TLS"/></transport>
                <Codecspriorities scope="line"><c variableName="codec_1"><option>PCMA</option><option>G722</option></c></Codecspriorities>
                <var name="proxy" scope="line"/></header><data><device>
                <deviceconfig filename="${phone.mac}.lines" syntax="velocity">
                #foreach($account in $accounts)$account.vars['param::transport'] $account.vars.codec_1 $!account.vars.proxy#end
                </deviceconfig></device></data></doc>
                """);
        Files.createDirectories(root.resolve("extensions.d/two"));
        Files.writeString(root.resolve("extensions.d/two/_defaults.yaml"), """
                codecs: [G722]
                models: {Lines: {vars: {proxy: rule.example}}}
                vars: {proxy: folder.example}
                """);
        Files.writeString(
                root.resolve("extensions.d/301.yaml"),
                "{extension: 301, first_name: A, last_name: B, auth_id: x, auth_password: y, pbx_ip: p, phone: {mac: 000000000301,"
                        + " model: Lines}}");
        Files.writeString(
                root.resolve("extensions.d/two/302.yaml"),
                "{extension: 302, first_name: A, last_name: B, auth_id: x, auth_password: y, pbx_ip: p, options: {transport: TLS},"
                        + " phone: {mac: 000000000301, line: 2}}");
        terminal.run("explain", "000000000301");
        assertThat(terminal.out())
                .containsPattern("ext_param::transport_01 +UDP .*, the template; its default")
                .containsPattern("ext_param::transport_02 +TLS +extensions.d/two/302.yaml:1:109, the extension")
                .containsPattern("ext_codec_1_02 +G722 ")
                .contains("extensions.d/two/_defaults.yaml:1:10")
                .containsPattern("ext_proxy_02 +rule.example")
                .contains("extensions.d/two/_defaults.yaml:3:15");
    }

    @Test
    void aRequiredOptionIsExplainedWithWhatItReplaces() throws IOException {
        Files.writeString(root.resolve("extensions.d/_defaults.yaml"), """
                pbx_ip: 10.0.0.1
                require: {languages: German}
                options: {languages: English}
                vars: {greeting: Hello, admin_password: zebra-two}
                """);
        terminal.run("explain", "berlin/100");
        assertThat(terminal.out())
                .contains("extensions.d/_defaults.yaml:2:22, folder extensions.d")
                .contains("""

                        settings without effect
                          languages: English  extensions.d/_defaults.yaml:3:22, folder extensions.d; 'require' at extensions.d/_defaults.yaml:2:22 has another value
                        """);
    }

    @Test
    void jsonContainsTheSame() throws IOException {
        terminal.run("explain", "berlin/100", "--format", "json");
        assertThat(terminal.out()).hasLineCount(1);
        Object tree = JsonObject.read(terminal.out());
        assertThat(tree)
                .extracting("explanations")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .singleElement()
                .extracting("mac", "site")
                .containsExactly("000413000200", "berlin");
        golden("berlin.json", terminal.out().replace("},{", "},\n{"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"000413000200", "00:04:13:00:02:00", "0004.1300.0200", "00 04 13 00 02 00", "BERLIN/100"})
    void aPhoneIsFoundInAnySpelling(String asked) {
        terminal.run("explain", "berlin/100");
        String one = terminal.out();
        terminal.run("explain", asked);
        assertThat(terminal.out()).isEqualTo(one).startsWith("phone 000413000200 in site berlin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "out/provisioning/desk-000413000100.cfg",
                "provisioning/desk-000413000100.cfg",
                "/provisioning/DESK-000413000100.CFG",
                "//desk-000413000100.cfg?x=1",
                "http://10.0.0.1:5481/provisioning/desk-000413000100.cfg",
                "/provisioning/some-token/desk-000413000100.cfg"
            })
    void aFileIsFoundByItsPathAndByItsRequestPath(String asked) {
        terminal.run("explain", asked);
        assertThat(terminal.out())
                .startsWith("phone 000413000100")
                .contains("\nout/provisioning/desk-000413000100.cfg\n")
                .doesNotContain("desk-000413000100.msg");
    }

    @Test
    void aFailedFileIsFoundByItsMacBehindALetter() throws IOException {
        Files.writeString(
                root.resolve("templates/phones/spa.xml"),
                "<doc><header><type>phone-template</type><name>Spa</name></header><data><device>"
                        + "<deviceconfig filename=\"spa%%mac_address%%.xml\">%%nothing%%</deviceconfig></device></data></doc>");
        Files.writeString(root.resolve("extensions.d/777.yaml"), """
                extension: 777
                first_name: A
                last_name: B
                auth_id: 777
                auth_password: pw
                pbx_ip: 10.0.0.1
                phone: {mac: 000e08aabbcc, model: Spa}
                """);
        assertThat(terminal.run("explain", "spa000e08aabbcc.xml")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.out()).startsWith("phone 000e08aabbcc").contains("'vars.nothing' is missing; add it to ");
    }

    @Test
    void noSecretIsShown() {
        for (String asked : ALL) {
            for (String format : List.of("text", "json")) {
                terminal.run("explain", asked, "--format", format);
                assertThat(terminal.out() + terminal.err()).isNotBlank().doesNotContain("zebra");
            }
        }
    }

    @Test
    void anUnknownSubjectIsReportedWithSimilarNames() {
        assertThat(terminal.run("explain", "1011")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.out()).isBlank();
        assertThat(terminal.err()).contains("is called '1011'; the nearest are 101");
    }

    @Test
    void requestsForAnUnknownMacAreReported() {
        assertThat(terminal.run("explain", "00:04:13:99:99:FF")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.err()).contains("no extension has the MAC 0004139999ff; 10.0.0.7 asked", "snom320");
    }

    @Test
    void aSubjectThatMayBeInAnUnreadableFileIsReportedSo() throws IOException {
        Files.writeString(root.resolve("extensions.d/103.yaml"), "extension: 103\nfrist_name: x\n");
        assertThat(terminal.run("explain", "103")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.err())
                .contains(
                        "extensions.d/103.yaml:2:1: error: unknown key 'frist_name'",
                        "it may be in a file that cannot be read");
    }

    @Test
    void nothingIsWritten() throws IOException {
        List<String> before = files();
        ALL.forEach(asked -> terminal.run("explain", asked));
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void problemsAreGithubAnnotations() {
        assertThat(terminal.run("check", "--format", "github")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.err().lines())
                .contains("::error file=extensions.d/_defaults.yaml,line=4,col=3::'vars.farewell' is missing; add it to"
                        + " extensions.d/_defaults.yaml (templates/phones/desk.xml:52:1 reads it; for"
                        + " 000413000102)")
                .allMatch(line -> line.matches("::(error|warning) file=[^,:]+,line=\\d+,col=\\d+::.+"));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.map(Path::toString).sorted().toList();
        }
    }

    private static void golden(String name, String made) throws IOException {
        Path file = CASE.resolve(name);
        if (ACCEPT) {
            Files.writeString(file, made, UTF_8);
        }
        assertThat(made).as("explain: " + name).isEqualTo(Files.readString(file, UTF_8));
    }
}
