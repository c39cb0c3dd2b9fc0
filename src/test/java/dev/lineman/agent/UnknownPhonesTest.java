package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.operator.view.JsonObject;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.serve.visits.VisitStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phones without an extension that send requests to a running agent. */
class UnknownPhonesTest {
    private static final String EXTENSION = """
            extension: 100
            first_name: A
            last_name: B
            auth_id: 100
            auth_password: pw
            pbx_ip: 10.0.0.1
            phone: {mac: 000413000100, model: T}
            """;

    @TempDir
    Path folder;

    @Test
    void anUnknownPhoneIsShownWithTheMacFromItsFileName() throws Exception {
        TestRoot root = new TestRoot(folder);
        root.write(
                "templates/phones/t.xml", TestRoot.template("T", "%%mac_address%%face.cfg", "%%extension_last_name%%"));
        root.write("templates/phones/u.xml", TestRoot.template("U", "spa%%mac_address%%.xml", "x"));
        root.write("extensions.d/100.yaml", EXTENSION);
        try (RunningAgent agent = new RunningAgent(folder)) {
            RunningAgent.await(() -> knows(agent, "000413000100"));
            assertThat(fetch(agent, "/provisioning/000413000100face.cfg")).isNotNull();
            assertThat(fetch(agent, "/provisioning/000413000100fade.cfg")).isNull();
            for (String name : List.of("000413000199face.cfg", "spa000e08aabbcc.xml", "acme/000E08AABBCDFACE.cfg")) {
                assertThat(fetch(agent, "/provisioning/" + name)).isNull();
            }
            // The agent records a request after it has sent the response.
            RunningAgent.await(() -> unknown(agent).size() == 3);
            assertThat(unknown(agent))
                    .extracting(phone -> ((Map<?, ?>) phone).get("mac"))
                    .isEqualTo(List.of("000413000199", "000e08aabbcc", "000e08aabbcd"));
            assertThat(unknown(agent))
                    .extracting(phone -> ((Map<?, ?>) phone).get("name"))
                    .isEqualTo(List.of(
                            "provisioning/000413000199face.cfg",
                            "provisioning/spa000e08aabbcc.xml",
                            "provisioning/acme/000E08AABBCDFACE.cfg"));
            assertThat(agent.operator("/unknown").body()).contains("provisioning/acme/000E08AABBCDFACE.cfg");
            // The command adopt uses the folder.
            RunningAgent.await(
                    () -> VisitStore.load(folder.resolve("out/.lineman/phones")).unknownPhones(mac -> false).stream()
                            .map(UnknownPhone::folder)
                            .sorted()
                            .toList()
                            .equals(List.of("", "", "acme")));
            assertThat(agent.operator("/unknown").body()).contains("00:04:13:00:01:99", "00:0e:08:aa:bb:cc");
        }
    }

    private static byte[] fetch(RunningAgent agent, String path) {
        try {
            return agent.fetch(path);
        } catch (Exception e) {
            return null;
        }
    }

    private static boolean knows(RunningAgent agent, String mac) {
        try {
            return agent.operator("/api/phones/" + mac).statusCode() == 200;
        } catch (Exception e) {
            return false;
        }
    }

    private static List<?> unknown(RunningAgent agent) {
        try {
            Map<?, ?> answer = JsonObject.read(agent.operator("/api/unknown").body());
            List<Object> phones = new ArrayList<>((List<?>) answer.get("phones"));
            phones.sort(Comparator.comparing(phone -> String.valueOf(((Map<?, ?>) phone).get("mac"))));
            return phones;
        } catch (Exception e) {
            return List.of();
        }
    }
}
