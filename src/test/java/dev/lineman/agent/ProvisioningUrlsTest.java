package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.State;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.resolve.url.ServingPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From {@code provisioning_url} to the files of phones and sites, with the problems that it can have. */
class ProvisioningUrlsTest {
    private static final String TOKEN = "0123456789abcdef";

    /** Reads the URL as both kinds of phone templates and a site template can. */
    private static final String DIALECT = "%%PROVLINK%% %%PROVLINK.PATH%%";

    @TempDir
    Path root;

    private AgentFixture agentFixture;

    @BeforeEach
    void open() throws IOException {
        agentFixture = AgentFixture.onDisk(root);
        agentFixture.template("%%mac_address%%", DIALECT);
        agentFixture.write(
                "templates/site/hosts.xml",
                "<doc><header><type>site-template</type><name>Hosts</name></header><data><device>",
                "<deviceconfig filename=\"hosts\" syntax=\"velocity\"><![CDATA[#foreach($p in $phones)$p.provisioningUrl ",
                "#end]]></deviceconfig></device></data></doc>");
        agentFixture.write("extensions.d/acme/_defaults.yaml", "site: acme");
        agentFixture.write("extensions.d/zeta/_defaults.yaml", "site: zeta");
        agentFixture.extension("extensions.d/acme/100.yaml", 100);
        agentFixture.extension("extensions.d/zeta/101.yaml", 101);
        agentFixture.extension("extensions.d/102.yaml", 102);
    }

    @AfterEach
    void close() throws IOException {
        agentFixture.close();
    }

    private void defaults(String... lines) throws IOException {
        agentFixture.write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1", "model: X", String.join("\n", lines));
    }

    private String file(String site, int number) throws IOException {
        return agentFixture
                .mirrored("provisioning/" + site + AgentFixture.mac(number))
                .strip();
    }

    /** Returns the problems after incremental cycles, and compares them with those of a first run. */
    private List<String> problems() throws IOException {
        agentFixture.runCycle();
        while (!agentFixture.state().pending().scheduled().isEmpty()) {
            agentFixture.runCycle();
        }
        return agentFixture.problemsOfAFirstRunToo(new MemoryStore());
    }

    @Test
    void oneLineAtTheTopServesAllSites() throws IOException {
        defaults("provisioning_url: http://h:5481/provisioning");
        assertThat(problems()).isEmpty();
        assertThat(file("acme/", 100)).isEqualTo("http://h:5481/provisioning/acme /provisioning/acme");
        assertThat(file("zeta/", 101)).isEqualTo("http://h:5481/provisioning/zeta /provisioning/zeta");
        assertThat(file("", 102)).isEqualTo("http://h:5481/provisioning /provisioning");
        assertThat(agentFixture.mirrored("site/acme/hosts").strip()).isEqualTo("http://h:5481/provisioning/acme");
        assertThat(agentFixture.mirrored("site/hosts").strip()).isEqualTo("http://h:5481/provisioning");
    }

    @Test
    void theTokenOfAPhoneIsAppendedAndFollowsItsRule() throws IOException {
        defaults("provisioning_url: http://h/provisioning", "provisioning: {token: " + TOKEN + "}");
        agentFixture.extension("extensions.d/102.yaml", 102, "provisioning: {token: \"\"}");
        assertThat(problems()).isEmpty();
        String acme = "http://h/provisioning/" + TOKEN + "/acme";
        assertThat(file("acme/", 100)).startsWith(acme + ' ');
        assertThat(agentFixture.mirrored("site/acme/hosts").strip()).isEqualTo(acme);
        assertThat(file("", 102)).isEqualTo("http://h/provisioning /provisioning");

        defaults("provisioning_url: http://h/provisioning", "provisioning: {token: !secret t}");
        agentFixture.write("secrets.yaml", "t: fedcba9876543210");
        assertThat(problems()).noneMatch(problem -> problem.contains("error"));
        assertThat(file("acme/", 100)).contains("/fedcba9876543210/acme ");
        agentFixture.write("secrets.yaml", "t: aaaaaaaaaaaaaaaa");
        problems();
        assertThat(file("acme/", 100)).contains("/aaaaaaaaaaaaaaaa/acme ");
        assertThat(agentFixture.mirrored("site/acme/hosts")).contains("/aaaaaaaaaaaaaaaa/acme");
    }

    @Test
    void aUrlThatEndsInTokenAndSiteIsAccepted() throws IOException {
        agentFixture.write(
                "extensions.d/acme/_defaults.yaml", "site: acme", "provisioning_url: http://h/provisioning/acme/");
        agentFixture.write(
                "extensions.d/zeta/_defaults.yaml",
                "site: zeta",
                "provisioning: {token: " + TOKEN + "}",
                "provisioning_url: http://h/provisioning/" + TOKEN + "/zeta");
        agentFixture.template("%%mac_address%%", "%%ext_01_enabled%%");
        agentFixture.write(
                "templates/phones/x.xml",
                "<doc><header><type>phone-template</type><name>X</name></header><data><device>",
                "<deviceconfig filename=\"${phone.mac}\" syntax=\"velocity\"><![CDATA[$!vars.provlink]]></deviceconfig>",
                "</device></data></doc>");
        assertThat(problems()).isEmpty();
        assertThat(file("acme/", 100)).isEqualTo("http://h/provisioning/acme/");
        assertThat(file("zeta/", 101)).isEqualTo("http://h/provisioning/" + TOKEN + "/zeta");
    }

