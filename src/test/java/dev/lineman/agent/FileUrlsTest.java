package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

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

/** From the path of a served file in {@code vars} to the URL that a phone is told, and the login that it needs there. */
class FileUrlsTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final String URL = "provisioning_url: http://h:5481/provisioning";
    private static final String CA = "<var name=\"ca_url\" type=\"url\"/>";

    @TempDir
    Path root;

    private AgentFixture agentFixture;

    @BeforeEach
    void open() throws IOException {
        agentFixture = AgentFixture.onDisk(root);
        agentFixture.write("extensions.d/_defaults.yaml", "pbx_ip: h", "model: X", URL);
        agentFixture.write("extensions.d/acme/_defaults.yaml", "site: acme");
        agentFixture.write("templates/static/certs/ca.pem", "a certificate");
        siteTemplate("book.xml", "book.xml", "");
    }

    @AfterEach
    void close() throws IOException {
        agentFixture.close();
    }

    private void template(String syntax, String header, String content) throws IOException {
        agentFixture.write(
                "templates/phones/x.xml",
                "<doc><header><type>phone-template</type><name>X</name>" + header + "</header><data><device>",
                "<deviceconfig filename=\"" + (syntax.isEmpty() ? "%%mac_address%%" : "${phone.mac}") + "\"" + syntax
                        + "><![CDATA[" + content + "]]></deviceconfig></device></data></doc>");
    }

    private void siteTemplate(String path, String filename, String content) throws IOException {
        agentFixture.write(
                "templates/site/" + path,
                "<doc><header><type>site-template</type></header><data><device><deviceconfig filename=\"" + filename
                        + "\" serve=\"true\">" + content + "</deviceconfig></device></data></doc>");
    }

    private static String velocity() {
        return " syntax=\"velocity\"";
    }

    private String file(String path) throws IOException {
        return agentFixture.mirrored("provisioning/" + path).strip();
    }

    /** Returns the problems after incremental cycles, and compares files and problems with those of a first run. */
    private List<String> problems() throws IOException {
        agentFixture.runUntilIdle();
        MemoryStore store = new MemoryStore();
        List<String> problems = agentFixture.problemsOfAFirstRunToo(store);
        for (int number : new int[] {100, 101}) {
            for (String folder : new String[] {"", "acme/"}) {
                String path = "provisioning/" + folder + AgentFixture.mac(number);
                assertThat(agentFixture.content(path))
                        .as(path)
                        .isEqualTo(store.files().get(path));
            }
        }
        return problems;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "velocity"})
    void aPhoneIsToldTheLoginOfItsOwnRule(String syntax) throws IOException {
        template(
                syntax.isEmpty() ? "" : velocity(),
                "",
                syntax.isEmpty()
                        ? "[%%provisioning_user%%|%%provisioning_password%%|%%provisioning_login%%]"
                        : "[$provisioning.user|$provisioning.password|$provisioning.login]");
        agentFixture.extension(100);
        assertThat(problems()).isEmpty();
        assertThat(file(AgentFixture.mac(100))).isEqualTo("[||]");

        agentFixture.write("secrets.yaml", "login: one");
        agentFixture.extension(100, "provisioning: {user: phones, password: !secret login}");
        problems();
        assertThat(file(AgentFixture.mac(100))).isEqualTo("[phones|one|phones:one]");

        agentFixture.write("secrets.yaml", "login: 'zwölf @/:%'");
        problems();
        assertThat(file(AgentFixture.mac(100))).isEqualTo("[phones|zwölf @/:%|phones:zw%C3%B6lf%20%40%2F%3A%25]");

        agentFixture.write(
                "extensions.d/_defaults.yaml", "pbx_ip: h", "model: X", "provisioning: {user: u, password: pp}");
        agentFixture.extension(100, "provisioning: {user: \"\"}");
        problems();
        assertThat(file(AgentFixture.mac(100))).isEqualTo("[||]");
    }

    @ParameterizedTest
    @CsvSource({
        "'', http://h:5481/provisioning/, http://h:5481/provisioning/",
        "'provisioning: {token: 0123456789abcdef}', http://h:5481/provisioning/0123456789abcdef/,"
                + " http://h:5481/provisioning/0123456789abcdef/",
        "'provisioning_url: {exact: \"https://f.example/p?k=1\"}', https://f.example/p/, https://f.example/p/",
        "'provisioning_url: http://h:5481/provisioning/', http://h:5481/provisioning/, http://h:5481/provisioning/",
    })
    void thePathOfAServedFileIsAUrlBelowThatOfThePhone(String rule, String shared, String own) throws IOException {
        template("", CA + "<var name=\"book\" type=\"url\"/>", "%%ca_url%% %%book%%");
        agentFixture.extension(100, "vars: {ca_url: certs/ca.pem, book: book.xml}", rule);
        agentFixture.extension("extensions.d/acme/101.yaml", 101, "vars: {ca_url: certs/ca.pem, book: book.xml}", rule);
        assertThat(problems()).noneMatch(problem -> problem.contains("error"));
        boolean exact = rule.contains("exact");
        String query = exact ? "?k=1" : "";
        assertThat(file(AgentFixture.mac(100)))
                .isEqualTo(shared + "certs/ca.pem" + query + ' ' + own + "book.xml" + query);
        assertThat(file("acme/" + AgentFixture.mac(101)))
                .isEqualTo(shared + "certs/ca.pem" + query + ' ' + own + (exact ? "" : "acme/") + "book.xml" + query);
    }

    @Test
    void aFolderAndANameWithABlankAreUrlsToo() throws IOException {
        agentFixture.write("templates/static/fw new/a b.bin", "x");
        template("", "<var name=\"fw\" type=\"url\"/><var name=\"bin\" type=\"url\"/>", "%%fw%% %%bin%%");
        agentFixture.extension(100, "vars: {fw: fw new, bin: fw new/a b.bin}");
        assertThat(problems()).isEmpty();
        assertThat(file(AgentFixture.mac(100)))
                .isEqualTo("http://h:5481/provisioning/fw%20new http://h:5481/provisioning/fw%20new/a%20b.bin");
    }

    @Test
    void aMissingFileIsAnErrorUntilItIsThere() throws IOException {
        template("", CA, "[{IF ca_url}%%ca_url%%{ENDIF}]");
        agentFixture.extension(100, "vars: {ca_url: certs/cb.pem}");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("100.yaml:")
                .contains(
                        "error: 'ca_url: certs/cb.pem' is no file below templates/static/ and none that a site template"
                                + " serves, so it is left out; did you mean 'certs/ca.pem'?");
        assertThat(file(AgentFixture.mac(100))).isEqualTo("[]");

        agentFixture.write("templates/static/certs/cb.pem", "x");
        assertThat(problems()).isEmpty();
        assertThat(file(AgentFixture.mac(100))).isEqualTo("[http://h:5481/provisioning/certs/cb.pem]");

        agentFixture.delete("templates/static/certs/cb.pem");
        assertThat(problems()).hasSize(1);
        siteTemplate("more.xml", "certs/cb.pem", "x");
        assertThat(problems()).isEmpty();
        siteTemplate("more.xml", "certs/other.pem", "x");
        assertThat(problems()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "http://h:5481/provisioning/acme/book.xml, true",
        "http://h:5481/provisioning/acme/book.xml?search=#SEARCH, true",
        "http://h:5481/provisioning/0123456789abcdef/acme/book.xml, false",
        "http://other/provisioning/acme/book.xml, false",
        "http://h:5481/provisioning/acme/book2.xml, false",
        "book.xml, false",
    })
    void aUrlOfAFileOfTheSiteWithoutItsTokenIsAWarning(String url, boolean warned) throws IOException {
        template("", CA, "[%%ca_url%%]");
        agentFixture.write("extensions.d/_defaults.yaml", "pbx_ip: h", "model: X", URL, "site_templates: [book]");
        agentFixture.write("extensions.d/acme/_defaults.yaml", "site: acme", "provisioning: {token: " + TOKEN + "}");
        agentFixture.extension("extensions.d/acme/100.yaml", 100, "vars: {ca_url: \"" + url + "\"}");
        if (warned) {
            assertThat(problems())
                    .singleElement()
                    .asString()
                    .contains("100.yaml:7:")
                    .contains("warning: 'ca_url' is the URL of a file of the site without its token")
                    .contains("'ca_url: book.xml'");
        } else {
            assertThat(problems()).isEmpty();
        }
    }

    @Test
    void aHintForAMissingFileFollowsTheFiles() throws IOException {
        template("", CA, "x");
        agentFixture.extension(100, "vars: {ca_url: certs/cx.pem}");
        template("", CA, "{IF ca_url}%%ca_url%%{ENDIF}");
        assertThat(problems()).singleElement().asString().contains("did you mean 'certs/ca.pem'");
        agentFixture.move("templates/static/certs/ca.pem", "templates/static/certs/cy.pem");
        assertThat(problems()).singleElement().asString().contains("did you mean 'certs/cy.pem'");
    }

    @Test
    void aSecuritySettingWithoutItsFileKeepsTheLastGoodFiles() throws IOException {
        template("", "<var name=\"ca_url\" type=\"url\" security=\"true\"/>", "[{IF ca_url}%%ca_url%%{ENDIF}]");
        agentFixture.extension(100, "vars: {ca_url: certs/ca.pem}");
        assertThat(problems()).isEmpty();
        String good = file(AgentFixture.mac(100));
        agentFixture.delete("templates/static/certs/ca.pem");
        agentFixture.runUntilIdle();
        assertThat(agentFixture.problems())
                .singleElement()
                .asString()
                .contains("so the phone keeps its last good files");
        assertThat(file(AgentFixture.mac(100))).isEqualTo(good);
    }

    @Test
    void aPathNeedsTheUrlOfThePhone() throws IOException {
        agentFixture.write("extensions.d/_defaults.yaml", "pbx_ip: h", "model: X");
        template("", CA, "[{IF ca_url}%%ca_url%%{ENDIF}]");
        agentFixture.extension(100, "vars: {ca_url: certs/ca.pem}");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("'ca_url: certs/ca.pem' is the path of a file, and the phone has no 'provisioning_url'");
        assertThat(file(AgentFixture.mac(100))).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h/x",
                "http://",
                "/certs/ca.pem",
                "../ca.pem",
                "a?b",
                "certs//ca.pem",
                "certs/",
                "http://h/a b",
                "http://h:99999/x",
                "http://u x@h/x",
                "http://h/x?a b"
            })
    void aValueThatIsNeitherIsAnError(String value) throws IOException {
        template("", "<var name=\"ca_url\" type=\"url\" schemes=\"http,https\"/>", "[{IF ca_url}%%ca_url%%{ENDIF}]");
        agentFixture.extension(100, "vars: {ca_url: \"" + value + "\"}");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("'ca_url' must be a URL (http, https), or the path of a file below templates/static or of a"
                        + " site template, without '/' at its start or end and without '..' (");
    }

    @Test
    void thePathOfAFileIsAnErrorIfThePhoneCannotHaveTheSchemeOfItsUrl() throws IOException {
        agentFixture.write(
                "extensions.d/_defaults.yaml", "pbx_ip: h", "model: X", "provisioning_url: tftp://h/provisioning");
        agentFixture.write("extensions.d/http/_defaults.yaml", "provisioning_url: http://h/provisioning");
        template(
                "",
                "<var name=\"ca_url\" type=\"url\" schemes=\"http,https\"/>"
                        + "<var name=\"book\" type=\"url\" schemes=\"http,https\" default=\"book.xml\"/>",
                "[{IF ca_url}%%ca_url%%{ENDIF} {IF book}%%book%%{ENDIF}]");
        agentFixture.extension(100, "vars: {ca_url: certs/ca.pem}");
        agentFixture.extension("extensions.d/http/101.yaml", 101, "vars: {ca_url: certs/ca.pem}");
        assertThat(problems())
                .filteredOn(problem -> problem.contains("ca_url"))
                .singleElement()
                .asString()
                .contains("extensions.d/100.yaml:")
                .contains(
                        "'ca_url: certs/ca.pem' becomes a URL below 'provisioning_url', and 'ca_url' must be a URL (http, https)")
                .contains(", so it is left out; write a whole URL");
        assertThat(file(AgentFixture.mac(100))).isEqualTo("[ ]");
        assertThat(file(AgentFixture.mac(101)))
                .isEqualTo("[http://h/provisioning/certs/ca.pem http://h/provisioning/book.xml]");
    }

    @Test
    void theMessageForASecretDoesNotHaveIt() throws IOException {
        template("", CA, "[{IF ca_url}%%ca_url%%{ENDIF}]");
        agentFixture.write("secrets.yaml", "ca: certs/cb.pem");
        agentFixture.extension(100, "vars: {ca_url: !secret ca}");
        agentFixture.runUntilIdle();
        assertThat(agentFixture.problems())
                .anyMatch(problem -> problem.contains("'ca_url' is no file"))
                .noneMatch(problem -> problem.contains("cb.pem") || problem.contains("ca.pem"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "velocity"})
    void aUrlHasParts(String syntax) throws IOException {
        template(
                syntax.isEmpty() ? "" : velocity(),
                CA,
                syntax.isEmpty()
                        ? "{IF ca_url}%%ca_url.protocol%% %%ca_url.host%% %%ca_url.port%% %%CA_URL.PATH%%{ENDIF}"
                        : "#if($vars.ca_url)$vars['ca_url.protocol'] $vars['ca_url.host'] $vars['ca_url.port']"
                                + " $vars['ca_url.path']#end");
        agentFixture.extension(100, "vars: {ca_url: certs/ca.pem}", "provisioning: {token: " + TOKEN + "}");
        agentFixture.extension(101, "vars: {ca_url: https://x.example/ca}", "provisioning: {token: " + TOKEN + "}");
        assertThat(problems()).isEmpty();
        assertThat(file(AgentFixture.mac(100))).isEqualTo("http h 5481 /provisioning/" + TOKEN + "/certs/ca.pem");
        assertThat(file(AgentFixture.mac(101))).isEqualTo("https x.example 443 /ca");
    }

    @Test
    void aVariableOfWhichOnlyAPartIsReadHasAnEffect() throws IOException {
        template("", CA, "{IF ca_url.host}%%ca_url.host%%{ENDIF}");
        agentFixture.extension(100, "vars: {ca_url: certs/ca.pem}");
        assertThat(problems()).isEmpty();
        assertThat(file(AgentFixture.mac(100))).isEqualTo("h");
    }

    @Test
    void aDefaultThatIsAPathCountsWhereTheSiteServesTheFile() throws IOException {
        template(
                velocity(),
                "<var name=\"phonebook_url\" type=\"url\" default=\"people.xml\"/>",
                "[$!vars.phonebook_url] [#foreach($name in $phone.siteFiles)$name#if($foreach.hasNext), #end#end]");
        siteTemplate("variants/people.xml", "people.xml", "x");
        agentFixture.extension(100);
        agentFixture.extension("extensions.d/acme/101.yaml", 101);
        assertThat(problems()).isEmpty();
        assertThat(file(AgentFixture.mac(100))).isEqualTo("[] [book.xml]");
        assertThat(file("acme/" + AgentFixture.mac(101))).isEqualTo("[] [book.xml]");

        agentFixture.write("extensions.d/acme/_defaults.yaml", "site: acme", "site_templates: [variants/people]");
        assertThat(problems()).isEmpty();
        assertThat(file(AgentFixture.mac(100))).isEqualTo("[] [book.xml]");
        assertThat(file("acme/" + AgentFixture.mac(101)))
                .isEqualTo("[http://h:5481/provisioning/acme/people.xml] [book.xml, people.xml]");

        siteTemplate("variants/people.xml", "%%site%%.xml", "x");
        assertThat(problems()).isEmpty();
        assertThat(file("acme/" + AgentFixture.mac(101))).isEqualTo("[] [acme.xml, book.xml]");
        siteTemplate("variants/people.xml", "people.xml", "x");
        agentFixture.extension("extensions.d/acme/101.yaml", 101, "vars: {phonebook_url: \"\"}");
        assertThat(problems()).isEmpty();
        assertThat(file("acme/" + AgentFixture.mac(101))).isEqualTo("[] [book.xml, people.xml]");
        agentFixture.delete("templates/site/book.xml");
        problems();
        assertThat(file("acme/" + AgentFixture.mac(101))).isEqualTo("[] [people.xml]");
    }
}
