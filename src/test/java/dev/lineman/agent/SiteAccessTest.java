package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.TokenDigest;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The served files of a site follow the access rules of its phones. */
class SiteAccessTest {
    private static final String FLEET = "extensions.d/_defaults.yaml";
    private static final String ACME = "extensions.d/acme/_defaults.yaml";
    private static final String TOKEN = "0123456789abcdef";
    private static final String OTHER = "fedcba9876543210";
    private static final String BOOK = "provisioning/acme/book.xml";
    private static final String CLOSED = "e=0 s=YWNtZQ";

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void aSiteWithAPhonebook() {
        root = new TestRoot(folder);
        root.write(
                "templates/phones/x.xml",
                TestRoot.template("phone-template", "X", "filename=\"${phone.mac}.cfg\" syntax=\"velocity\"", "x"));
        root.write(
                "templates/site/book.xml",
                TestRoot.template(
                        "site-template",
                        "Book",
                        "filename=\"book.xml\" serve=\"true\" syntax=\"velocity\"",
                        "<YealinkIPPhoneDirectory>#foreach($p in $people)<DirectoryEntry><Name>$p.displayName</Name>"
                                + "<Telephone>$p.numbers[0].number</Telephone></DirectoryEntry>#end"
                                + "</YealinkIPPhoneDirectory>"));
        root.write(FLEET, "{pbx_ip: pbx.example, model: X}");
        root.write(ACME, "site: acme");
        phone("acme", 100, "");
        phone("acme", 101, "");
        phone("other", 100, "");
        root.write("extensions.d/other/_defaults.yaml", "site: other");
    }

    private void rule(String provisioning) {
        root.write(ACME, "{site: acme, provisioning: {" + provisioning + "}}");
    }

    /** Writes extension {@code number} of a site with a phone: 0004130001NN in acme, 0004130002NN in other. */
    private void phone(String site, int number, String more) {
        root.write("extensions.d/" + site + "/" + number + ".yaml", extension(number, mac(site, number), more));
    }

