package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.zerotouch.tftp.LossyRelay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Four TFTP clients of Debian fetch the files of phones, also over a network that loses 20 % of the packets. */
@SystemTest
class TftpIT {
    private static final Pattern PORT = Pattern.compile("serving files by TFTP at UDP 127\\.0\\.0\\.1:(\\d+)");
    private static final String SEP = "SEP001122334455.cnf.xml";
    private static final String LOCKED = "SEP001122334466.cnf.xml";
    private static final String SNOM = "cfg000413246672";

    /** A client that gives up over the bad network asks again so often. */
    private static final int MAX_FETCHES = 12;

    @TempDir
    static Path folder;

    private static FixtureRoot root;
    private static RunningProcess agent;
    private static int port;

    /** The clients, with their commands: the port is %d, the remote name %s, the local name %s. */
    enum Program {
        TFTP_HPA("tftp", "tftp-hpa", "printf 'rexmt 1\\ntimeout 60\\nbinary\\nget %2$s %3$s\\n' | tftp 127.0.0.1 %1$d"),
        ATFTP("atftp", "atftp", "atftp --tftp-timeout 1 --get -r %2$s -l %3$s 127.0.0.1 %1$d"),
        ATFTP_WINDOW(
                "atftp",
                "atftp",
                "atftp --tftp-timeout 1 --option 'windowsize 4' --option 'blksize 300' --get -r %2$s -l %3$s 127.0.0.1"
                        + " %1$d"),
        CURL("curl", "curl", "curl -sS --max-time 5 -o %3$s tftp://127.0.0.1:%1$d/%2$s"),
        BUSYBOX("busybox", "busybox", "busybox tftp -g -b 600 -r %2$s -l %3$s 127.0.0.1 %1$d");

        private final String name;
        private final String debianPackage;
        private final String command;

        Program(String name, String debianPackage, String command) {
            this.name = name;
            this.debianPackage = debianPackage;
            this.command = command;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        root = FixtureRoot.ofOnePhone(folder.resolve("root"));
        root.write("templates/static/dialplan.xml", "<DIALTEMPLATE/>\n");
        root.write(
                "extensions.d/acme/_defaults.yaml",
                "{site: acme, pbx_ip: 10.0.0.1, model: Cisco 7942G, vars: {admin_password: geheim},"
                        + " provisioning: {allow: [127.0.0.0/8]}}\n");
        root.write("extensions.d/acme/200.yaml", extension(200, "001122334455", ""));
        root.write(
                "extensions.d/acme/201.yaml",
                extension(201, "001122334466", "provisioning: {user: phones, password: secret}\n"));
        agent = RunningProcess.startReady(root, "--tftp-port", "0");
        Matcher matcher = PORT.matcher(String.join("\n", agent.out()));
        assertThat(matcher.find()).as("%s", agent.out()).isTrue();
        port = Integer.parseInt(matcher.group(1));
        Deadline.await(() -> assertThat(agent.get("acme/" + SEP)).startsWith("<"));
        Deadline.await(() -> assertThat(agent.get("dialplan.xml")).startsWith("<"));
    }

    private static String extension(int number, String mac, String more) {
        return FixtureRoot.extension(number, "Ann")
                        .replaceAll(" *model: .*", "")
                        .replaceAll("mac: .*", "mac: " + mac) + "\n" + more;
    }

    @AfterAll
    static void stop() throws Exception {
        if (agent != null) {
            agent.close();
        }
    }

    /** Returns the file that a client fetched; empty if there is none. */
    private String fetch(Program program, int at, String name) throws Exception {
        Debian.program(program.name, program.debianPackage);
        Path local = folder.resolve("local");
        Files.deleteIfExists(local);
        Jar.CommandResult result =
                Jar.run(folder, Map.of(), List.of("sh", "-c", String.format(program.command, at, name, local)));
        // A client that gives up leaves the part of the file that it has. tftp-hpa ends with status 0 also then.
        boolean failed = result.code() != 0
                || Stream.of(result.out(), result.err())
                        .flatMap(List::stream)
                        .anyMatch(line -> line.contains("timed out"));
        return !failed && Files.exists(local) ? Files.readString(local) : "";
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void aClientFetchesTheFilesOfAPhoneAndStaticFiles(Program program) throws Exception {
        String whole = agent.get("acme/" + SEP);
        assertThat(fetch(program, port, SEP)).isEqualTo(whole);
        assertThat(fetch(program, port, "acme/" + SEP)).isEqualTo(whole);
        assertThat(fetch(program, port, "dialplan.xml")).isEqualTo("<DIALTEMPLATE/>\n");
        assertThat(fetch(program, port, "nothing.xml")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void aClientFetchesAFileWithAFifthOfThePacketsLost(Program program) throws Exception {
        String whole = agent.get("acme/" + SEP);
        assertThat(whole.length()).isGreaterThan(1500);
        try (LossyRelay relay = new LossyRelay(port, 11, 0.2, 0.02, 0.02)) {
            // Clients end by their own rules: atftp at a second acknowledgment of options, curl after three tries.
            String fetched = "";
            for (int i = 0; i < MAX_FETCHES && fetched.isEmpty(); i++) {
                fetched = fetch(program, relay.port(), SEP);
            }
            assertThat(fetched).isEqualTo(whole);
        }
    }

    @Test
    void refusedPhonesHaveALineWithWhatToDo() throws Exception {
        assertThat(agent.get("acme/" + LOCKED)).isEqualTo("401");
        assertThat(agent.get(SNOM)).isEqualTo(FixtureRoot.JOHN);
        for (Program program : List.of(Program.TFTP_HPA, Program.CURL)) {
            assertThat(fetch(program, port, LOCKED)).isEmpty();
            assertThat(fetch(program, port, SNOM)).isEmpty();
        }
        Deadline.await(() -> assertThat(agent.out())
                .filteredOn(line -> line.contains(" WARN "))
                .anyMatch(line -> line.contains("phone 001122334466 does not get provisioning/acme/" + LOCKED
                        + " by TFTP: its rule asks for a password"))
                .anyMatch(line -> line.contains("phone 000413246672 asks for provisioning/" + SNOM + " by TFTP")
                        && line.contains("'provisioning: {tftp: true}'"))
                .hasSize(2));
        root.write("extensions.d/100.yaml", root.read("extensions.d/100.yaml") + "\nprovisioning: {tftp: true}\n");
        Deadline.await(() -> assertThat(fetch(Program.CURL, port, SNOM)).isEqualTo(FixtureRoot.JOHN));
    }
}
