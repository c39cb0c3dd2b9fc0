package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DHCP tells a phone: a folder, or a file pattern, in the options that the phones of its vendor read. */
class DhcpUrlsTest {
    private static final String DEFAULTS = """
            pbx_ip: pbx.example
            auth_password: secret
            first_name: Ann
            last_name: Lee
            provisioning_url: http://10.172.0.2:5481/provisioning
            site_templates: [dnsmasq, phonebooks]
            vars: {admin_password: Abc12345}
            """;

    private static final String PHONES = """
            - {extension: 101, auth_id: a, phone: {mac: 000413000001, model: Snom D785}}
            - {extension: 102, auth_id: a, phone: {mac: 805e0c000002, model: Yealink T54W}}
            - {extension: 103, auth_id: a, phone: {mac: c074ad000003, model: Grandstream GRP2614}}
            - {extension: 104, auth_id: a, phone: {mac: 64167f000004, model: VVX 450}}
            - {extension: 105, auth_id: a, phone: {mac: 00562b000005, model: Cisco IP Phone 8851}}
            - {extension: 106, auth_id: a, phone: {mac: 0002fd000006, model: SPA504G}}
            - {extension: 107, auth_id: a, phone: {mac: 0c383e000007, model: Fanvil X6U}}
            - {extension: 108, auth_id: a, phone: {mac: 9cadef000008, model: OBi1062}}
            - {extension: 109, auth_id: a, phone: {mac: 0080f0000009, model: KX-HDV130}}
            """;

    /** The options of each phone above that are not option 66 with the URL of its folder; FOLDER and PATH stand for it. */
    private static final Map<String, List<String>> OPTIONS = Map.of(
            "000413000001", List.of("66,\"http://10.172.0.2:5481\"", "67,\"PATH/{mac}.xml\""),
            "64167f000004", List.of("160,\"FOLDER\"", "66,\"FOLDER\""),
            "00562b000005", List.of("66,\"FOLDER/$MA.xml\""),
            "0002fd000006", List.of("66,\"FOLDER/spa$MA.xml\""),
            "0c383e000007", List.of("66,\"FOLDER/$mac.cfg\""),
            "9cadef000008", List.of("66,\"FOLDER/$MAC.xml\""),
            "0080f0000009", List.of("66,\"FOLDER/\""));

    private static final List<String> MACS = List.of(
            "0002fd000006",
            "000413000001",
            "00562b000005",
            "0080f0000009",
            "0c383e000007",
            "64167f000004",
            "805e0c000002",
            "9cadef000008",
            "c074ad000003");

    @TempDir
    Path root;

    private TestRoot render(String folder, String defaults) {
        TestRoot made = TestRoot.withBuiltIn(root);
        made.write("extensions.d/_defaults.yaml", DEFAULTS);
        made.write("extensions.d/" + folder + "people.yaml", PHONES);
        if (!folder.isEmpty()) {
            made.write("extensions.d/" + folder + "_defaults.yaml", defaults);
        }
        made.runUntilIdle();
        assertThat(made.problems()).noneMatch(problem -> problem.toString().contains("error"));
        return made;
    }

    private static String expected(String url) {
        StringBuilder lines =
                new StringBuilder("# Made from the extension files. What is changed here is overwritten.\n");
        for (String mac : MACS) {
            lines.append("dhcp-host=")
                    .append(mac.replaceAll("(..)(?=.)", "$1:"))
                    .append(",set:phone-")
                    .append(mac)
                    .append('\n');
            for (String option : OPTIONS.getOrDefault(mac, List.of("66,\"FOLDER\""))) {
                lines.append("dhcp-option-force=tag:phone-")
                        .append(mac)
                        .append(',')
                        .append(option.replace("FOLDER", url)
                                .replace("PATH", url.substring(url.indexOf("provisioning"))))
                        .append('\n');
            }
        }
        return lines.toString();
    }

    @Test
    void eachVendorIsToldWhatItsPhonesAskFor() throws Exception {
        assertThat(render("", "").files().get("site/dnsmasq-phones.conf"))
                .isEqualTo(expected("http://10.172.0.2:5481/provisioning"));
    }

