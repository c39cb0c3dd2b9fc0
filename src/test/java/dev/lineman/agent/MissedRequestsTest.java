package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.ProjectTemplates;
import dev.lineman.operator.view.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a known phone that asks a running agent for a name that it does not have. */
class MissedRequestsTest {
    private static final String MAC = "805ec0000402";
    private static final String T46S = "Yealink SIP-T46S 66.85.0.5 80:5e:c0:00:04:02";
    private static final String D785 =
            "Mozilla/4.0 (compatible; snomD785-SIP 10.1.33.33 2010.12-00004-g9ba52f5 805EC0000402 SXM:0 UXM:0)";

    @TempDir
    Path root;

    @BeforeEach
    void theProjectsTemplates() throws IOException {
        ProjectTemplates.copyTo(root);
    }

    @Test
    void aPhoneOfAnotherVendorIsRecognised() throws Exception {
        phone("Snom D785", "");
        try (RunningAgent agent = started()) {
            assertThat(shown(agent)).containsEntry("state", "never");
            assertThat(agent.fetch("/provisioning/" + MAC + ".cfg", T46S)).isNull();
            awaitState(agent, "not_found");
            assertThat(shown(agent))
                    .containsEntry("firmware", "66.85.0.5")
                    .containsEntry("address", "127.0.0.1")
                    .containsEntry("status", 404);
            assertThat(missed(agent).get("text"))
                    .asString()
                    .isEqualTo("asks for provisioning/805ec0000402.cfg, which it does not have (its files are"
                            + " provisioning/805EC0000402.xml and provisioning/snomD785-805EC0000402.htm)");
            assertThat(shown(agent).get("note"))
                    .asString()
                    .startsWith(missed(agent).get("text") + ", last at 20")
                    .endsWith(" from 127.0.0.1. The User-Agent is that of a Yealink T46S. If this is the phone,"
                            + " correct 'model: Snom D785' at extensions.d/402.yaml:7:35.");
            for (String page : List.of("/phones", "/phones/" + MAC)) {
                assertThat(agent.operator(page).body())
                        .as(page)
                        .contains(
                                "asks for provisioning/805ec0000402.cfg, which it does not have",
                                "asks for another file")
                        .doesNotContain("never asked</span>", "pw-of-402");
            }
            await(() -> agent.operator("/api/status").body().contains("\"not_found\":1"));
            assertThat(agent.operator("/metrics").body()).contains("lineman_phones{state=\"not_found\"} 1.0");
            assertThat(agent.operator("/api/phones?state=not_found").body())
                    .contains("\"missed\":[{", "\"note\":\"asks");
        }
    }

    @Test
    void itIsKnownAfterARestartAndGoneWhenTheInputsAreRight() throws Exception {
        phone("Snom D785", "");
        Map<String, Object> before;
        try (RunningAgent agent = started()) {
            for (int i = 0; i < 3; i++) {
                assertThat(agent.fetch("/provisioning/" + MAC + ".cfg", T46S)).isNull();
            }
            await(() -> Integer.valueOf(3).equals(missed(agent).get("count")));
            before = missed(agent);
        }
        try (RunningAgent agent = started()) {
            awaitState(agent, "not_found");
            assertThat(missed(agent)).isEqualTo(before).containsEntry("reason", "other_model");
            phone("Yealink T46S", "");
            await(() -> "published_since".equals(missed(agent).get("reason")));
            assertThat(shown(agent).get("note")).asString().contains("before it was published");
            assertThat(agent.fetch("/provisioning/" + MAC + ".cfg", T46S)).isNotNull();
            awaitState(agent, "up_to_date");
            assertThat(shown(agent)).containsEntry("note", null);
            phone("Snom D785", "");
            await(() -> "other_model".equals(missed(agent).get("reason")));
        }
    }

