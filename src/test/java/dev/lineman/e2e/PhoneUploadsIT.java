package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A phone uploads its overrides with curl to the built program; the page and {@code drift} show them. */
class PhoneUploadsIT {
    private static final String MAC = "0004f2aabbcc";
    private static final String OTHER = "0004f2aabbdd";

    @TempDir
    Path folder;

    private FixtureRoot officeWithPolys() throws Exception {
        FixtureRoot root = FixtureRoot.ofSamples(folder.resolve("root"));
        for (Map.Entry<Integer, String> phone : Map.of(401, MAC, 402, OTHER).entrySet()) {
            root.write(
                    "extensions.d/poly/" + phone.getKey() + ".yaml", """
                    extension: %1$d
                    first_name: Ann
                    last_name: Lee
                    auth_id: %1$d
                    auth_password: sEcret%1$d
                    pbx_ip: pbx.example.net
                    phone: {mac: %2$s, model: Poly VVX 450}
                    provisioning: {user: poly, password: pw%1$d}
                    vars: {admin_password: Zq81kk, ntp_server: pool.ntp.org}
                    """.formatted(phone.getKey(), phone.getValue()));
        }
        return root;
    }

    /** Uploads a file as a phone does, and returns the status. */
    private String put(RunningProcess agent, String name, Path file, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}"));
        command.addAll(List.of("--noproxy", "*", "--max-time", "30", "-T", file.toString()));
        command.addAll(Arrays.asList(options));
        command.add("http://127.0.0.1:" + agent.port() + "/provisioning/" + name);
        return String.join("", Jar.run(folder, Map.of(), command).out());
    }

    @Test
    void aTemplateServesThePhoneItsOwnContacts() throws Exception {
        FixtureRoot root = FixtureRoot.ofSamples(folder.resolve("root"));
        String template = """
                <doc><header><type>phone-template</type><name>Own</name><serve-upload>contacts</serve-upload>
                <models><model>Own 1</model></models></header>
                <data><device><deviceconfig filename="%%mac_address%%.cfg">x</deviceconfig></device></data></doc>
                """;
        root.write("templates/phones/own.xml", template);
        root.write(
                "extensions.d/403.yaml", FixtureRoot.extension(403, "Bea").replaceFirst("model: .*", "model: Own 1"));
        String mac = FixtureRoot.mac(403);
        Path contacts = Files.writeString(folder.resolve("contacts.xml"), "<directory/>");
        try (RunningProcess agent = RunningProcess.startReady(root, "--uploads")) {
            assertThat(agent.get(mac + "-directory.xml")).isEqualTo("404");
            assertThat(put(agent, mac + "-directory.xml", contacts)).isEqualTo("201");
            assertThat(put(agent, mac + "-web.cfg", contacts)).isEqualTo("201");
            assertThat(agent.get(mac + "-directory.xml")).isEqualTo("<directory/>");
            assertThat(agent.get(mac + "-web.cfg")).isEqualTo("404");
        }
        root.write("templates/phones/own.xml", template.replace(">contacts<", ">overrides<"));
        assertThat(String.join("\n", Jar.run(root.path(), "check").err()))
                .contains("templates/phones/own.xml:1:")
                .contains("'overrides' is no upload that can be served back; write contacts or calls");
    }

    @Test
    void whatAPhoneUploadsIsStoredAndItsOverridesAreShown() throws Exception {
        FixtureRoot root = officeWithPolys();
        Path overrides = Files.writeString(folder.resolve("web.cfg"), """
                <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
                <PHONE_CONFIG><OVERRIDES tcpIpApp.sntp.address="10.0.0.9" reg.1.auth.password="stolen"/></PHONE_CONFIG>
                """);
        Path log = Files.writeString(folder.resolve("app.log"), "log line\n".repeat(100_000));
        try (RunningProcess agent = RunningProcess.startReady(root, "--uploads", "--max-upload-size=1M")) {
            String[] login = {"--digest", "-u", "poly:pw401"};
            assertThat(put(agent, MAC + "-web.cfg", overrides)).isEqualTo("401");
            assertThat(put(agent, MAC + "-web.cfg", overrides, "--digest", "-u", "poly:pw402"))
                    .isEqualTo("403");
            assertThat(put(agent, MAC + "-web.cfg", overrides, login)).isEqualTo("201");
            assertThat(put(agent, "logs/" + MAC + "-app.log", log, login)).isEqualTo("201");
            assertThat(put(agent, MAC + "-app.log", log, login)).isEqualTo("204");
            assertThat(put(agent, MAC + "-core.tar", log, login)).isEqualTo("403");
            Path large = Files.writeString(folder.resolve("large"), "x".repeat((1 << 20) + 1));
            assertThat(put(agent, MAC + "-boot.log", large, login)).isEqualTo("413");
            assertThat(root.resolve("out/.lineman/uploads/" + MAC + "/" + MAC + "-app.log"))
                    .hasSameTextualContentAs(log);
            assertThat(agent.get(MAC + "-web.cfg")).isEqualTo("401");
            assertThat(agent.adminRequest("phones/" + MAC).body())
                    .contains("This phone overrides 2 values that you give.", "tcpIpApp.sntp.address", "pool.ntp.org")
                    .contains("extensions.d/poly/401.yaml:9:")
                    .doesNotContain("stolen", "sEcret401");
            assertThat(agent.adminRequest("api/phones/" + MAC).body())
                    .contains("\"drift\":{\"mac\":\"0004f2aabbcc\",\"label\":\"401 Ann Lee\",\"overridden\":2,")
                    .doesNotContain("stolen", "sEcret401");
            assertThat(agent.adminRequest("api/phones/" + OTHER).body()).contains("\"drift\":null");
            assertThat(agent.terminate().exitCode(Duration.ofSeconds(30))).isZero();
            assertThat(String.join("\n", agent.out())).contains("storing what phones upload, at most 1024 MiB");
        }
        Jar.CommandResult drift = Jar.run(root.path(), "drift", "401");
        assertThat(String.join("\n", drift.out()))
                .contains("phone 0004f2aabbcc (401 Ann Lee) overrides 2 of your values")
                .contains(
                        "      the phone uses  10.0.0.9\n      you give        pool.ntp.org\n      by ntp_server from ")
                .doesNotContain("stolen", "sEcret401");
        try (RunningProcess agent = RunningProcess.startReady(root, "--uploads")) {
            assertThat(put(agent, MAC + "-web.cfg", log, "-u", "poly:pw401")).isEqualTo("204");
            assertThat(agent.adminRequest("phones/" + MAC).body())
                    .contains("This phone has uploaded nothing that can be compared.", "It cannot be compared: ")
                    .doesNotContain("This phone overrides");
        }
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            assertThat(put(agent, MAC + "-web.cfg", overrides, "-u", "poly:pw401"))
                    .isEqualTo("405");
        }
    }
}
