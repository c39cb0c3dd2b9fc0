package dev.lineman.operator.explain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.ProjectTemplates;
import dev.lineman.access.IpAddress;
import dev.lineman.build.ProgressListener;
import dev.lineman.build.State;
import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.command.OneShotCommands;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileMode;
import dev.lineman.operator.view.Explanation;
import dev.lineman.operator.view.MissReason;
import dev.lineman.serve.visits.MissedRequest;
import dev.lineman.serve.visits.Visit;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.template.Template;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why phones did not get a name, with the project's own templates. */
class MissExplainerTest {
    private static final IpAddress FROM = requireNonNull(IpAddress.parse("10.0.0.9"));
    private static final String MAC = "805ec0000402";
    private static final long NOW = 1_800_000_000;

    /**
     * A vendor's phone: what the inventory calls it, its first names, and its User-Agent.
     *
     * @param names the names that no other vendor's template makes come first
     */
    private record VendorPhone(String model, List<String> names, String agent) {}

    private static final List<VendorPhone> VENDORS = List.of(
            new VendorPhone(
                    "Snom D785",
                    List.of("snomD785-805EC0000402.htm", "805EC0000402.xml"),
                    "Mozilla/4.0 (compatible; snomD785-SIP 10.1.33.33 2010.12 805EC0000402 SXM:0 UXM:0)"),
            new VendorPhone(
                    "Yealink T46S", List.of("805ec0000402.cfg"), "Yealink SIP-T46S 66.85.0.5 80:5e:c0:00:04:02"),
            new VendorPhone(
                    "Grandstream GRP2614",
                    List.of("cfg805ec0000402.xml"),
                    "Grandstream Model HW GRP2614 SW 1.0.5.15 DevId 805ec0000402"),
            new VendorPhone(
                    "Poly VVX 450",
                    List.of("805ec0000402-settings.cfg", "805ec0000402.cfg"),
                    "FileTransport PolycomVVX-VVX_450-UA/6.4.0.10182 (SN:805ec0000402) Type/Application"),
            new VendorPhone("Fanvil X6U", List.of("805ec0000402.cfg"), "Fanvil X6U 2.12.1 805ec0000402"));

    @TempDir
    Path root;

    private final VisitLog visits = new VisitLog();

    @BeforeEach
    void turnOnTheSiteTemplates() throws IOException {
        ProjectTemplates.turnOnSiteTemplates(root);
    }

    private void phone(String model, String site, String more) throws IOException {
        Files.createDirectories(root.resolve("extensions.d"));
        Files.writeString(
                root.resolve("extensions.d/402.yaml"),
                """
                extension: 402
                first_name: Ann
                last_name: Lee
                auth_id: 402
                auth_password: pw
                pbx_ip: pbx.example.net
                phone: {mac: %s, model: %s}
                vars: {admin_password: Zq81kk}
                """.formatted(MAC, model) + (site.isEmpty() ? "" : "site: " + site + "\n") + more);
    }

    private State state() throws Exception {
        Settings settings =
                new Settings(root, root.resolve("secrets.yaml"), FileMode.DEFAULT, Duration.ZERO, RemovalLimit.DEFAULT);
        return OneShotCommands.dryRun(
                settings,
                new RuntimeContext(
                        InstantSource.system(),
                        System::nanoTime,
                        Map.of(),
                        ProjectTemplates.BUILT_IN,
                        ProgressListener.NONE));
    }

    private static MissedRequest request(String name, String agent) {
        return new MissedRequest(name, FROM, 404, false, NOW, NOW, 1, agent);
    }

    private Explanation.ExplainedMiss explained(State state, MissedRequest request) {
        VisitLog log = new VisitLog();
        visits.of(MAC).forEach(visit -> log.recordVisit(MAC, visit));
        log.recordMissed(MAC, request);
        return new MissExplainer(log).explain(MAC, state).get(0);
    }

