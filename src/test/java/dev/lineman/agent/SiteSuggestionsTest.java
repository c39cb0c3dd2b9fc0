package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.operator.view.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site that an unknown phone probably belongs to, on a running agent. */
class SiteSuggestionsTest {
    private static final String ACME = "000413000100";
    private static final String ZETA = "000413000200";

    @TempDir
    private Path root;

    @BeforeEach
    void twoSites() throws IOException {
        write("templates/phones/t.xml", TestRoot.template("T", "%%mac_address%%.cfg", "%%extension_auth_id%%"));
        write("extensions.d/_defaults.yaml", "{pbx_ip: p, auth_password: s, first_name: F, last_name: L}\n");
        write("extensions.d/acme/_defaults.yaml", "site: acme\n");
        write("extensions.d/zeta/_defaults.yaml", "site: zeta\n");
        write("extensions.d/acme/100.yaml", extension(100, ACME));
        write("extensions.d/zeta/200.yaml", extension(200, ZETA));
    }

    private static String extension(int number, String mac) {
        return "extension: " + number + "\nauth_id: a\nphone: {mac: " + mac + ", model: T}\n";
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static void awaitServed(RunningAgent agent, String path) {
        RunningAgent.await(() -> {
            try {
                return agent.fetch(path) != null;
            } catch (Exception e) {
                return false;
            }
        });
    }

    /** Asks for a file of an unknown phone, and returns its entry in the API. */
    private static Map<?, ?> ask(RunningAgent agent, String folder, String mac) throws Exception {
        assertThat(agent.fetch("/provisioning/" + folder + mac + ".cfg")).isNull();
        Object[] found = new Object[1];
        RunningAgent.await(() -> {
            try {
                Map<?, ?> answer =
                        JsonObject.read(agent.operator("/api/unknown").body());
                for (Object phone : (List<?>) answer.get("phones")) {
                    found[0] = mac.equals(((Map<?, ?>) phone).get("mac")) ? phone : found[0];
                }
                return found[0] != null;
            } catch (Exception e) {
                return false;
            }
        });
        return (Map<?, ?>) found[0];
    }

    private static void assertSuggests(Map<?, ?> phone, String site, String reason) {
        assertThat(phone.get("site")).isEqualTo(site);
        assertThat(phone.get("site_reason")).isEqualTo(reason);
    }

    @Test
    void thePathComesFirstThenThePhonesAtTheSameAddress() throws Exception {
        try (RunningAgent agent = RunningAgent.withBuiltInTemplates(root)) {
            awaitServed(agent, "/provisioning/acme/" + ACME + ".cfg");
            RunningAgent.await(() -> isServed(agent, ACME));
            assertSuggests(ask(agent, "ZETA/", "0004139999fe"), "zeta", "it asked for a file below provisioning/zeta/");
            assertSuggests(ask(agent, "", "0004139999ff"), "acme", "a phone of this site was last seen at 127.0.0.1");
            assertThat(agent.operator("/unknown").body())
                    .contains("zeta<small>it asked for a file below provisioning/zeta/</small>", ">Snom</small>");
            assertThat(agent.operator("/unknown/0004139999ff").body())
                    .contains(
                            "<option value=\"acme\" selected=\"\">",
                            "acme: a phone of this site was last seen at 127.0.0.1");
            // With phones of both sites at one address, it says nothing.
            awaitServed(agent, "/provisioning/zeta/" + ZETA + ".cfg");
            RunningAgent.await(() -> isServed(agent, ZETA));
            assertSuggests(ask(agent, "", "0004139999ff"), null, null);
        }
    }

    private static boolean isServed(RunningAgent agent, String mac) {
        try {
            Object state =
                    JsonObject.read(agent.operator("/api/phones/" + mac).body()).get("state");
            return "up_to_date".equals(state);
        } catch (Exception e) {
            return false;
        }
    }

    @Test
    void theAccessRulesOfOneSiteThatAllowTheAddressSuggestIt() throws Exception {
        write("extensions.d/acme/_defaults.yaml", "{site: acme, provisioning: {allow: [127.0.0.0/8]}}\n");
        write("extensions.d/zeta/_defaults.yaml", "{site: zeta, provisioning: {allow: [10.0.0.0/8, 0.0.0.0/0]}}\n");
        try (RunningAgent agent = new RunningAgent(root)) {
            RunningAgent.await(() -> isReady(agent));
            assertSuggests(ask(agent, "", "0004139999ff"), "acme", "the access rules of this site allow 127.0.0.1");
            write("extensions.d/zeta/_defaults.yaml", "{site: zeta, provisioning: {allow: [127.0.0.1]}}\n");
            RunningAgent.await(() -> {
                try {
                    return ask(agent, "", "0004139999ff").get("site") == null;
                } catch (Exception e) {
                    return false;
                }
            });
            assertSuggests(ask(agent, "", "0004139999ff"), null, null);
        }
    }

    /** A new customer: so far there is only a folder with defaults. */
    @Test
    void aSiteWithoutExtensionsIsSuggestedByItsPathAndByTheRulesOfItsFolder() throws Exception {
        write("extensions.d/newco/_defaults.yaml", "{site: newco, provisioning: {allow: [127.0.0.0/8]}}\n");
        try (RunningAgent agent = new RunningAgent(root)) {
            RunningAgent.await(() -> isReady(agent));
            assertSuggests(
                    ask(agent, "newco/", "0004139999fe"), "newco", "it asked for a file below provisioning/newco/");
            assertSuggests(ask(agent, "", "0004139999ff"), "newco", "the access rules of this site allow 127.0.0.1");
            assertThat(agent.operator("/unknown/0004139999ff").body())
                    .contains("<option value=\"newco\" selected=\"\">", "if it is empty, extensions.d/newco");
        }
    }

    private static boolean isReady(RunningAgent agent) {
        try {
            return agent.isReady();
        } catch (InterruptedException e) {
            return false;
        }
    }
}
