package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lineman.dhcp.KeaReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The files of {@code lineman dhcp} with the real servers: each one checks its file, and gives leases to dhclient as a phone, in
 * network namespaces. Needs dnsmasq, kea-dhcp4, dhcpd, dhclient and root.
 */
@SystemTest
class DhcpIT {
    private static final String URL = "http://10.172.0.2:5481/provisioning";

    /** The servers: how each one checks a file and runs, and what its configuration has besides the phones. */
    private enum Server {
        dnsmasq("dnsmasq", "dnsmasq-base") {
            @Override
            String configuration(String phones, Path folder) {
                return phones + "port=0\ninterface=server\nbind-interfaces\nno-ping\nlog-dhcp\nuser=root\n"
                        + "dhcp-range=10.9.0.10,10.9.0.100,1h\ndhcp-leasefile=" + folder.resolve("leases") + '\n';
            }

            @Override
            List<String> check(String program, Path file) {
                return List.of(program, "--test", "-C", file.toString());
            }

            @Override
            List<String> run(String program, Path file) {
                return List.of(program, "-k", "-C", file.toString(), "--log-facility=-");
            }
        },
        kea("kea-dhcp4", "kea-dhcp4-server") {
            @Override
            String configuration(String phones, Path folder) {
                return "{\"Dhcp4\": {\"interfaces-config\": {\"interfaces\": [\"*\"], \"dhcp-socket-type\": \"raw\"},\n"
                        + "\"lease-database\": {\"type\": \"memfile\", \"persist\": false},\n"
                        + "\"subnet4\": [{\"subnet\": \"10.9.0.0/24\", \"pools\": [{\"pool\": \"10.9.0.10-10.9.0.100\"}]}],\n"
                        + phones + "}}\n";
            }

            @Override
            List<String> check(String program, Path file) {
                return List.of(program, "-t", file.toString());
            }

            @Override
            List<String> run(String program, Path file) {
                return List.of(program, "-c", file.toString());
            }
        },
        isc("dhcpd", "isc-dhcp-server") {
            @Override
            String configuration(String phones, Path folder) {
                return phones
                        + "authoritative;\nsubnet 10.9.0.0 netmask 255.255.255.0 { range 10.9.0.10 10.9.0.100; }\n";
            }

            @Override
            List<String> check(String program, Path file) {
                return List.of(program, "-t", "-cf", file.toString());
            }

            @Override
            List<String> run(String program, Path file) {
                return List.of(
                        program,
                        "-4",
                        "-f",
                        "-d",
                        "--no-pid",
                        "-cf",
                        file.toString(),
                        "-lf",
                        file.resolveSibling("leases").toString(),
                        "server");
            }
        };

        private final String program;
        private final String debianPackage;

        Server(String program, String debianPackage) {
            this.program = program;
            this.debianPackage = debianPackage;
        }

        /** The path of the program; skips the test if it is missing. */
        private String path() {
            return Debian.program(program, debianPackage).toString();
        }

        abstract String configuration(String phones, Path folder);

        abstract List<String> check(String program, Path file);

        abstract List<String> run(String program, Path file);
    }

    @TempDir
    Path folder;

    private final String serverSpace = "lineman-s" + ProcessHandle.current().pid();
    private final String phoneSpace = "lineman-p" + ProcessHandle.current().pid();
    private boolean hasNetwork;

    private Path root(String phones) throws IOException {
        Path root = folder.resolve("root");
        Files.createDirectories(root.resolve("extensions.d"));
        Files.writeString(root.resolve("extensions.d/_defaults.yaml"), """
                pbx_ip: pbx.example
                auth_password: secret
                first_name: Ann
                last_name: Lee
                provisioning_url: URL
                vars: {admin_password: Abc12345}
                """.replace("URL", URL));
        Files.writeString(root.resolve("extensions.d/people.yaml"), phones);
        return root;
    }

    private static String phone(int number, String mac, String model, String more) {
        return "- {extension: " + number + ", auth_id: a, phone: {mac: " + mac + ", model: " + model + "}" + more
                + "}\n";
    }

    private Path configuration(Path root, Server server) throws Exception {
        Jar.CommandResult printed = Jar.run(root, "dhcp", server.name(), "--tokens");
        assertThat(printed.code()).as(printed.err().toString()).isZero();
        Files.writeString(folder.resolve("leases"), "");
        return Files.writeString(
                folder.resolve(server.name() + ".conf"),
                server.configuration(String.join("\n", printed.out()) + '\n', folder));
    }

    private void check(Path root, Server server) throws Exception {
        Path file = configuration(root, server);
        Jar.CommandResult checked = Jar.run(folder, environment(), server.check(server.path(), file));
        assertThat(checked.code())
                .as(() -> server + ": " + checked.out() + checked.err())
                .isZero();
    }

    private Map<String, String> environment() {
        return Map.of("KEA_PIDFILE_DIR", folder.toString(), "KEA_LOCKFILE_DIR", "none");
    }