    /** Writes a file of phones with a user each. */
    private void users(int phones) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < phones; i++) {
            text.append(text.isEmpty() ? "" : "---\n")
                    .append(extension(
                            2000 + i,
                            String.format("0004138%05d", i),
                            ", provisioning: {user: u" + i + ", password: p}"));
        }
        root.write("extensions.d/acme/users.yaml", text.toString());
    }

    private static String mac(String site, int number) {
        return "00041300" + (site.startsWith("acme") ? "1" : "2") + String.format("%03d", number);
    }

    private static String extension(int number, String mac, String more) {
        return "{extension: " + number + ", first_name: N" + number + ", last_name: '', auth_id: a, auth_password: p"
                + more + ", phone: {mac: " + mac + "}}\n";
    }

    private String access() {
        root.runUntilIdle();
        TestRoot scratch = root.fromScratch();
        assertThat(scratch.accesses()).isEqualTo(root.accesses());
        assertThat(scratch.problems()).isEqualTo(root.problems());
        return root.accesses().get(BOOK);
    }

    private void assertProblem(String... parts) {
        assertThat(root.problems())
                .filteredOn(problem -> !problem.toString().contains("every client that knows a MAC"))
                .singleElement()
                .extracting(Problem::toString)
                .asString()
                .contains(parts);
    }

    private void assertNoProblem() {
        assertThat(root.problems()).allMatch(problem -> problem.toString().contains("every client that knows a MAC"));
    }

    @Test
    void aSiteFileFollowsTheRuleOfTheFoldersOfItsPhones() {
        assertThat(access()).isEqualTo("s=YWNtZQ");
        rule("allow: [10.1.0.0/16], token: " + TOKEN);
        String token = TokenDigest.of(TOKEN).text();
        assertThat(access()).isEqualTo("n=10.1.0.0/16 t=" + token + " s=YWNtZQ");
        assertThat(root.accesses().get("provisioning/other/book.xml")).isEqualTo("s=b3RoZXI");
        assertNoProblem();
        root.write(FLEET, "{pbx_ip: pbx.example, model: X, models: {X: {provisioning: {certificate: true}}}}");
        rule("allow: [10.1.0.0/16]");
        assertThat(access()).isEqualTo("n=10.1.0.0/16 c s=YWNtZQ");
        assertNoProblem();
    }

    @Test
    void aClientMustMeetTheRuleOfOnePhone() {
        rule("allow: [10.1.0.0/16]");
        phone("acme", 101, ", provisioning: {allow: [10.2.0.0/16], until: 2026-12-01T12:00Z}");
        assertThat(access()).isEqualTo("n=10.1.0.0/16 s=YWNtZQ\nn=10.2.0.0/16 e=1796126400 s=YWNtZQ");
        assertNoProblem();
    }

    @Test
    void aPhoneWithoutARuleDoesNotOpenTheFilesOfItsSite() {
        rule("token: " + TOKEN);
        for (String open :
                List.of("token: \"\"", "token: \"\", user_agent: true", "token: \"\", allow: [0.0.0.0/0, \"::/0\"]")) {
            phone("acme", 101, ", provisioning: {" + open + "}");
            assertThat(access()).isEqualTo("t=" + TokenDigest.of(TOKEN).text() + " s=YWNtZQ");
            assertProblem(
                    "extensions.d/acme/101.yaml:1:",
                    "warning: this phone has no access rule, but other phones of site 'acme' have one, so it does not get");
        }
        phone("acme", 101, "");
        access();
        assertNoProblem();
    }

    @Test
    void aRuleOfFewPhonesIsAnExceptionUnlessAFolderHasIt() {
        phone("acme", 102, "");
        phone("acme", 101, ", provisioning: {allow: [10.0.0.0/8]}");
        assertThat(access().lines()).contains("s=YWNtZQ");
        assertNoProblem();
        phone("acme", 102, ", provisioning: {allow: [10.0.0.0/8]}");
        assertThat(access()).isEqualTo("n=10.0.0.0/8 s=YWNtZQ");
        assertProblem("extensions.d/acme/100.yaml:1:", "warning: this phone has no access rule, but other phones");
        phone("acme", 102, "");
        assertThat(access().lines()).contains("s=YWNtZQ");
        root.write("extensions.d/acme/floor/_defaults.yaml", "provisioning: {allow: [10.0.0.0/8]}");
        phone("acme", 101, "");
        phone("acme/floor", 103, "");
        assertThat(access()).isEqualTo("n=10.0.0.0/8 s=YWNtZQ");
        assertProblem("extensions.d/acme/100.yaml:1:", "warning: this phone has no access rule, but other phones");
    }

    @Test
    void fetchesProtectNoFileOfASite() {
        rule("fetches: 1");
        assertThat(access()).isEqualTo(CLOSED);
        assertProblem("extensions.d/acme/100.yaml", "error: 'fetches' does not protect files that several");
        rule("fetches: 1, allow: [10.0.0.0/8]");
        assertThat(access()).isEqualTo("n=10.0.0.0/8 s=YWNtZQ");
        assertNoProblem();
    }

    @Test
    void ofManyRulesAFileHasWhatAllHaveInCommon() {
        users(1001);
        root.delete("extensions.d/acme/100.yaml");
        root.delete("extensions.d/acme/101.yaml");
        rule("");
        assertThat(access()).isEqualTo(CLOSED);
        assertProblem(
                "extensions.d/acme/users.yaml", "error: phones of site 'acme' have 1001 different", "write 'allow'");
        rule("allow: [10.0.0.0/8]");
        assertThat(access()).isEqualTo("n=10.0.0.0/8 s=YWNtZQ");
        assertProblem("warning: phones of site 'acme' have 1001 different access rules, and a file has at most 1000");
        users(1000);
        assertThat(access()).contains("\n").contains("u=").endsWith("n=10.0.0.0/8 s=YWNtZQ");
        assertNoProblem();
    }

    @Test
    void aSiteWithoutPhonesFollowsTheRulesOfItsExtensions() {
        root.write("extensions.d/acme/100.yaml", "{extension: 100, first_name: A}");
        root.delete("extensions.d/acme/101.yaml");
        rule("user: u, password: !secret p");
        assertThat(access()).isNull();
        assertProblem("secrets.yaml", "p");
        root.write("secrets.yaml", "p: \"123456\"");
        assertThat(access()).startsWith("u=").endsWith(" s=YWNtZQ");
        rule("allow: [10.0.0.0/8]");
        assertThat(access()).isEqualTo("n=10.0.0.0/8 s=YWNtZQ");
        phone("acme", 101, ", provisioning: {allow: [10.0.0.0/9]}");
        assertThat(access()).isEqualTo("n=10.0.0.0/9 s=YWNtZQ");
        root.delete("extensions.d/acme/101.yaml");
        assertThat(access()).isEqualTo("n=10.0.0.0/8 s=YWNtZQ");
    }

    @Test
    void anUnknownRuleKeepsTheLastOneAndHoldsBackNewFiles() {
        rule("token: " + TOKEN);
        String before = access();
        rule("token: !secret missing");
        root.runUntilIdle();
        assertThat(root.accesses().get(BOOK)).isEqualTo(before);
        root.write(
                "templates/site/more.xml",
                TestRoot.template("site-template", "More", "filename=\"more.xml\" serve=\"true\"", "x"));
        root.runUntilIdle();
        assertThat(root.accesses()).doesNotContainKey("provisioning/acme/more.xml");
        assertThat(root.accesses()).containsKey("provisioning/other/more.xml");
        root.write("secrets.yaml", "missing: " + OTHER);
        assertThat(access()).isEqualTo("t=" + TokenDigest.of(OTHER).text() + " s=YWNtZQ");
        assertThat(root.accesses().get("provisioning/acme/more.xml"))
                .isEqualTo(root.accesses().get(BOOK));
    }

    @Test
    void aChangedRuleIsPublishedAtOnceAndRendersNothing() {
        access();
        rule("allow: [10.0.0.0/8]");
        TestRoot.CycleWork work = root.runCycle();
        assertThat(root.accesses().get(BOOK)).isEqualTo("n=10.0.0.0/8 s=YWNtZQ");
        assertThat(work.rendered()).isZero();
        phone("acme", 101, ", provisioning: {allow: [10.0.0.0/9]}");
        work = root.runCycle();
        assertThat(work.resolved()).isEqualTo(1);
        assertThat(root.accesses().get(BOOK)).isEqualTo("n=10.0.0.0/8 s=YWNtZQ\nn=10.0.0.0/9 s=YWNtZQ");
    }

    @Test
    void phonesOfASiteGetItsPhonebookAndStrangersDoNot() throws Exception {
        root.write("extensions.d/other/_defaults.yaml", "{site: other, provisioning: {token: " + OTHER + "}}");
        rule("user: acme, password: \"123456\", token: " + TOKEN);
        try (RunningAgent agent = new RunningAgent(folder)) {
            String own = "/provisioning/" + TOKEN + "/acme/";
            String phone = own + mac("acme", 100) + ".cfg";
            RunningAgent.await(() -> status(agent, own + "book.xml", login("acme")) == 200);
            for (String path : List.of(phone, own + "book.xml", own + "book.xml?search=n100")) {
                assertThat(status(agent, path, login("acme"))).as(path).isEqualTo(200);
                assertThat(status(agent, path, List.of())).as(path).isEqualTo(401);
                assertThat(status(agent, path, login("stranger"))).as(path).isEqualTo(401);
            }
            for (String file : List.of("book.xml", mac("acme", 100) + ".cfg")) {
                for (String below : List.of("", OTHER + '/')) {
                    String path = "/provisioning/" + below + "acme/" + file;
                    assertThat(status(agent, path, login("acme"))).as(path).isEqualTo(404);
                    assertThat(status(agent, path, List.of())).as(path).isEqualTo(401);
                }
            }
            assertThat(status(agent, "/provisioning/" + OTHER + "/other/book.xml", List.of()))
                    .isEqualTo(200);
            HttpResponse<byte[]> found = agent.send("GET", own + "book.xml?search=n100", login("acme"));
            assertThat(new String(found.body(), StandardCharsets.UTF_8))
                    .contains("N100")
                    .doesNotContain("N101");
            String tag = agent.send("GET", own + "book.xml", login("acme"))
                    .headers()
                    .firstValue("ETag")
                    .orElseThrow();
            assertThat(status(agent, own + "book.xml", List.of("If-None-Match", tag)))
                    .isEqualTo(401);
            List<String> known = new ArrayList<>(login("acme"));
            known.addAll(List.of("If-None-Match", tag));
            assertThat(status(agent, own + "book.xml", known)).isEqualTo(304);
        }
    }

    private static final String TOKEN_RULE = "t=" + TokenDigest.of(TOKEN).text() + " s=YWNtZQ";

    @Test
    void phonesWithAnUnknownRuleKeepThePhonebookClosedForPhonesWithoutOne() {
        root.write("secrets.yaml", "t: " + TOKEN);
        rule("token: !secret t");
        phone("acme", 102, "");
        phone("acme", 101, ", provisioning: {token: ''}");
        assertThat(access()).isEqualTo(TOKEN_RULE);
        root.write("secrets.yaml", "{}");
        root.runUntilIdle();
        assertThat(root.accesses().get(BOOK)).isEqualTo(TOKEN_RULE);
        assertThat(root.problems()).anyMatch(problem -> problem.toString().contains("is not known"));
        assertThat(root.fromScratch().accesses().get(BOOK)).isNull();
        for (int i = 103; i < 106; i++) {
            assertThat(root.accesses().get(BOOK)).isEqualTo(TOKEN_RULE);
            phone("acme", i, ", provisioning: {token: '', allow: [10.0.0.0/8]}");
            root.runUntilIdle();
        }
        assertThat(root.accesses().get(BOOK)).isEqualTo("n=10.0.0.0/8 s=YWNtZQ\n" + TOKEN_RULE);
        root.write("secrets.yaml", "t: " + TOKEN);
        assertThat(access()).isEqualTo("n=10.0.0.0/8 s=YWNtZQ\n" + TOKEN_RULE);
    }

    @Test
    void anExceptionWithAnUnknownRuleLeavesAnOpenPhonebookOpen() {
        phone("acme", 102, "");
        assertThat(access()).isEqualTo("s=YWNtZQ");
        phone("acme", 101, ", provisioning: {token: !secret t}");
        root.runUntilIdle();
        assertThat(root.accesses().get(BOOK)).isEqualTo("s=YWNtZQ");
        root.write("secrets.yaml", "t: " + TOKEN);
        assertThat(access()).isEqualTo("s=YWNtZQ\n" + TOKEN_RULE);
    }

    @Test
    void phonesThatWaitForAnUnreadableFileAfterAStartKeepTheirRule() throws IOException {
        AgentFixture agent = AgentFixture.onDisk(folder);
        root.write(FLEET, "{pbx_ip: pbx.example, model: X, models: {X: {provisioning: {token: " + TOKEN + "}}}}");
        agent.runUntilIdle();
        assertThat(agent.access(BOOK)).isEqualTo(TOKEN_RULE);
        root.write("templates/phones/x.xml", "<doc");
        agent.restart();
        agent.runUntilIdle();
        assertThat(agent.access(BOOK)).isEqualTo(TOKEN_RULE);
        phone("acme", 102, ", provisioning: {token: ''}");
        agent.runUntilIdle();
        assertThat(agent.access(BOOK)).isEqualTo(TOKEN_RULE);
        agent.close();
    }

    @Test
    void aRemovedPhoneThatKeepsItsFilesDoesNotHoldBackThePhonebook() throws IOException {
        AgentFixture agent = AgentFixture.onDisk(folder);
        agent.runUntilIdle();
        root.write("templates/phones/x.xml", "<doc");
        agent.restart();
        agent.delete("extensions.d/acme/101.yaml");
        agent.runUntilIdle();
        assertThat(agent.content("provisioning/acme/" + mac("acme", 101) + ".cfg"))
                .isNotNull();
        assertThat(agent.content(BOOK)).contains(">100<").doesNotContain(">101<");
        agent.close();
    }

    @Test
    void aPhoneInAFileThatIsUnreadableSinceTheStartIsNamedAsTheCause() throws IOException {
        AgentFixture agent = AgentFixture.onDisk(folder);
        agent.runUntilIdle();
        root.write("extensions.d/acme/101.yaml", "[");
        agent.restart();
        agent.runUntilIdle();
        assertThat(agent.problems())
                .anyMatch(problem -> problem.contains("a phone in an unreadable extension file is not known")
                        && problem.contains("published: correct this file"));
        agent.close();
    }

    @Test
    void rulesBelowModelsAlsoCloseThePhonebookOfASiteWithoutPhones() {
        String models = "{pbx_ip: pbx.example, model: X, models: {X: {provisioning: {token: " + TOKEN + "}}}}";
        root.write(FLEET, models);
        assertThat(access()).isEqualTo(TOKEN_RULE);
        root.write("extensions.d/acme/100.yaml", "{extension: 100, first_name: A}");
        root.write("extensions.d/acme/101.yaml", "{extension: 101, first_name: A}");
        assertThat(access()).isEqualTo(CLOSED);
        assertProblem("extensions.d/acme/100.yaml", "warning: no client gets the files of site templates");
        root.write(FLEET, "{pbx_ip: pbx.example, model: X}");
        assertThat(access()).isEqualTo("s=YWNtZQ");
        root.write(FLEET, models);
        assertThat(access()).isEqualTo(CLOSED);
        phone("acme", 101, "");
        assertThat(access()).isEqualTo(TOKEN_RULE);
    }

    @Test
    void aTimeAloneDoesNotProtectThePhonebook() {
        users(1001);
        rule("until: 2027-12-01T12:00Z");
        assertThat(access()).isEqualTo(CLOSED);
        users(1);
        phone("acme", 101, ", provisioning: {user: u, password: p}");
        assertThat(access().lines()).allMatch(grant -> grant.startsWith("u="));
        assertProblem("extensions.d/acme/100.yaml", "warning: this phone has no access rule");
    }

    @Test
    void aPhoneWithContradictionsKeepsItsRuleAndSite() {
        phone("acme", 100, ", provisioning: {token: " + TOKEN + "}");
        root.delete("extensions.d/acme/101.yaml");
        assertThat(access()).isEqualTo(TOKEN_RULE);
        assertThat(root.accesses().get("provisioning/other/book.xml")).isEqualTo("s=b3RoZXI");
        root.write("extensions.d/aaa/_defaults.yaml", "{site: other, provisioning: {token: " + OTHER + "}}");
        root.write("extensions.d/aaa/1.yaml", extension(900, mac("acme", 100), ""));
        root.runUntilIdle();
        assertThat(root.accesses().get(BOOK)).isEqualTo(TOKEN_RULE);
        assertThat(root.accesses().get("provisioning/other/book.xml")).isEqualTo("s=b3RoZXI");
        root.delete("extensions.d/aaa/1.yaml");
        root.delete("extensions.d/aaa/_defaults.yaml");
        assertThat(access()).isEqualTo(TOKEN_RULE);
    }

    @Test
    void newClientsGetThePhonebookOnlyWithoutTheTokenOfTheOthers() {
        root.write(FLEET, "{pbx_ip: pbx.example, model: X, provisioning_url: 'http://h/provisioning'}");
        link("$provisioning.url");
        rule("token: " + TOKEN);
        assertThat(access()).isEqualTo(TOKEN_RULE);
        assertThat(root.files().get(BOOK)).contains(TOKEN);
        phone("acme", 101, ", provisioning: {token: '', allow: [10.0.0.0/8]}");
        root.runCycle();
        assertThat(root.files().get(BOOK)).contains(TOKEN);
        assertThat(root.accesses().get(BOOK)).isEqualTo(TOKEN_RULE);
        assertThat(access()).isEqualTo("n=10.0.0.0/8 s=YWNtZQ\n" + TOKEN_RULE);
        assertThat(root.files().get(BOOK)).doesNotContain(TOKEN);
        phone("acme", 101, "");
        access();
        assertThat(root.files().get(BOOK)).contains(TOKEN);
        link("$provisioning.url $missing.x");
        root.runUntilIdle();
        rule("allow: [10.0.0.0/8]");
        root.runUntilIdle();
        assertThat(root.files().get(BOOK)).contains(TOKEN);
        assertThat(root.accesses().get(BOOK)).startsWith("t=").endsWith(CLOSED);
        phone("acme", 102, "");
        root.runUntilIdle();
        assertThat(root.accesses().get(BOOK)).startsWith("t=").endsWith(CLOSED);
        link("$provisioning.url.");
        assertThat(access()).isEqualTo("n=10.0.0.0/8 s=YWNtZQ");
    }

    private void link(String content) {
        root.write(
                "templates/site/book.xml",
                TestRoot.template(
                        "site-template", "Book", "filename=\"book.xml\" serve=\"true\" syntax=\"velocity\"", content));
    }

    @Test
    void aFolderWithoutARealRuleDoesNotCloseThePhonebook() {
        for (String folder : List.of("user_agent: true", "allow: [0.0.0.0/0, '::/0']", "token: ''")) {
            rule(folder);
            phone("acme", 102, "");
            for (String own : List.of("token: " + TOKEN, "fetches: 1")) {
                phone("acme", 101, ", provisioning: {" + own + "}");
                assertThat(access().lines()).as(folder + own).anyMatch(grant -> !grant.contains("t="));
                assertThat(access()).doesNotContain("e=0");
                assertNoProblem();
            }
        }
        root.delete("extensions.d/acme/102.yaml");
        assertThat(access()).isEqualTo("s=YWNtZQ");
    }

    @Test
    void aWarningMovesWithThePhonesWithoutARule() {
        rule("allow: [10.0.0.0/8]");
        String open = ", provisioning: {allow: [0.0.0.0/0, '::/0']}";
        phone("acme", 100, open);
        phone("acme", 101, open);
        phone("acme", 102, "");
        access();
        assertProblem("extensions.d/acme/100.yaml:1:");
        phone("acme", 100, "");
        access();
        assertProblem("extensions.d/acme/101.yaml:1:");
        root.write("extensions.d/acme/101.yaml", "# A comment.\n" + extension(101, mac("acme", 101), open));
        access();
        assertProblem("extensions.d/acme/101.yaml:2:");
    }

    private static List<String> login(String user) {
        String text = Base64.getEncoder().encodeToString((user + ":123456").getBytes(StandardCharsets.UTF_8));
        return List.of("Authorization", "Basic " + text);
    }

    private static int status(RunningAgent agent, String path, List<String> fields) {
        try {
            return agent.send("GET", path, fields).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theMacInAUserAgentMustBeThatOfAPhoneOfTheSite() throws Exception {
        rule("user_agent: true");
        try (RunningAgent agent = new RunningAgent(folder)) {
            String path = "/provisioning/acme/book.xml";
            RunningAgent.await(() -> status(agent, path, List.of()) == 200);
            assertThat(status(agent, path, agent("acme", 101))).isEqualTo(200);
            assertThat(status(agent, path, agent("other", 100))).isEqualTo(404);
        }
        try (RunningAgent agent = new RunningAgent(folder)) {
            String path = "/provisioning/acme/book.xml";
            RunningAgent.await(() -> {
                assertThat(status(agent, path, agent("other", 100))).isNotEqualTo(200);
                return status(agent, path, agent("acme", 101)) == 200;
            });
            assertThat(status(agent, path, List.of())).isEqualTo(200);
        }
    }

    private static List<String> agent(String site, int number) {
        return List.of("User-Agent", "Yealink SIP-T46S 66.86.0.15 " + mac(site, number));
    }
}