    @Test
    void aPhoneOfAnotherVendorIsRecognisedByItsUserAgentAndByTheFormOfTheName() throws Exception {
        for (VendorPhone ours : VENDORS) {
            phone(ours.model(), "", "");
            State state = state();
            for (VendorPhone theirs : VENDORS) {
                String first = theirs.names().get(0);
                if (theirs.equals(ours) || ours.names().contains(first)) {
                    continue;
                }
                String name = "provisioning/" + first;
                Explanation.ExplainedMiss byAgent = explained(state, request(name, theirs.agent()));
                String from = "a " + theirs.model() + " instead of a " + ours.model();
                assertThat(byAgent.reason()).as(from).isEqualTo(MissReason.OTHER_MODEL);
                assertThat(byAgent.advice())
                        .as(from)
                        .containsExactly("The User-Agent is that of a " + theirs.model()
                                + ". If this is the phone, correct 'model: " + ours.model()
                                + "' at extensions.d/402.yaml:7:35.");
                Explanation.ExplainedMiss byName = explained(state, request(name, "curl/8.5.0"));
                assertThat(byName.reason()).as(from).isEqualTo(MissReason.OTHER_TEMPLATE);
                assertThat(byName.advice())
                        .as(from)
                        .singleElement()
                        .asString()
                        .contains(
                                " ask for such names. If this is one of them, correct 'model: " + ours.model(),
                                "templates/phones/");
                assertThat(byName.text())
                        .startsWith("asks for " + name + ", which it does not have (its file")
                        .containsPattern("its files? (is|are) provisioning/");
            }
        }
    }

    @Test
    void aCiscoPhoneIsRecognisedByTheFormOfTheName() throws Exception {
        phone("Snom D785", "", "");
        Explanation.ExplainedMiss miss = explained(state(), request("provisioning/spa805ec0000402.xml", "curl/8.5.0"));
        assertThat(miss.reason()).isEqualTo(MissReason.OTHER_TEMPLATE);
        assertThat(miss.advice()).containsExactly("""
                        Phones of templates/phones/cisco/ata.xml, templates/phones/cisco/linksys-ata.xml, \
                        templates/phones/cisco/spa.xml and 1 more ask for such names. If this is one of them, correct \
                        'model: Snom D785' at extensions.d/402.yaml:7:35.""");
    }