    @ParameterizedTest
    @EnumSource
    void theServerAcceptsTheFileForAllVendors(Server server) throws Exception {
        List<String> models = List.of(
                "Snom D785",
                "Snom M300",
                "Yealink T54W",
                "Grandstream GRP2614",
                "Poly VVX 450",
                "Cisco 8851",
                "Cisco 7965G",
                "Cisco 7960G",
                "Cisco SPA504G",
                "Cisco ATA192",
                "Linksys SPA942",
                "Fanvil X6U",
                "Gigaset N670",
                "Gigaset N510 IP PRO",
                "Mitel 6867i",
                "Avaya J179",
                "AudioCodes 450HD",
                "ALE M7",
                "Akuvox SP-R50P",
                "Algo 8301",
                "Digium D60",
                "Sangoma P325",
                "Sangoma S505",
                "Htek UC924",
                "Obihai OBi1022",
                "Panasonic KX-HDV130",
                "Flyingvoice FIP15G");
        StringBuilder phones = new StringBuilder();
        for (int i = 0; i < models.size(); i++) {
            phones.append(phone(100 + i, String.format(Locale.ROOT, "aabbcc%06x", i), models.get(i), ""));
        }
        check(root(phones.toString()), server);
    }

    @ParameterizedTest
    @EnumSource
    void theServerAcceptsHostileUrlsAndVendors(Server server) throws Exception {
        List<String> urls = List.of(
                "http://h/a\\\"b'c",
                "http://h/\\\\\\\\",
                "http://h/%7B$x}{`id`",
                "http://h/;}//*",
                "http://h/ü,ö",
                "http://h/a?b=c&d=#e",
                "http://h/" + "x".repeat(240),
                "http://h");
        List<String> models = List.of("Snom D785", "Poly VVX 450", "Mitel 6867i", "Cisco 7965G", "Avaya J179");
        StringBuilder phones = new StringBuilder();
        int number = 100;
        for (String url : urls) {
            for (String model : models) {
                phones.append(phone(
                        number,
                        String.format(Locale.ROOT, "aabbcc%06x", number),
                        model,
                        ", provisioning_url: {exact: \"" + url + "\"}"));
                number++;
            }
        }
        Path root = root(phones.toString());
        Files.createDirectories(root.resolve("templates/models"));
        Files.writeString(root.resolve("templates/models/own.yaml"), """
                vendors:
                  Größe (1.0) + x_y-z: {ouis: [aabbcc, 0011223, 00aabbccd], vendor_class: ["a,b; # } {$x}`"]}
                  Poly:
                    ouis: [0004f21]
                    dhcp:
                      - {option: 128, value: "<host>"}
                      - {option: 224, value: "<folder>"}
                      - {option: 254, value: "<query>#<port>"}
                      - {option: 43, sub: 254, value: "<server>"}
                      - {option: 43, sub: 1, value: "<path>."}
                """);
        check(root, server);
    }

