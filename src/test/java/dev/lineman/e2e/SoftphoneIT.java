package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real phone and a real registrar: the phone registers with the values of its extension file. */
@Tag("softphone")
class SoftphoneIT {
    private static final String JOHN = "REGISTERED user=100 auth=john seconds=600 over=udp name=\"John Doe\"";
    private static final String JUERGEN =
            "REGISTERED user=100 auth=j100 seconds=600 over=tcp name=\"Jürgen \\\"JJ\\\" O'Neil & <Co>\"";
    private static final String SALES = "REGISTERED user=200 auth=200 seconds=600 over=tcp name=\"Sales Team\"";
    private static final String FILE = "linphone-000413246672.xml";

    @TempDir
    Path folder;

    private Registrar registrar;

    @BeforeEach
    void findPrograms() {
        Debian.program("linphonec", "linphone-cli");
        Debian.program("kamailio", "kamailio");
    }

    @AfterEach
    void stopRegistrar() {
        if (registrar != null) {
            registrar.close();
        }
    }

    @Test
    void aPhoneRegistersAsItsExtensionFileSaysUntilTheFileIsRemoved() throws Exception {
        registrar = Registrar.in(folder.resolve("registrar"));
        FixtureRoot root = root();
        Path home = folder.resolve("home");
        try (RunningProcess agent = RunningProcess.startReady(root, "--max-wait=300ms")) {
            root.write("extensions.d/100.yaml", john("s3cret"));
            registrar.setPassword("john", "s3cret");
            Deadline.await(() -> assertThat(agent.get(FILE)).contains("s3cret"));
            try (Softphone phone = Softphone.start(home, url(agent))) {
                assertThat(phone.fetchStatus()).isEqualTo(200);
                awaitRegisterEvents(phone, 0, JOHN);
            }

            root.write("extensions.d/100.yaml", john("another"));
            registrar.setPassword("john", "another");
            Deadline.await(() -> assertThat(agent.get(FILE)).contains("another"));
            int before = registrar.registerEvents().size();
            try (Softphone phone = Softphone.start(home, url(agent))) {
                assertThat(phone.fetchStatus()).isEqualTo(200);
                awaitRegisterEvents(phone, before, JOHN);
            }
            assertThat(registrar.registerEvents()).noneMatch(line -> line.startsWith("REFUSED"));

            Files.delete(root.resolve("extensions.d/100.yaml"));
            registrar.remove("john");
            Deadline.await(() -> assertThat(agent.get(FILE)).isEqualTo("404"));
            int then = registrar.registerEvents().size();
            try (Softphone phone = Softphone.start(folder.resolve("new home"), url(agent))) {
                assertThat(phone.fetchStatus()).isEqualTo(404);
                phone.awaitOutput("proxy list", "No proxies defined");
            }
            assertThat(registrar.registerEvents()).hasSize(then);
            try (Softphone phone = Softphone.start(home, url(agent))) {
                assertThat(phone.fetchStatus()).isEqualTo(404);
                awaitRegisterEvents(phone, then, "REFUSED user=100 auth=john");
                phone.kill();
            }
            assertThat(registrar.registerEvents().stream().skip(then)).noneMatch(line -> line.startsWith("REGISTERED"));
        }
    }

    @Test
    void bothAccountsOfAPhoneRegisterUntilOneIsRemoved() throws Exception {
        registrar = Registrar.in(folder.resolve("registrar"));
        FixtureRoot root = root().write("extensions.d/100.yaml", juergen()).write("extensions.d/200.yaml", sales());
        registrar.setPassword("j100", "p<&'ü\"\\%$x");
        registrar.setPassword("200", "two");
        Path home = folder.resolve("home");
        try (RunningProcess agent = RunningProcess.startReady(root, "--max-wait=300ms")) {
            try (Softphone phone = Softphone.start(home, url(agent))) {
                assertThat(phone.fetchStatus()).isEqualTo(200);
                awaitRegisterEvents(phone, 0, JUERGEN, SALES);
                phone.awaitOutput(
                        "codec list", " 0: PCMA (8000) enabled\n 1: G722 (8000) enabled\n 2: opus (48000) enabled");
            }

            Files.delete(root.resolve("extensions.d/200.yaml"));
            Deadline.await(() -> assertThat(agent.get(FILE)).doesNotContain("Sales"));
            int before = registrar.registerEvents().size();
            try (Softphone phone = Softphone.start(home, url(agent))) {
                assertThat(phone.fetchStatus()).isEqualTo(200);
                awaitRegisterEvents(phone, before, JUERGEN);
            }
            assertThat(registrar.registerEvents().stream().skip(before)).noneMatch(line -> line.contains("user=200"));
        }
    }

