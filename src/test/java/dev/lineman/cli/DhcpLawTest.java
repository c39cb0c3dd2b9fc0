package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.dhcp.DnsmasqReader;
import dev.lineman.dhcp.KeaReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In each random inventory, a phone gets exactly one value for each option that its vendor reads: the one that follows from
 * its URL. A phone whose URL has a secret gets none without {@code --tokens}, and a phone that no extension names never gets a
 * secret.
 */
class DhcpLawTest {
    private static final String TOKEN = "0123456789abcdefghij";

    private static final String TOKEN_HEX = HexFormat.of().formatHex(TOKEN.getBytes(StandardCharsets.UTF_8));

    private static final List<String> URLS = List.of(
            "http://10.172.0.2:5481/provisioning",
            "http://10.172.0.2:5481/provisioning",
            "https://prov.example.com/provisioning",
            "http://a-name-that-is-so-long-that-it-does-not-fit.customers.example.com:5481/provisioning");

    /** Models with the beginnings of their MACs and their option 60. */
    private enum Kind {
        SNOM("Snom D785", "000413", "snomD785"),
        SNOM_M("Snom M300", "000413", "snomM300"),
        YEALINK("Yealink T54W", "805e0c", ""),
        POLY("Poly VVX 450", "64167f", "Polycom-VVX450"),
        GIGASET("Gigaset N670", "7c2f80", "Gigaset_N670"),
        MITEL("Mitel 6867i", "00085d", "MitelIPPhone6867i"),
        AVAYA("Avaya J179", "c81fea", ""),
        CISCO_SEP("Cisco 7965G", "00562b", "Cisco Systems, Inc. IP Phone CP-7965G"),
        CISCO_MPP("Cisco 8851", "00562b", "Cisco Systems, Inc. IP Phone CP-8851-3PCC"),
        FANVIL("Fanvil X6U", "0c383e", ""),
        AUDIOCODES("AudioCodes 450HD", "00908f", ""),
        ALE("ALE M7", "3c28a6", "aledevice"),
        LINPHONE("Linphone", "020000", "");

        private final String model;
        private final String oui;
        private final String vendorClass;

        Kind(String model, String oui, String vendorClass) {
            this.model = model;
            this.oui = oui;
            this.vendorClass = vendorClass;
        }

        /** What its phones get, as a table that knows nothing of model files. */
        private Map<Integer, String> options(String url) {
            URI parts = URI.create(url);
            String server = parts.getScheme() + "://" + parts.getRawAuthority();
            String path = parts.getRawPath().substring(1);
            Map<Integer, String> options = new TreeMap<>();
            switch (this) {
                case SNOM -> {
                    options.put(66, server);
                    options.put(67, path + "/{mac}.xml");
                }
                case SNOM_M, YEALINK -> options.put(66, url);
                case POLY -> {
                    options.put(160, url);
                    options.put(66, url);
                }
                case GIGASET -> {
                    if (url.length() <= 74) {
                        options.put(114, url);
                    }
                    options.put(66, url);
                }
                case MITEL -> {
                    options.put(43, part(2, url));
                    options.put(66, url);
                }
                case ALE -> options.put(43, part(66, url));
                case AVAYA -> {
                    String prefix = parts.getScheme().equals("http") ? "HTTP" : "TLS";
                    int port = parts.getPort() < 0 ? 443 : parts.getPort();
                    options.put(
                            242,
                            prefix + "SRVR=" + parts.getHost() + ',' + prefix + "PORT=" + port + ',' + prefix + "DIR=/"
                                    + path);
                }
                case CISCO_SEP -> {
                    if (parts.getHost().matches("[0-9.]+")) {
                        options.put(150, parts.getHost());
                    }
                    options.put(66, parts.getHost());
                }
                case CISCO_MPP -> options.put(66, url + "/$MA.xml");
                case FANVIL -> options.put(66, url + "/$mac.cfg");
                case AUDIOCODES -> {
                    options.put(160, url + '/');
                    options.put(66, url + '/');
                }
                case LINPHONE -> {}
            }
            return options;
        }

        private static String part(int number, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().toHexDigits((byte) number)
                    + HexFormat.of().toHexDigits((byte) bytes.length)
                    + HexFormat.of().formatHex(bytes);
        }
    }

    private record RandomPhone(String mac, Kind kind, String url, boolean token) {
        private String yaml(int number) {
            return "- {extension: " + number + ", auth_id: a, provisioning_url: \"" + url + "\", phone: {mac: " + mac
                    + ", model: " + kind.model + (token ? ", provisioning: {token: " + TOKEN + "}" : "") + "}}\n";
        }