    @Test
    void anExactUrlIsTakenAsItIs() throws IOException {
        defaults("provisioning_url: {exact: http://proxy/p}", "provisioning: {token: " + TOKEN + "}");
        assertThat(problems()).isEmpty();
        assertThat(file("acme/", 100)).isEqualTo("http://proxy/p /p");
        assertThat(agentFixture.mirrored("site/acme/hosts").strip()).isEqualTo("http://proxy/p");
        // The nearest form counts.
        agentFixture.write("extensions.d/acme/_defaults.yaml", "site: acme", "provisioning_url: http://h/provisioning");
        assertThat(problems()).isEmpty();
        assertThat(file("acme/", 100)).startsWith("http://h/provisioning/" + TOKEN + "/acme ");
        defaults("provisioning_url: {exact: !secret url}");
        agentFixture.write("secrets.yaml", "url: http://proxy/zeta");
        assertThat(problems()).noneMatch(problem -> problem.contains("error"));
        assertThat(file("zeta/", 101)).isEqualTo("http://proxy/zeta /zeta");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{exakt: http://h/p} | unknown key 'exakt' in 'provisioning_url'; did you mean 'exact'?",
                "{} | 'provisioning_url' is a URL, or a mapping with one: {exact: URL}",
                "{exact: } | 'provisioning_url' is a URL, or a mapping with one: {exact: URL}",
                "{exact: {exact: http://h/p}} | 'exact' is text; put it in quotes",
                "[http://h/p] | 'provisioning_url' is text; put it in quotes",
                "10.0.0.1/p | 'provisioning_url' is not a URL; write one such as",
            })
    void aUrlOfAnotherFormIsAnErrorAtItsLine(String url, String message) throws IOException {
        defaults("provisioning_url: " + url);
        assertThat(problems())
                .anyMatch(problem -> problem.startsWith("extensions.d/_defaults.yaml:3:")
                        && problem.contains(": error: " + message));
    }

    @Test
    void aUrlWithTheFolderOfAnotherSiteIsAnErrorAndTheOwnFolderIsUsed() throws IOException {
        defaults("provisioning_url: http://h/provisioning/acme");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(
                        "extensions.d/_defaults.yaml:3:19: error: 'provisioning_url' ends in the folder of site"
                                + " 'acme', and phones of other sites have it too; they get the URL of their own folder instead:")
                .contains("(for " + AgentFixture.mac(101) + ", " + AgentFixture.mac(102));
        assertThat(file("acme/", 100)).startsWith("http://h/provisioning/acme ");
        assertThat(file("zeta/", 101)).startsWith("http://h/provisioning/zeta ");
        assertThat(file("", 102)).startsWith("http://h/provisioning ");
        // Without the other site, it is another path. With it, it is the folder of a site again.
        agentFixture.move("extensions.d/acme", "elsewhere");
        assertThat(problems()).singleElement().asString().contains(": warning: ", "does not end in '/provisioning'");
        assertThat(file("zeta/", 101)).startsWith("http://h/provisioning/acme/zeta ");
        agentFixture.move("elsewhere", "extensions.d/acme");
        assertThat(problems()).singleElement().asString().contains(": error: ");
        assertThat(file("zeta/", 101)).startsWith("http://h/provisioning/zeta ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://h",
                "http://h/",
                "http://h/prov",
                "http://h/Provisioning",
                "http://h/provisioning/old",
                "http://h/provisioning/fedcba9876543210",
                "http://h/provisioning/{mac}.xml",
                "http://h/provisioning?",
                "https://h/provisioning/#x",
            })
    void aUrlBelowWhichTheAgentServesNothingIsAWarningAndWithAKnownPathAnError(String url) throws IOException {
        defaults("provisioning_url: '" + url + '\'');
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("extensions.d/_defaults.yaml:3:19: warning: 'provisioning_url' does not end in"
                        + " '/provisioning', where 'run' serves files unless it has --path, so phones")
                .doesNotContain("fedcba9876543210");
        assertThat(problemsAt(ServingPath.ASSUMED.asKnown()))
                .singleElement()
                .asString()
                .startsWith("extensions.d/_defaults.yaml:3:19: error: 'provisioning_url' does not end in"
                        + " '/provisioning', where Lineman serves files (--path)");
        assertThat(file("acme/", 100)).as("the file is made all the same").isNotNull();
    }

    @Test
    void thePathOfTheAgentDecides() throws IOException {
        defaults("provisioning_url: http://h/voip/phones/");
        problems();
        assertThat(problemsAt(ServingPath.of("/voip/phones"))).isEmpty();
        assertThat(problemsAt(ServingPath.of("/"))).singleElement().asString().contains("does not end in '/'");
        defaults("provisioning_url: http://h");
        problems();
        assertThat(problemsAt(ServingPath.of("/"))).isEmpty();
    }

    @Test
    void otherServersAreNotChecked() throws IOException {
        defaults("provisioning_url: tftp://h", "provisioning: {token: " + TOKEN + "}");
        assertThat(problems()).isEmpty();
        assertThat(file("acme/", 100)).isEqualTo("tftp://h/acme /acme");
    }

    @Test
    void aSecretUrlIsNotShown() throws IOException {
        agentFixture.write("secrets.yaml", "url: http://h/hushhush");
        defaults("provisioning_url: !secret url");
        assertThat(problems())
                .anyMatch(problem -> problem.contains("does not end in"))
                .noneMatch(problem -> problem.contains("hush"));
    }

    private List<String> problemsAt(ServingPath servingPath) throws IOException {
        State state = Cycles.run(
                Cycles.of(root, new MemoryStore()),
                State.of(OutputIndex.empty()).servedAt(servingPath),
                Cycles.EVERYTHING);
        return state.report().problems().stream().map(Object::toString).toList();
    }
}