    @Test
    void aUrlWithTokenAndSiteFitsIntoTheOption() throws Exception {
        String token = "0123456789abcdefghij";
        String made = render("acme/", "{site: acme, provisioning: {token: " + token + "}}\n")
                .files()
                .get("site/acme/dnsmasq-phones.conf");
        assertThat(made).isEqualTo(expected("http://10.172.0.2:5481/provisioning/" + token + "/acme"));
        // An option has at most 255 bytes (RFC 2132, section 2).
        assertThat(made.lines()).allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length < 255);
    }

    @Test
    void phonesTakeThePhonebookOfTheirSite() throws Exception {
        String token = "0123456789abcdefghij";
        Map<String, String> files = new HashMap<>();
        render("acme/", "{site: acme, provisioning: {token: " + token + "}}\n")
                .files()
                .forEach((path, content) -> files.put(path.replace("provisioning/acme/", ""), content));
        String folder = "http://10.172.0.2:5481/provisioning/" + token + "/acme/phonebook-";
        assertThat(files.get("000413000001.xml")).contains(">url " + folder + "snom.xml<");
        assertThat(files.get("805e0c000002.cfg")).contains("remote_phonebook.data.1.url = " + folder + "yealink.xml\n");
        assertThat(files.get("cfgc074ad000003.xml"))
                .contains(">" + folder.replace("http://", "") + "grandstream<")
                .contains("EnabledUseHTTP<");
        assertThat(files.get("00562b000005.xml")).contains(">" + folder + "cisco.xml<");
        assertThat(files.get("spa0002fd000006.xml")).contains(">" + folder + "cisco.xml<");
        assertThat(files.get("0c383e000007.cfg")).contains(">" + folder + "fanvil.xml<");
        assertThat(files.get("phonebook-grandstream/phonebook.xml")).contains("<accountindex>0</accountindex>");
    }

    @Test
    void aSiteFileFollowsThePatternOfTheTemplateAndTheModel() throws Exception {
        try (AgentFixture agentFixture = AgentFixture.onDisk(root)) {
            agentFixture.write(
                    "templates/site/hosts.xml",
                    "<doc><header><type>site-template</type><name>Hosts</name></header><data><device>",
                    "<deviceconfig filename=\"hosts\" syntax=\"velocity\"><![CDATA[#foreach($p in $phones)$p.dhcpUrl ",
                    "#end]]></deviceconfig></device></data></doc>");
            agentFixture.write(
                    "extensions.d/_defaults.yaml", "pbx_ip: h", "model: X", "provisioning_url: http://h/provisioning/");
            agentFixture.write("templates/phones/x.xml", template("X", ""));
            agentFixture.write(
                    "templates/phones/y.xml", template("Y", "<provisioningFile>y$MA.xml</provisioningFile>"));
            agentFixture.extension(100);
            assertThat(hosts(agentFixture)).isEqualTo("http://h/provisioning/");
            agentFixture.write("templates/phones/x.xml", template("X", "<provisioningFile> $mac </provisioningFile>"));
            assertThat(hosts(agentFixture)).isEqualTo("http://h/provisioning/$mac");
            agentFixture.extension(100, "model: Y");
            assertThat(hosts(agentFixture)).isEqualTo("http://h/provisioning/y$MA.xml");
            agentFixture.extension(100, "provisioning_url: {exact: \"https://f.example/p?k=1\"}");
            assertThat(hosts(agentFixture)).isEqualTo("https://f.example/p/$mac?k=1");
        }
    }

    @Test
    void aSiteFileFollowsTheVendorsOfModelFiles() throws Exception {
        try (AgentFixture agentFixture = AgentFixture.onDisk(root)) {
            agentFixture.write(
                    "templates/site/hosts.xml",
                    "<doc><header><type>site-template</type><name>Hosts</name></header><data><device>",
                    "<deviceconfig filename=\"hosts\" syntax=\"velocity\"><![CDATA[#foreach($class in $dhcp.classes)"
                            + "$class.name:#foreach($option in $class.options) $option.code $option.text#end; #end"
                            + "#foreach($group in $dhcp.groups)$group.tag:#foreach($option in $group.options)"
                            + " $option.code $option.text#end; #end]]></deviceconfig></device></data></doc>");
            agentFixture.write(
                    "extensions.d/_defaults.yaml", "pbx_ip: h", "model: X", "provisioning_url: http://h/provisioning");
            agentFixture.write("templates/phones/x.xml", template("X", ""));
            agentFixture.extension(100);
            assertThat(hosts(agentFixture)).matches("phone-[0-9a-f]{12}: 66 http://h/provisioning;");
            agentFixture.write("templates/models/v.yaml", "vendors: {X: {dhcp: [{option: 160}]}}");
            assertThat(hosts(agentFixture)).matches("phone-[0-9a-f]{12}: 160 http://h/provisioning;");
            agentFixture.write(
                    "templates/models/v.yaml",
                    "vendors: {X: {ouis: [000413], dhcp: [{option: 160, value: <folder>}]}}");
            assertThat(hosts(agentFixture)).isEqualTo("X: 160 http://h/provisioning/;");
            agentFixture.write(
                    "templates/models/v.yaml", "vendors: {X: {dhcp: [{option: 160, value: '<folder>a.cfg<query>'}]}}");
            agentFixture.extension(100, "provisioning_url: {exact: \"https://f.example/p?k=1\"}");
            assertThat(hosts(agentFixture)).matches("phone-[0-9a-f]{12}: 160 https://f.example/p/a.cfg\\?k=1;");
            agentFixture.extension(100);
            agentFixture.delete("templates/models/v.yaml");
            assertThat(hosts(agentFixture)).matches("phone-[0-9a-f]{12}: 66 http://h/provisioning;");
        }
    }

    private static String template(String name, String header) {
        return "<doc><header><type>phone-template</type><name>" + name + "</name>" + header
                + "</header><data><device><deviceconfig filename=\"%%mac_address%%\">x</deviceconfig></device></data></doc>";
    }

    /** Returns the site file after incremental cycles, and compares the problems with those of a first run. */
    private String hosts(AgentFixture agentFixture) throws Exception {
        agentFixture.runUntilIdle();
        MemoryStore store = new MemoryStore();
        State scratch = Cycles.fromScratch(root, store);
        String made = agentFixture.mirrored("site/hosts");
        assertThat(made).isEqualTo(store.files().get("site/hosts"));
        assertThat(scratch.report().problems()).hasSameSizeAs(agentFixture.problems());
        return made.strip();
    }
}