    @Test
    void aLongFolderIsShownOnlyIfItIsASite() throws Exception {
        phone("Snom D785", "site: customer-berlin-mitte\n");
        try (RunningAgent agent = started()) {
            String name = "805EC0000402.xml";
            for (String folder : List.of("/", "/provisioning/")) {
                assertThat(agent.fetch(folder + "customer-berlin-mitte/x/" + name))
                        .isNull();
                assertThat(agent.fetch(folder + "An-old-token-of-some-phone/" + name))
                        .isNull();
            }
            await(() -> shown(agent).get("missed") instanceof List<?> all && all.size() == 4);
            assertThat(shown(agent).get("missed"))
                    .asString()
                    .contains("/customer-berlin-mitte/x/" + name, "provisioning/customer-berlin-mitte/x/" + name)
                    .contains("/***/" + name, "provisioning/***/" + name)
                    .doesNotContain("An-old-token");
            assertThat(missed(agent)).containsEntry("reason", "other_folder");
        }
    }

    @Test
    void aForgedRequestChangesNothingOfAPhoneThatWorks() throws Exception {
        phone("Snom D785", "");
        try (RunningAgent agent = started()) {
            assertThat(agent.fetch("/provisioning/805EC0000402.xml", D785)).isNotNull();
            assertThat(agent.fetch("/provisioning/snomD785-805EC0000402.htm", D785))
                    .isNotNull();
            awaitState(agent, "up_to_date");
            // The agent records a request after it has sent the response.
            await(() -> !String.valueOf(shown(agent).get("files")).contains("served=null"));
            Map<String, Object> before = shown(agent);
            for (int i = 0; i < 20; i++) {
                assertThat(agent.fetch("/provisioning/forged" + i, T46S)).isNull();
            }
            await(() -> shown(agent).get("missed") instanceof List<?> all && all.size() == 4);
            Map<String, Object> after = shown(agent);
            for (String key : List.of("state", "last_seen", "address", "status", "firmware", "user_agent", "files")) {
                assertThat(after.get(key)).as(key).isEqualTo(before.get(key));
            }
            assertThat(after).containsEntry("note", null);
            phone("Snom D785", "options: {language: German}\n");
            awaitState(agent, "older");
        }
    }

    @Test
    void scriptsThatProbeTheServerLeaveNoTraceAtAPhone() throws Exception {
        phone("Snom D785", "");
        try (RunningAgent agent = started()) {
            for (String path : List.of("/", "/provisioning/", "/favicon.ico", "/provisioning/nothing.cfg", "/.env")) {
                assertThat(agent.fetch(path, "curl/8.5.0")).isNull();
            }
            assertThat(agent.fetch("/provisioning/" + MAC + ".cfg", "curl/8.5.0"))
                    .isNull();
            awaitState(agent, "not_found");
            assertThat(shown(agent)).containsEntry("firmware", null).containsEntry("user_agent", "curl/8.5.0");
            assertThat((List<?>) shown(agent).get("missed")).hasSize(1);
            assertThat(missed(agent)).containsEntry("reason", "other_template");
        }
    }

    private void phone(String model, String more) throws IOException {
        Files.createDirectories(root.resolve("extensions.d"));
        Files.writeString(root.resolve("extensions.d/402.yaml"), """
                extension: 402
                first_name: Ann
                last_name: Lee
                auth_id: 402
                auth_password: pw-of-402
                pbx_ip: pbx.example.net
                phone: {mac: 805ec0000402, model: %s}
                vars: {admin_password: Zq81kk}
                """.formatted(model) + more);
    }

    private RunningAgent started() throws IOException {
        RunningAgent agent = new RunningAgent(root);
        await(agent::isReady);
        return agent;
    }

    private static void awaitState(RunningAgent agent, String state) throws Exception {
        await(() -> state.equals(shown(agent).get("state")));
        assertThat(shown(agent)).containsEntry("state", state);
    }

    /** A condition that sends requests. */
    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(Condition condition) {
        RunningAgent.await(() -> {
            try {
                return condition.holds();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** The most telling missed request of the phone; empty if there is none. */
    private static Map<String, Object> missed(RunningAgent agent) throws IOException, InterruptedException {
        Map<String, Object> first = new TreeMap<>();
        if (shown(agent).get("missed") instanceof List<?> all
                && !all.isEmpty()
                && all.get(0) instanceof Map<?, ?> one) {
            one.forEach((key, value) -> first.put(key.toString(), value));
        }
        return first;
    }

    private static Map<String, Object> shown(RunningAgent agent) throws IOException, InterruptedException {
        return JsonObject.read(agent.operator("/api/phones/" + MAC).body());
    }
}
