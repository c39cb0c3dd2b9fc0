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
import org.junit.jupiter.params.provider.ValueSource;

/** A file that many phones share leads to their token only if all of them have the same one. */
class SharedFileTokensTest {
    private static final String ONE = "1111111111111111";
    private static final String TWO = "2222222222222222";
    private static final String WARNING =
            "out/provisioning/first.cfg:1:1: warning: phones with different tokens share this file, so the URL in it has no token";

    @TempDir
    Path root;

    private AgentFixture agentFixture;

    @BeforeEach
    void open() throws IOException {
        agentFixture = AgentFixture.onDisk(root);
    }

    @AfterEach
    void close() throws IOException {
        agentFixture.close();
    }

    private void template(String syntax, String first, String own) throws IOException {
        agentFixture.write(
                "extensions.d/_defaults.yaml", "pbx_ip: h", "model: X", "provisioning_url: http://h/provisioning");
        agentFixture.write(
                "templates/phones/x.xml",
                "<doc><header><type>phone-template</type><name>X</name></header><data><device>",
                "<deviceconfig filename=\"first.cfg\"" + syntax + "><![CDATA[" + first + "]]></deviceconfig>",
                "<deviceconfig filename=\"" + (syntax.isEmpty() ? "%%mac_address%%" : "${phone.mac}") + "\"" + syntax
                        + "><![CDATA[" + own + "]]></deviceconfig></device></data></doc>");
    }

    private void phone(int number, String token) throws IOException {
        agentFixture.extension(number, "provisioning: {token: \"" + token + "\"}");
    }

    /** Runs incremental cycles, and compares files, access and problems with those of a first run. */
    private List<String> problems() throws IOException {
        agentFixture.runCycle();
        MemoryStore store = new MemoryStore();
        List<String> problems = agentFixture.problemsOfAFirstRunToo(store);
        for (String path : List.of("first.cfg", AgentFixture.mac(100))) {
            assertThat(agentFixture.content("provisioning/" + path))
                    .as(path)
                    .isEqualTo(store.files().get("provisioning/" + path));
        }
        return problems;
    }

    private String file(String name) throws IOException {
        return String.valueOf(agentFixture.content("provisioning/" + name)).strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " syntax=\"velocity\""})
    void theTokenIsInASharedFileWhileAllPhonesHaveIt(String syntax) throws IOException {
        String link = syntax.isEmpty() ? "%%PROVLINK%%" : "${vars.provlink}";
        template(syntax, link, link);
        phone(100, ONE);
        phone(101, ONE);
        assertThat(problems()).isEmpty();
        assertThat(file("first.cfg")).isEqualTo("http://h/provisioning/" + ONE);

        phone(101, TWO);
        assertThat(problems()).singleElement().asString().startsWith(WARNING);
        assertThat(file("first.cfg")).isEqualTo("http://h/provisioning");
        assertThat(file(AgentFixture.mac(100))).isEqualTo("http://h/provisioning/" + ONE);
        assertThat(file(AgentFixture.mac(101))).isEqualTo("http://h/provisioning/" + TWO);

        // Other changes leave it so, also over a restart and for a third phone.
        phone(102, TWO);
        agentFixture.extension(100, "label: Lobby", "provisioning: {token: \"" + ONE + "\"}");
        assertThat(problems()).hasSize(1);
        agentFixture.restart();
        agentFixture.runFullScan();
        assertThat(agentFixture.problems()).singleElement().asString().startsWith(WARNING);
        assertThat(file("first.cfg")).isEqualTo("http://h/provisioning");

        // A phone without a token is another one, too.
        agentFixture.delete("extensions.d/101.yaml");
        agentFixture.delete("extensions.d/102.yaml");
        agentFixture.extension(103);
        assertThat(problems()).singleElement().asString().startsWith(WARNING);
        assertThat(file("first.cfg")).isEqualTo("http://h/provisioning");
        assertThat(file(AgentFixture.mac(100))).isEqualTo("http://h/provisioning/" + ONE);

        phone(103, ONE);
        assertThat(problems()).isEmpty();
        assertThat(file("first.cfg")).isEqualTo("http://h/provisioning/" + ONE);
    }

    @Test
    void aSharedFileWithoutAUrlIsNoProblem() throws IOException {
        template("", "the same", "%%PROVLINK%%");
        phone(100, ONE);
        phone(101, TWO);
        assertThat(problems()).isEmpty();
        assertThat(file("first.cfg")).isEqualTo("the same");
        assertThat(file(AgentFixture.mac(101))).isEqualTo("http://h/provisioning/" + TWO);
    }

    @Test
    void onlyTheTokenOfTheSharedFileIsOmitted() throws IOException {
        template("", "%%PROVLINK%% %%extension_auth_pw%%", "%%PROVLINK%%");
        phone(100, ONE);
        phone(101, TWO);
        assertThat(problems()).singleElement().asString().startsWith(WARNING);
        agentFixture.extension(101, "vars: {x: y}", "provisioning: {token: " + TWO + "}");
        agentFixture.runCycle();
        assertThat(file("first.cfg")).isEqualTo("http://h/provisioning p");
    }

    /** Each phone of the site reads the file, and no other client. */
    @Test
    void aServedFileOfASiteHasATokenOnlyIfAllItsPhonesHaveThisOne() throws IOException {
        agentFixture.write("extensions.d/_defaults.yaml", "pbx_ip: h", "model: X");
        agentFixture.write("extensions.d/acme/_defaults.yaml", "site: acme", "provisioning: {token: \"" + ONE + "\"}");
        agentFixture.write(
                "templates/site/book.xml",
                "<doc><header><type>site-template</type><name>Book</name></header><data><device>",
                "<deviceconfig filename=\"book.txt\" serve=\"true\" syntax=\"velocity\">",
                "<![CDATA[[$!provisioning.url]]]></deviceconfig></device></data></doc>");
        String url = "provisioning_url: http://h/provisioning";
        agentFixture.extension("extensions.d/acme/100.yaml", 100, url);
        agentFixture.extension("extensions.d/acme/101.yaml", 101, url);
        assertBook("[http://h/provisioning/" + ONE + "/acme/]");

        agentFixture.extension("extensions.d/acme/101.yaml", 101, url, "provisioning: {token: \"" + TWO + "\"}");
        assertBook("[http://h/provisioning/acme/]");
        agentFixture.delete("extensions.d/acme/101.yaml");
        assertBook("[http://h/provisioning/" + ONE + "/acme/]");
        agentFixture.write("extensions.d/acme/_defaults.yaml", "site: acme");
        assertBook("[http://h/provisioning/acme/]");

        url = "provisioning_url: {exact: \"http://u:geheim77@h/provisioning\"}";
        agentFixture.extension("extensions.d/acme/100.yaml", 100, url);
        assertBook("[]");

        agentFixture.write("extensions.d/_defaults.yaml", "pbx_ip: h", "model: X", url);
        assertBook("[http://u:geheim77@h/provisioning/]");
    }

    private void assertBook(String content) throws IOException {
        agentFixture.runUntilIdle();
        assertThat(file("acme/book.txt")).isEqualTo(content);
        MemoryStore store = new MemoryStore();
        agentFixture.problemsOfAFirstRunToo(store);
        assertThat(store.files().get("provisioning/acme/book.txt")).isEqualTo(content + "\n");
    }
}