    @Test
    void overTlsAPhoneRegistersOnlyWithARegistrarThatItTrusts() throws Exception {
        Debian.kamailioModule("tls.so", "kamailio-tls-modules");
        registrar = Registrar.withTls(folder.resolve("registrar"));
        registrar.setPassword("john", "s3cret");
        Path untrusted = Registrar.certificate(Files.createDirectories(folder.resolve("untrusted")));
        FixtureRoot root = root().write(
                        "extensions.d/100.yaml",
                        john("s3cret").replace(registrar.address(), registrar.tlsAddress())
                                + "  options: {transport: TLS}\n");
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            try (Softphone phone = Softphone.start(folder.resolve("other home"), url(agent), "root_ca=" + untrusted)) {
                assertThat(phone.fetchStatus()).isEqualTo(200);
                phone.awaitLogged("SSL handshake failed");
            }
            assertThat(registrar.registerEvents()).isEmpty();
            try (Softphone phone =
                    Softphone.start(folder.resolve("home"), url(agent), "root_ca=" + registrar.certificate())) {
                awaitRegisterEvents(phone, 0, JOHN.replace("over=udp", "over=tls"));
            }
        }
    }

    @Test
    void onlyAPhoneWithThePasswordOfTheServerGetsItsFile() throws Exception {
        registrar = Registrar.in(folder.resolve("registrar"));
        registrar.setPassword("john", "s3cret");
        FixtureRoot root = root().write("extensions.d/100.yaml", john("s3cret"))
                .write("extensions.d/_defaults.yaml", "provisioning: {user: phones, password: over there}\n");
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            try (Softphone phone = Softphone.start(folder.resolve("home without"), url(agent))) {
                assertThat(phone.fetchStatus()).isEqualTo(401);
                phone.awaitOutput("proxy list", "No proxies defined");
            }
            String url = url(agent).replace("http://", "http://phones:over%20there@");
            try (Softphone phone = Softphone.start(folder.resolve("home"), url)) {
                phone.awaitLogged("HTTP/1.1 200 OK");
                awaitRegisterEvents(phone, 0, JOHN);
            }
        }
    }

    /** The everyday case of two providers: each line has its own PBX, port and transport. */
    @Test
    void twoAccountsRegisterAtTwoRegistrarsOverDifferentTransports() throws Exception {
        Debian.kamailioModule("tls.so", "kamailio-tls-modules");
        registrar = Registrar.in(folder.resolve("registrar"));
        registrar.setPassword("john", "s3cret");
        String port = registrar.address().split(":", -1)[1];
        try (Registrar provider = Registrar.withTls(folder.resolve("provider"))) {
            provider.setPassword("john", "two");
            FixtureRoot root = root().write(
                            "extensions.d/100.yaml",
                            john("s3cret").replace(registrar.address(), "127.0.0.1") + "vars: {sip_port: " + port
                                    + ", register_expires: 120}\n")
                    .write("extensions.d/200.yaml", """
                            extension: 200
                            first_name: Sales
                            last_name: Team
                            auth_id: john
                            auth_password: two
                            pbx_ip: %s
                            options: {transport: TLS}
                            phone: {mac: 000413246672, line: 2}
                            """.formatted(provider.tlsAddress()))
                    .write(
                            "extensions.d/_defaults.yaml",
                            "settings: {linphone: {sip/root_ca: " + provider.certificate() + "}}\n");
            try (RunningProcess agent = RunningProcess.startReady(root);
                    Softphone phone = Softphone.start(folder.resolve("home"), url(agent))) {
                awaitRegisterEvents(phone, 0, JOHN.replace("seconds=600", "seconds=120"));
                Deadline.await(() -> assertThat(provider.registerEvents())
                        .as(phone::logTail)
                        .contains(SALES.replace("auth=200", "auth=john").replace("over=tcp", "over=tls")));
                assertThat(registrar.registerEvents()).noneMatch(line -> line.contains("user=200"));
                assertThat(provider.registerEvents()).noneMatch(line -> line.contains("user=100"));
            }
        }
    }

    @Test
    void aPhoneThatIsToldItsUrlAndItsLoginAsksThereFromThenOn() throws Exception {
        registrar = Registrar.in(folder.resolve("registrar"));
        registrar.setPassword("john", "s3cret");
        FixtureRoot root =
                root().write("extensions.d/100.yaml", john("s3cret")).write("templates/static/people.vcf", """
                        BEGIN:VCARD
                        VERSION:4.0
                        FN:Jane Roe
                        IMPP:sip:105@pbx.example
                        END:VCARD
                        """);
        Path home = folder.resolve("home");
        try (RunningProcess agent = RunningProcess.startReady(root, "--max-wait=300ms")) {
            root.write("extensions.d/_defaults.yaml", """
                    provisioning_url: http://localhost:%d/provisioning
                    provisioning: {user: phones, password: "zwölf @/:%%"}
                    vars: {phonebook_url: people.vcf}
                    """.formatted(agent.port()));
            Path file = root.resolve("out/provisioning/" + FILE);
            Deadline.await(() -> assertThat(Files.readString(file)).contains("zw%C3%B6lf", "people.vcf"));
            String first = url(agent).replace("http://", "http://phones:zw%C3%B6lf%20%40%2F%3A%25@");
            try (Softphone phone = Softphone.start(home, first)) {
                awaitRegisterEvents(phone, 0, JOHN);
            }
            int before = registrar.registerEvents().size();
            try (Softphone phone = Softphone.start(home, first)) {
                phone.awaitLogged("Host: localhost:" + agent.port());
                phone.awaitLogged("HTTP/1.1 200 OK");
                awaitRegisterEvents(phone, before, JOHN);
                phone.awaitLogged("FN:Jane Roe");
            }
        }
    }

    /** Waits until the registrar has logged these lines about the phone, after its first {@code before} lines. */
    private void awaitRegisterEvents(Softphone phone, int before, String... lines) throws Exception {
        Deadline.await(() -> assertThat(registrar.registerEvents().stream().skip(before))
                .as(phone::logTail)
                .contains(lines));
    }

    private FixtureRoot root() throws Exception {
        FixtureRoot root = FixtureRoot.ofSamples(folder.resolve("root"));
        Files.delete(root.resolve("extensions.d/100.yaml"));
        return root;
    }

    private String john(String password) {
        return """
                extension: 100
                first_name: John
                last_name: Doe
                auth_id: john
                auth_password: %s
                pbx_ip: %s
                phone:
                  mac: 00:04:13:24:66:72
                  model: Linphone
                """.formatted(password, registrar.address());
    }

    private String juergen() {
        return """
                extension: 100
                first_name: Jürgen "JJ"
                last_name: O'Neil & <Co>
                auth_id: j100
                auth_password: "p<&'ü\\"\\\\%%$x"
                pbx_ip: %s
                phone:
                  mac: 000413246672
                  model: Linphone
                  options: {transport: TCP}
                  codecs: [PCMA, G722]
                """.formatted(registrar.address());
    }

    private String sales() {
        return """
                extension: 200
                first_name: Sales
                last_name: Team
                auth_id: 200
                auth_password: two
                pbx_ip: %s
                phone: {mac: 000413246672, line: 2}
                """.formatted(registrar.address());
    }

    private static String url(RunningProcess agent) {
        return "http://127.0.0.1:" + agent.port() + "/provisioning/" + FILE;
    }
}
