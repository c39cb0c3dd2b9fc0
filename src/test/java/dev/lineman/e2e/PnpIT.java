package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.zerotouch.pnp.PnpDialect;
import dev.lineman.zerotouch.pnp.SmallSipPhone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIP Plug and Play over a cable between two network namespaces, beside Kamailio on all addresses of the host. SIPp and
 * {@link SmallSipPhone} are the phones.
 */
@SystemTest
class PnpIT {
    private static final Path RESOURCES = Path.of("src/test/resources/pnp").toAbsolutePath();

    private static final String DEFAULTS = """
            pbx_ip: 10.77.0.1
            auth_id: a
            auth_password: pw
            first_name: A
            last_name: B
            provisioning: {allow: [10.77.0.0/24]}
            vars: {base_pin: "1234", admin_password: Abc12345, user_password: Abc12345}
            """;

    private static final Pattern URL = Pattern.compile("URL (\\S+) ;tag=\\S+ ;received=\\S+ +0 +ua-profile terminated");

    @TempDir
    Path folder;

    private FixtureRoot root;
    private NetworkNamespaces network;
    private final List<Process> processes = new ArrayList<>();
    private RunningProcess agent;

    /**
     * A phone of the inventory.
     *
     * @param file its file below the URL, which the phone appends to a folder
     */
    private record Device(int number, PnpDialect dialect, String mac, String model, String file, boolean givenFile) {
        String address() {
            return NetworkNamespaces.phone(number - 100);
        }
    }

    private static final List<Device> DEVICES = List.of(
            new Device(100, PnpDialect.SNOM, "0004132e08b4", "Snom D785", "0004132E08B4.xml", true),
            new Device(101, PnpDialect.YEALINK_OLD, "001565f4f9e1", "Yealink W60B", "001565f4f9e1.cfg", false),
            new Device(102, PnpDialect.YEALINK_NEW, "805e0c000001", "Yealink T53W", "805e0c000001.cfg", false),
            new Device(
                    103, PnpDialect.GRANDSTREAM, "c074ad112233", "Grandstream GRP2612W", "cfgc074ad112233.xml", false),
            new Device(104, PnpDialect.GIGASET, "7c2f80e0d603", "Gigaset N510", "7c2f80e0d603.xml", false),
            new Device(105, PnpDialect.FANVIL, "0c383e000001", "Fanvil X3U", "0c383e000001.cfg", true),
            new Device(106, PnpDialect.PLANET, "00304fa99948", "VIP-1120PT", "00304fa99948.cfg", false));

    @BeforeEach
    void start() throws Exception {
        Debian.program("sipp", "sip-tester");
        root = new FixtureRoot(folder.resolve("root"));
        root.write("extensions.d/_defaults.yaml", DEFAULTS);
        root.write("templates/phones/planet.xml", """
                <doc><header><type>phone-template</type><name>VIP-1120PT</name></header><data><device>
                <deviceconfig filename="%%mac_address%%.cfg"><![CDATA[%%extension_number%%]]></deviceconfig>
                </device></data></doc>
                """);
        for (Device device : DEVICES) {
            root.write(
                    "extensions.d/" + device.number() + ".yaml",
                    "extension: " + device.number() + "\nphone: {mac: " + device.mac() + ", model: " + device.model()
                            + "}\n");
        }
        network = NetworkNamespaces.in(folder);
    }

    @AfterEach
    void stop() throws Exception {
        if (agent != null) {
            agent.close();
        }
        for (Process process : processes) {
            // Kamailio has several processes.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.waitFor();
        }
        if (network != null) {
            network.close();
        }
    }

    private void startAgent(String... options) throws Exception {
        List<String> command = Jar.command(List.of(), "run");
        command.addAll(List.of(options));
        agent = RunningProcess.start(root.path(), Map.of(), network.onHost(command));
        Deadline.await(() -> assertThat(operator("readyz")).isEqualTo("ready"));
    }