        private Map<Integer, String> expected(boolean withTokens) {
            return token && !withTokens ? Map.of() : kind.options(token ? url + '/' + TOKEN : url);
        }
    }

    @TempDir
    Path root;

    @Test
    void eachPhoneGetsOneValueForEachOptionThatItsVendorReads() throws IOException {
        for (int seed = 0; seed < Rounds.of(12); seed++) {
            List<RandomPhone> phones = phones(new Random(seed));
            Terminal terminal = Terminal.withBuiltInTemplates(root.resolve(Integer.toString(seed)));
            terminal.write("extensions.d/_defaults.yaml", """
                    pbx_ip: pbx.example
                    auth_password: secret
                    first_name: Ann
                    last_name: Lee
                    vars: {admin_password: Abc12345}
                    """);
            StringBuilder yaml = new StringBuilder();
            for (int i = 0; i < phones.size(); i++) {
                yaml.append(phones.get(i).yaml(100 + i));
            }
            terminal.write("extensions.d/people.yaml", yaml.toString());
            for (boolean tokens : new boolean[] {true, false}) {
                compare(seed, terminal, phones, tokens);
            }
        }
    }

    private static List<RandomPhone> phones(Random random) {
        List<RandomPhone> phones = new ArrayList<>();
        int count = 1 + random.nextInt(14);
        int kinds = 1 + random.nextInt(Kind.values().length);
        for (int i = 0; i < count; i++) {
            Kind kind = Kind.values()[random.nextInt(kinds)];
            Kind other = Kind.values()[random.nextInt(Kind.values().length)];
            // Some phones have a MAC that belongs to another vendor, or to none.
            String oui = random.nextInt(6) > 0 ? kind.oui : random.nextBoolean() ? other.oui : "aabbcc";
            phones.add(new RandomPhone(
                    oui + String.format(Locale.ROOT, "%06x", i),
                    kind,
                    URLS.get(random.nextInt(URLS.size())),
                    random.nextInt(5) == 0));
        }
        return phones;
    }

    private static void compare(int seed, Terminal terminal, List<RandomPhone> phones, boolean tokens) {
        String dnsmasq = run(terminal, "dnsmasq", tokens);
        String kea = run(terminal, "kea", tokens);
        if (!tokens) {
            assertThat(dnsmasq
                            + kea
                            + run(terminal, "isc", false)
                            + run(terminal, "routeros", false)
                            + run(terminal, "windows", false))
                    .doesNotContain(TOKEN, TOKEN_HEX);
        }
        if (!dnsmasq.isEmpty()) {
            for (Kind kind : Kind.values()) {
                String stranger = kind.oui + "ffffff";
                assertThat(DnsmasqReader.options(dnsmasq, stranger, kind.vendorClass)
                                        .toString()
                                + KeaReader.options(kea, stranger, kind.vendorClass))
                        .as("seed " + seed + ": what a stranger gets")
                        .doesNotContain(TOKEN, TOKEN_HEX);
            }
        }
        for (RandomPhone phone : phones) {
            Map<Integer, String> expected = phone.expected(tokens);
            for (String vendorClass : List.of("", phone.kind.vendorClass)) {
                String what = "seed " + seed + ", tokens " + tokens + ": " + phone + " with '" + vendorClass + "'";
                if (!dnsmasq.isEmpty()) {
                    assertThat(single(DnsmasqReader.options(dnsmasq, phone.mac, vendorClass), what))
                            .as(what)
                            .isEqualTo(expected);
                    assertThat(single(KeaReader.options(kea, phone.mac, vendorClass), what))
                            .as(what)
                            .isEqualTo(inKea(expected));
                } else {
                    assertThat(expected).as(what).isEmpty();
                }
            }
        }
    }

    /** Kea takes texts with a comma, and those of other options, as bytes. */
    private static Map<Integer, String> inKea(Map<Integer, String> options) {
        Map<Integer, String> written = new TreeMap<>(options);
        written.computeIfPresent(242, (code, text) -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
        written.computeIfPresent(114, (code, text) -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
        return written;
    }

    private static Map<Integer, String> single(Map<Integer, List<String>> options, String what) {
        Map<Integer, String> single = new TreeMap<>();
        options.forEach((code, values) -> {
            assertThat(values).as(what).hasSize(1);
            single.put(code, values.get(0));
        });
        return single;
    }

    private static String run(Terminal terminal, String server, boolean tokens) {
        if (tokens) {
            terminal.run("dhcp", server, "--tokens");
        } else {
            terminal.run("dhcp", server);
        }
        return terminal.out();
    }
}