    @Test
    void thePhoneThatTheInputsNameIsNeverTakenForAnother() throws Exception {
        phone("Yealink T46S", "", "");
        List<Template> templates = new ArrayList<>(state().inputs().catalog().phoneTemplates());
        int compared = 0;
        for (Template template : templates) {
            ModelEntry model = state().inputs().catalog().models(template).get(0);
            phone(model.name(), "", "");
            State state = state();
            for (String agent : agents(model.ua())) {
                Explanation.ExplainedMiss miss = explained(state, request("provisioning/nothing.cfg", agent));
                assertThat(miss.reason())
                        .as(template.path() + " with " + agent)
                        .isNotIn(MissReason.OTHER_MODEL, MissReason.OTHER_TEMPLATE);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "provisioning/805ec0000402.cfg | OTHER_FOLDER | The path has no folder.",
                "provisioning/hamburg/805ec0000402.cfg | OTHER_FOLDER | 'hamburg' is the folder of another site.",
                "provisioning/Hamburg/805EC0000402.CFG | OTHER_FOLDER | 'Hamburg' is the folder of another site.",
                "provisioning/berlin/berlin/805ec0000402.cfg | OTHER_FOLDER | 'berlin/berlin' is not the folder",
                "provisioning/provisioning/berlin/805ec0000402.cfg | OTHER_FOLDER | The path has '/provisioning/' twice. By TFTP",
                "provisioning/***/berlin/805ec0000402.cfg | OTHER_FOLDER | '***/berlin' is not the folder",
                "/805ec0000402.cfg | OUTSIDE | The path is not below the agent's '--path'.",
                "/berlin/805ec0000402.cfg | OUTSIDE | The path is not below the agent's '--path'.",
                "/nothing | OUTSIDE | The path is not below the agent's '--path'.",
            })
    void aWrongFolderIsRecognised(String name, MissReason reason, String advice) throws Exception {
        phone("Yealink T46S", "berlin", "");
        Files.writeString(
                root.resolve("extensions.d/500.yaml"), "extension: 500\nfirst_name: A\nlast_name: B\nsite: hamburg\n");
        Explanation.ExplainedMiss miss =
                explained(state(), request(name, VENDORS.get(1).agent()));
        assertThat(miss.reason()).isEqualTo(reason);
        assertThat(miss.advice())
                .singleElement()
                .asString()
                .startsWith(advice)
                .contains(" The provisioning URL of the phone must end in /provisioning/berlin/ (");
        assertThat(miss.text()).endsWith("(its file is provisioning/berlin/805ec0000402.cfg)");
    }

    @Test
    void aPhoneWithATokenIsToldToUseIt() throws Exception {
        phone("Yealink T46S", "", "provisioning: {token: Zq3.Un-guessable~Zq3_4}\n");
        Explanation.ExplainedMiss miss = explained(state(), request("provisioning/***/805ec0000402.cfg", ""));
        assertThat(miss.reason()).isEqualTo(MissReason.OTHER_FOLDER);
        assertThat(miss.advice()).singleElement().asString().contains("must end in /provisioning/TOKEN/ (");
        assertThat(miss.toString()).doesNotContain("guessable");
    }

    @Test
    void anotherVendorInAnotherFolderIsToldBoth() throws Exception {
        phone("Snom D785", "berlin", "");
        Explanation.ExplainedMiss miss = explained(
                state(), request("provisioning/805ec0000402.cfg", VENDORS.get(1).agent()));
        assertThat(miss.reason()).isEqualTo(MissReason.OTHER_MODEL);
        assertThat(miss.advice()).hasSize(2).last().asString().contains("must end in /provisioning/berlin/ (");
    }

    @Test
    void aPhoneWithoutAFileIsToldSo() throws Exception {
        phone("Yealink T46S", "", "");
        Path file = root.resolve("extensions.d/402.yaml");
        Files.writeString(file, Files.readString(file).replace("Zq81kk", "!secret missing"));
        Explanation.ExplainedMiss miss = explained(
                state(), request("provisioning/805ec0000402.cfg", VENDORS.get(1).agent()));
        assertThat(miss.reason()).isEqualTo(MissReason.NO_FILE);
        assertThat(miss.text()).endsWith("which it does not have (it has no file)");
        assertThat(miss.advice()).containsExactly("No file is published for this phone. Its problems say why.");
    }

    @Test
    void aNameThatIsPublishedSinceThenIsNoMistake() throws Exception {
        phone("Yealink T46S", "", "");
        Explanation.ExplainedMiss miss = explained(state(), request("provisioning/805EC0000402.cfg", ""));
        assertThat(miss.reason()).isEqualTo(MissReason.PUBLISHED_SINCE);
        assertThat(miss.text()).startsWith("asked for provisioning/805EC0000402.cfg before it was published (");
        assertThat(miss.advice()).isEmpty();
    }

    @Test
    void aNameIsOptionalIfThePhoneWasServedAtThatTime() throws Exception {
        phone("Grandstream GRP2614", "", "");
        State state = state();
        // A Grandstream asks for this name first. The sample template of the Snom 320 makes such names.
        MissedRequest first = request("provisioning/cfg805ec0000402", "curl/8.5.0");
        assertThat(explained(state, first).reason()).isEqualTo(MissReason.OTHER_TEMPLATE);
        assertThat(explained(state, request(first.name(), VENDORS.get(2).agent()))
                        .reason())
                .isEqualTo(MissReason.OTHER_NAME);
        visits.recordVisit(
                MAC, new Visit(NOW - 10, FROM, 200, "provisioning/cfg805ec0000402.xml", new Digest(1, 2), ""));
        assertThat(explained(state, first).reason()).isEqualTo(MissReason.OPTIONAL);
    }

    @Test
    void aRefusedFileOfOthersIsNamed() throws Exception {
        phone("Yealink T46S", "", "");
        Files.writeString(
                root.resolve("extensions.d/403.yaml"),
                Files.readString(root.resolve("extensions.d/402.yaml")).replace("402", "403"));
        State state = state();
        MissedRequest others = new MissedRequest("provisioning/805ec0000403.cfg", FROM, 404, true, NOW, NOW, 1, "");
        assertThat(explained(state, others).reason()).isEqualTo(MissReason.REFUSED);
        assertThat(explained(state, others).text()).contains(", which it has no access to (");
        assertThat(explained(state, others).advice()).containsExactly("The file belongs to phone 805ec0000403.");
        MissedRequest common = new MissedRequest("provisioning/fw/a.bin", FROM, 404, true, NOW, NOW, 1, "");
        assertThat(explained(state, common).advice())
                .containsExactly("'lineman explain provisioning/fw/a.bin' says who may fetch it.");
    }

    @Test
    void theMostTellingRequestOfTheLastStartComesFirst() throws Exception {
        phone("Yealink T46S", "berlin", "");
        visits.recordMissed(MAC, new MissedRequest("/old.cfg", FROM, 404, false, 1, 1, 1, ""));
        visits.recordMissed(
                MAC, new MissedRequest("provisioning/" + MAC + ".cfg", FROM, 404, false, NOW - 2, NOW - 2, 1, ""));
        visits.recordMissed(
                MAC, new MissedRequest("provisioning/y000000000108.cfg", FROM, 404, false, NOW, NOW, 1, ""));
        assertThat(new MissExplainer(visits).explain(MAC, state()))
                .extracting(miss -> miss.request().name())
                .containsExactly("provisioning/" + MAC + ".cfg", "provisioning/y000000000108.cfg", "/old.cfg");
    }

    @Test
    void aBlankInANameContinuesNoSentence() throws Exception {
        phone("Yealink T46S", "", "");
        assertThat(explained(state(), request("provisioning/x. Run this", "")).text())
                .startsWith("asks for provisioning/x.%20Run%20this, which it does not have (");
        assertThat(explained(state(), request("", "")).text()).startsWith("asks for a path that no file can have, ");
    }

    @Test
    void aTemplateOfTheirOwnIsNotTakenForAnotherModel() throws Exception {
        phone("Yealink T46S", "", "");
        Path own = Files.createDirectories(root.resolve("templates/phones")).resolve("customer.xml");
        Files.writeString(
                own,
                Files.readString(Path.of("templates/phones/yealink/yealink-t.xml"))
                        .replace("${phone.mac}.cfg", "customer-${phone.mac}.cfg"));
        Path file = root.resolve("extensions.d/402.yaml");
        Files.writeString(file, Files.readString(file).replace("model: Yealink", "template: customer, model: Yealink"));
        Explanation.ExplainedMiss miss = explained(
                state(), request("provisioning/nothing.cfg", VENDORS.get(1).agent()));
        assertThat(miss.reason()).isEqualTo(MissReason.OTHER_NAME);
    }

    /** The User-Agent of a model in the form of each vendor. */
    private static List<String> agents(String ua) {
        return List.of(
                "Mozilla/4.0 (compatible; " + ua + "-SIP 10.1.33.33 2010.12 805EC0000402 SXM:0 UXM:0)",
                "Yealink " + ua + " 66.85.0.5 80:5e:c0:00:04:02",
                "Grandstream Model HW " + ua + " SW 1.0.5.15 DevId 805ec0000402",
                "FileTransport PolycomVVX-" + ua + "-UA/6.4.0.10182 (SN:805ec0000402) Type/Application",
                "Cisco-CP-" + ua + "/11.0 (805ec0000402)",
                "Cisco/SPA" + ua + "-7.5.5 (805EC0000402)",
                "Fanvil " + ua + " 2.12.1 805ec0000402");
    }
}