    @ParameterizedTest
    @EnumSource
    void theServerAcceptsManyPhonesWithTokensOfTheirOwn(Server server) throws Exception {
        StringBuilder phones = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            String mac = String.format(Locale.ROOT, "64167f%06x", i);
            phones.append("- {extension: ")
                    .append(1000 + i)
                    .append(", auth_id: a, phone: {mac: ")
                    .append(mac)
                    .append(", model: Poly VVX 450, provisioning: {token: 0123456789abcdef")
                    .append(1000 + i)
                    .append("}}}\n");
        }
        check(root(phones.toString()), server);
    }

    private void network() throws Exception {
        String ip = Debian.program("ip", "iproute2").toString();
        Jar.CommandResult added = Jar.run(folder, Map.of(), List.of(ip, "netns", "add", serverSpace));
        assumeTrue(added.code() == 0, () -> "this machine has no network namespaces: " + added.err());
        hasNetwork = true;
        run(ip, "netns", "add", phoneSpace);
        run(
                ip,
                "link",
                "add",
                "server",
                "netns",
                serverSpace,
                "type",
                "veth",
                "peer",
                "name",
                "phone",
                "netns",
                phoneSpace);
        run(ip, "-n", serverSpace, "addr", "add", "10.9.0.1/24", "dev", "server");
        run(ip, "-n", serverSpace, "link", "set", "server", "up");
        run(ip, "-n", phoneSpace, "link", "set", "phone", "up");
    }

    @AfterEach
    void removeNetwork() throws Exception {
        if (hasNetwork) {
            run("ip", "netns", "del", serverSpace);
            run("ip", "netns", "del", phoneSpace);
        }
    }

    private void run(String... command) throws Exception {
        Jar.CommandResult result = Jar.run(folder, Map.of(), List.of(command));
        assertThat(result.code())
                .as(() -> String.join(" ", command) + ": " + result.err())
                .isZero();
    }

    /** The options of a lease that dhclient gets as a phone that asks for nothing but its network mask. */
    private List<String> lease(String mac, String vendorClass) throws Exception {
        run("ip", "-n", phoneSpace, "link", "set", "phone", "down");
        run("ip", "-n", phoneSpace, "link", "set", "phone", "address", mac.replaceAll("(..)(?=.)", "$1:"), "up");
        Path lease = Files.writeString(folder.resolve("phone.leases"), "");
        Path configuration = Files.writeString(
                folder.resolve("dhclient.conf"),
                "option o114 code 114 = text;\noption o150 code 150 = ip-address;\noption o160 code 160 = text;\n"
                        + "option o242 code 242 = text;\noption o43 code 43 = string;\nrequest subnet-mask;\ntimeout 60;\nretry 1;\n"
                        + (vendorClass.isEmpty() ? "" : "send vendor-class-identifier \"" + vendorClass + "\";\n"));
        Path log = folder.resolve("phone.log");
        Process phone = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        phoneSpace,
                        Debian.program("dhclient", "isc-dhcp-client").toString(),
                        "-4",
                        "-d",
                        "-cf",
                        configuration.toString(),
                        "-lf",
                        lease.toString(),
                        "-pf",
                        folder.resolve("phone.pid").toString(),
                        "-sf",
                        "/bin/true",
                        "phone")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Deadline.await(
                    () -> assertThat(lease).as(Files.readString(log)).content().contains("\n}\n"));
        } finally {
            phone.destroyForcibly().waitFor();
        }
        return Files.readAllLines(lease).stream()
                .map(String::strip)
                .filter(line ->
                        line.matches("option (tftp-server-name|bootfile-name|vendor-encapsulated-options|o\\d+) .*"))
                .map(line -> line.substring("option ".length(), line.length() - 1))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aPhoneGetsTheOptionsOfItsVendorInItsLease(Server server) throws Exception {
        Path root = root(phone(100, "64167f000001", "Poly VVX 450", "")
                + phone(101, "00562b000001", "Cisco 7965G", "")
                + phone(102, "c81fea000001", "Avaya J179", "")
                + phone(103, "000413000001", "Snom D785", "")
                + phone(104, "000413000002", "Snom D785", "")
                + phone(105, "000413000003", "Snom M300", "")
                + phone(106, "00085d000001", "Mitel 6867i", "")
                + phone(107, "7c2f80000001", "Gigaset N670", "")
                + phone(
                        108,
                        "64167f000002",
                        "Poly VVX 450",
                        ", provisioning_url: \"http://other.example/provisioning\"")
                + phone(109, "64167f000003", "Poly VVX 450", ""));
        Path file = configuration(root, server);
        String program = server.path();
        network();
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", serverSpace));
        command.addAll(server.run(program, file));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile());
        builder.environment().putAll(environment());
        Process process = builder.start();
        try {
            String url = '"' + URL + '"';
            assertThat(lease("64167f000001", "Polycom-VVX450"))
                    .containsExactly("o160 " + url, "tftp-server-name " + url);
            assertThat(lease("64167f000002", "Polycom-VVX450"))
                    .containsExactly(
                            "o160 \"http://other.example/provisioning\"",
                            "tftp-server-name \"http://other.example/provisioning\"");
            // A phone that no extension names, by its MAC or by its option 60.
            assertThat(lease("64167fffffff", "")).containsExactly("o160 " + url, "tftp-server-name " + url);
            assertThat(lease("aabbccffffff", "Cisco Systems, Inc. IP Phone CP-7965G"))
                    .containsExactly("o150 10.172.0.2", "tftp-server-name \"10.172.0.2\"");
            assertThat(lease("00562b000001", "")).containsExactly("o150 10.172.0.2", "tftp-server-name \"10.172.0.2\"");
            assertThat(lease("c81fea000001", ""))
                    .containsExactly("o242 \"HTTPSRVR=10.172.0.2,HTTPPORT=5481,HTTPDIR=/provisioning\"");
            assertThat(lease("000413000001", "snomD785"))
                    .containsExactly(
                            "bootfile-name \"provisioning/{mac}.xml\"", "tftp-server-name \"http://10.172.0.2:5481\"");
            assertThat(lease("000413000003", "snomM300")).containsExactly("tftp-server-name " + url);
            assertThat(lease("7c2f80000001", "")).containsExactly("o114 " + url, "tftp-server-name " + url);
            List<String> mitel = lease("00085d000001", "MitelIPPhone6867i");
            assertThat(mitel).hasSize(2).anyMatch(line -> line.contains("tftp-server-name " + url));
            assertThat(mitel.get(0)).contains("2:23:68:74:74:70:3a:2f:2f:31:30");
            // A device that is no phone, with the option 60 of Windows.
            assertThat(lease("aabbccfffffe", "MSFT 5.0")).isEmpty();
        } finally {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theCheckOfKeaSeesAMistake() throws Exception {
        Path file =
                Files.writeString(folder.resolve("wrong.conf"), KeaReader.whole("\"client-classes\": [{\"test\": 1}]"));
        assertThat(Jar.run(folder, environment(), Server.kea.check(Server.kea.path(), file))
                        .code())
                .isNotZero();
    }
}