    /** Starts a program on the host of the agent. */
    private void startOnHost(String out, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(network.onHost(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(out).toFile());
        processes.add(builder.start());
    }

    private String operator(String path) throws Exception {
        Jar.CommandResult ended = network.runOnHost(
                "curl", "-s", "--max-time", "20", "http://127.0.0.1:" + agent.adminPort() + "/" + path);
        return String.join("\n", ended.out()).strip();
    }

    private List<String> log() throws IOException {
        return agent.out().stream()
                .filter(line -> line.contains("PnP: "))
                .map(line -> line.substring(line.indexOf("PnP: ")))
                .toList();
    }

    private String agentOutput() {
        try {
            return String.join("\n", agent.out()) + String.join("\n", agent.err());
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Returns the URL that the small phone gets; empty if it gets none. */
    private String small(PnpDialect dialect, String mac, String address, int seconds) throws Exception {
        String classes = Path.of(SmallSipPhone.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        Jar.CommandResult ended = network.onPhones(List.of(
                Jar.JAVA.toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes,
                SmallSipPhone.class.getName(),
                dialect.name(),
                mac,
                address,
                String.valueOf(seconds)));
        assertThat(ended.err()).as("%s", dialect).isEmpty();
        return String.join("", ended.out());
    }

    /** Returns the URL that SIPp gets as a phone. */
    private String sipp(Device device) throws Exception {
        Path log = folder.resolve("sipp-" + device.mac() + ".log");
        PnpDialect dialect = device.dialect();
        String via = dialect.via(device.address());
        Jar.CommandResult ended = network.onPhones(List.of(
                "sipp",
                "224.0.1.75:5060",
                "-sf",
                RESOURCES.resolve("subscribe.xml").toString(),
                "-i",
                device.address(),
                "-p",
                String.valueOf(dialect.port()),
                "-key",
                "uri",
                dialect.uri(device.mac()),
                "-key",
                "via",
                via.substring(via.indexOf(';')),
                "-key",
                "contact",
                dialect.contact(device.mac(), device.address()),
                "-key",
                "event",
                dialect.event(),
                "-key",
                "blank",
                dialect == PnpDialect.PLANET ? "" : " ",
                "-m",
                "1",
                "-nostdin",
                "-timeout",
                "20",
                "-timeout_error",
                "-trace_logs",
                "-log_file",
                log.toString()));
        assertThat(ended.code())
                .as("%s: %s %s", dialect, ended.out(), ended.err())
                .isZero();
        Matcher url = URL.matcher(Files.readString(log));
        assertThat(url.find()).as(Files.readString(log)).isTrue();
        return url.group(1);
    }

    private List<String> fetch(String url) throws Exception {
        Jar.CommandResult ended = network.onPhones(
                List.of("curl", "-s", "--max-time", "20", "-o", "/dev/null", "-w", "%{http_code}\\n", url));
        return ended.out();
    }

    @Test
    void thePhonesOfEachVendorGetTheirFileBesideAPbxOnAllAddresses() throws Exception {
        Path kamailio = Debian.program("kamailio", "kamailio");
        startOnHost(
                "kamailio.log",
                List.of(
                        kamailio.toString(),
                        "-f",
                        RESOURCES.resolve("kamailio.cfg").toString(),
                        "-DD",
                        "-E",
                        "-m",
                        "16",
                        "-M",
                        "4",
                        "-w",
                        folder.toString(),
                        "-Y",
                        folder.toString()));
        Path pbxLog = folder.resolve("kamailio.log");
        Deadline.await(() ->
                assertThat(network.runOnHost("ss", "-uln").out().toString()).contains("0.0.0.0:5060"));
        startAgent("--pnp");
        assertThat(agent.out().toString())
                .contains("PnP answers phones on cable0 (10.77.0.1), UDP port 5060", "listens at 0.0.0.0:5060");
        String base = "http://10.77.0.1:" + agent.port() + "/provisioning/";
        for (Device device : DEVICES) {
            String expected = base + (device.givenFile() ? device.file() : "");
            assertThat(small(device.dialect(), device.mac(), device.address(), 20))
                    .as(() -> device + " " + agentOutput())
                    .isEqualTo(expected);
            assertThat(sipp(device)).isEqualTo(expected);
            assertThat(fetch(expected + (device.givenFile() ? "" : device.file())))
                    .as("%s", device)
                    .containsExactly("200");
        }
        assertThat(log().stream().filter(line -> line.contains(" gets its URL ")))
                .as("one line for each phone")
                .hasSize(DEVICES.size());
        for (Device device : DEVICES) {
            assertThat(log())
                    .anyMatch(line -> line.contains("phone " + device.mac() + " (extension " + device.number())
                            && line.contains(" at " + device.address() + " gets its URL " + base));
            // One row: a phone of the inventory, not also an unknown one.
            Deadline.await(() -> assertThat(operator("api/phones?q=" + device.mac()))
                    .contains("\"matching\":1", "\"last_seen\":\"20"));
        }
        assertThat(operator("api/unknown")).contains("\"total\":0");
        assertThat(operator("metrics")).contains("lineman_pnp_requests_total{result=\"answered\"} 14.0");
        // The PBX receives the requests too, and keeps what is sent to its own address.
        assertThat(Files.readString(pbxLog)).contains("got SUBSCRIBE from 10.77.0.11");
        Jar.CommandResult options = network.onPhones(List.of(
                "sipp",
                "10.77.0.1:5060",
                "-sf",
                RESOURCES.resolve("options.xml").toString(),
                "-i",
                NetworkNamespaces.phone(0),
                "-m",
                "1",
                "-nostdin",
                "-timeout",
                "20",
                "-timeout_error"));
        assertThat(options.code()).as("%s", options.out()).isZero();
    }

    @Test
    void anUnknownPhoneIsListedAndGetsNothing() throws Exception {
        startAgent("--pnp", "--pnp-interface", "cable0");
        assertThat(small(PnpDialect.SNOM, "000413999999", NetworkNamespaces.phone(0), 1))
                .isEmpty();
        assertThat(operator("api/unknown"))
                .contains(
                        "\"total\":1",
                        "\"mac\":\"000413999999\"",
                        "\"model\":\"snom370\"",
                        "\"firmware\":\"8.4.18\"",
                        "\"address\":\"10.77.0.11\"",
                        "\"channel\":\"pnp\"");
        assertThat(operator("unknown")).contains("00:04:13:99:99:99", "PnP");
        assertThat(log())
                .filteredOn(line -> line.contains("lineman adopt 000413999999"))
                .hasSize(1);
    }

    @Test
    void anInterfaceThatComesLaterIsUsed() throws Exception {
        network.setCable(false);
        startAgent("--pnp", "--pnp-interface", "cable0");
        assertThat(agent.out().toString()).contains("no interface cable0 is up", "--pnp-interface");
        network.setCable(true);
        Device device = DEVICES.get(0);
        assertThat(small(device.dialect(), device.mac(), device.address(), 30)).endsWith(device.file());
        assertThat(agent.out().toString()).contains("PnP answers phones on cable0 (10.77.0.1) too");
    }

    @Test
    void theUrlHasTheAddressOfThePlainPortAmongThoseOfTheInterface() throws Exception {
        assertThat(network.runOnHost("ip", "addr", "add", "10.77.0.3/24", "dev", "cable0")
                        .code())
                .isZero();
        Device device = DEVICES.get(0);
        for (String address : List.of("10.77.0.1", "10.77.0.3")) {
            startAgent("--pnp", "--bind", address);
            String url = small(device.dialect(), device.mac(), device.address(), 20);
            assertThat(url).as(this::agentOutput).startsWith("http://" + address + ':');
            assertThat(fetch(url)).containsExactly("200");
            agent.close();
        }
    }

    @Test
    void aTokenIsSentOnlyIfItIsAllowed() throws Exception {
        String token = "0123456789abcdef-token";
        root.write(
                "extensions.d/_defaults.yaml", DEFAULTS.replace("{allow: [10.77.0.0/24]}", "{token: " + token + "}"));
        Device device = DEVICES.get(0);
        startAgent("--pnp");
        assertThat(small(device.dialect(), device.mac(), device.address(), 1)).isEmpty();
        assertThat(log()).anyMatch(line -> line.contains("--pnp-tokens"));
        agent.close();
        startAgent("--pnp", "--pnp-tokens");
        String url = small(device.dialect(), device.mac(), device.address(), 20);
        assertThat(url).contains("/provisioning/" + token + '/');
        assertThat(fetch(url)).containsExactly("200");
        assertThat(String.join("\n", agent.out()))
                .contains("/provisioning/***/")
                .doesNotContain(token);
    }

    @Test
    void aProgramThatDoesNotShareThePortIsNamedByTheError() throws Exception {
        String classes = Path.of(UdpPortHolder.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        startOnHost("holder.log", List.of(Jar.JAVA.toString(), "-cp", classes, UdpPortHolder.class.getName(), "5060"));
        Deadline.await(() -> assertThat(folder.resolve("holder.log")).content().contains("shares false"));
        Jar.CommandResult ended = Jar.run(
                root.path(),
                Map.of("LINEMAN_PORT", "0", "LINEMAN_ADMIN_PORT", "0"),
                network.onHost(Jar.command(List.of(), "run", "--pnp")));
        assertThat(ended.code()).isEqualTo(3);
        assertThat(String.join("\n", ended.err()))
                .contains(
                        "--pnp cannot listen at UDP port 5060",
                        "listens at 0.0.0.0:5060",
                        "ss -ulpn sport = :5060",
                        "without --pnp")
                .doesNotContain("Exception", "\tat ");
    }
}
