package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.cli.program.ExitCode;
import dev.lineman.dhcp.DnsmasqReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code lineman dhcp}: what it prints for servers that no test can run, which phones it leaves out, and what it says then. */
class DhcpCommandTest {
    private static final String DEFAULTS = """
            pbx_ip: pbx.example
            auth_password: secret
            first_name: Ann
            last_name: Lee
            vars: {admin_password: Abc12345}
            """;
    private static final String URL = "provisioning_url: http://10.172.0.2:5481/provisioning\n";

    @TempDir
    Path root;

    private Terminal terminal;

    @BeforeEach
    void createTerminal() throws IOException {
        terminal = Terminal.withBuiltInTemplates(root);
        terminal.write("extensions.d/_defaults.yaml", DEFAULTS + URL);
    }

    private void phones(String... phones) throws IOException {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < phones.length; i++) {
            yaml.append("- {extension: ")
                    .append(100 + i)
                    .append(", auth_id: a, ")
                    .append(phones[i])
                    .append("}\n");
        }
        terminal.write("extensions.d/people.yaml", yaml.toString());
    }

    private String run(String... arguments) {
        assertThat(terminal.run(arguments)).as(terminal.err()).isEqualTo(ExitCode.OK);
        return terminal.out();
    }

    private String fail(String... arguments) {
        assertThat(terminal.run(arguments)).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.out()).isEmpty();
        return terminal.err();
    }

    /** No RouterOS runs here: this is what its documentation describes. */
    @Test
    void routerOsGetsOptionSetsWithMatchersAndLeases() throws IOException {
        phones(
                "phone: {mac: 64167f000004, model: Poly VVX 450}",
                "phone: {mac: 00562b000005, model: Cisco 8851}",
                "phone: {mac: 00562b000006, model: Cisco 7965G}");
        assertThat(run("dhcp", "routeros")).isEqualTo("""
                # DHCP options for phones, made from the extension files. What is changed here is overwritten.

                # Cisco 7900
                /ip dhcp-server option add name="lineman-cisco-7900-150" code=150 force=yes value="'10.172.0.2'"
                /ip dhcp-server option add name="lineman-cisco-7900-66" code=66 force=yes value="s'10.172.0.2'"
                /ip dhcp-server option sets add name="lineman-cisco-7900" options="lineman-cisco-7900-150,lineman-cisco-7900-66"
                /ip dhcp-server matcher add name="lineman-cisco-7900-1" server=all code=60 matching-type=substring value="Cisco Systems, Inc. IP Phone CP-79" option-set="lineman-cisco-7900"
                /ip dhcp-server matcher add name="lineman-cisco-7900-2" server=all code=60 matching-type=substring value="Cisco Systems, Inc. IP Phone CP-89" option-set="lineman-cisco-7900"
                /ip dhcp-server matcher add name="lineman-cisco-7900-3" server=all code=60 matching-type=substring value="Cisco Systems, Inc. IP Phone CP-99" option-set="lineman-cisco-7900"

                # Cisco 8800
                /ip dhcp-server option add name="lineman-cisco-8800-66" code=66 force=yes value="s'http://10.172.0.2:5481/provisioning/\\$MA.xml'"
                /ip dhcp-server option sets add name="lineman-cisco-8800" options="lineman-cisco-8800-66"
                /ip dhcp-server matcher add name="lineman-cisco-8800-1" server=all code=60 matching-type=substring value="Cisco Systems, Inc. IP Phone CP-88" option-set="lineman-cisco-8800"
                /ip dhcp-server matcher add name="lineman-cisco-8800-2" server=all code=60 matching-type=substring value="CP-88" option-set="lineman-cisco-8800"

                # Poly
                /ip dhcp-server option add name="lineman-poly-160" code=160 force=yes value="s'http://10.172.0.2:5481/provisioning'"
                /ip dhcp-server option add name="lineman-poly-66" code=66 force=yes value="s'http://10.172.0.2:5481/provisioning'"
                /ip dhcp-server option sets add name="lineman-poly" options="lineman-poly-160,lineman-poly-66"
                /ip dhcp-server matcher add name="lineman-poly-1" server=all code=60 matching-type=substring value="Polycom" option-set="lineman-poly"
                /ip dhcp-server lease add mac-address=64:16:7f:00:00:04 address=0.0.0.0 dhcp-option-set="lineman-poly" comment="lineman"

                /ip dhcp-server option add name="phone-00562b000005-66" code=66 force=yes value="s'http://10.172.0.2:5481/provisioning/\\$MA.xml'"
                /ip dhcp-server option sets add name="phone-00562b000005" options="phone-00562b000005-66"
                /ip dhcp-server lease add mac-address=00:56:2b:00:00:05 address=0.0.0.0 dhcp-option-set="phone-00562b000005" comment="lineman"

                /ip dhcp-server option add name="phone-00562b000006-150" code=150 force=yes value="'10.172.0.2'"
                /ip dhcp-server option add name="phone-00562b000006-66" code=66 force=yes value="s'10.172.0.2'"
                /ip dhcp-server option sets add name="phone-00562b000006" options="phone-00562b000006-150,phone-00562b000006-66"
                /ip dhcp-server lease add mac-address=00:56:2b:00:00:06 address=0.0.0.0 dhcp-option-set="phone-00562b000006" comment="lineman"
                """);
        assertThat(terminal.err()).isEmpty();
    }

    /** No Windows runs here: this is what its documentation describes. */
    @Test
    void windowsGetsPoliciesThoseOfSinglePhonesFirst() throws IOException {
        phones(
                "phone: {mac: 64167f000004, model: Poly VVX 450}",
                "phone: {mac: 00085d000005, model: Mitel 6867i}",
                "phone: {mac: aabbcc000006, model: Snom D785}",
                "phone: {mac: 000413000007, model: Snom D785}",
                "phone: {mac: 000413000008, model: Snom D785}",
                "phone: {mac: 000413000009, model: Snom M300}");
        assertThat(run("dhcp", "windows")).isEqualTo("""
                # DHCP options for phones, made from the extension files. What is changed here is overwritten.

                Add-DhcpServerv4OptionDefinition -Name 'Lineman 160' -OptionId 160 -Type String

                Add-DhcpServerv4Policy -Name 'phone-000413000009' -Condition OR -MacAddress EQ,'000413000009'
                Set-DhcpServerv4OptionValue -PolicyName 'phone-000413000009' -OptionId 66 -Value 'http://10.172.0.2:5481/provisioning'

                Add-DhcpServerv4Policy -Name 'phone-aabbcc000006' -Condition OR -MacAddress EQ,'AABBCC000006'
                Set-DhcpServerv4OptionValue -PolicyName 'phone-aabbcc000006' -OptionId 66 -Value 'http://10.172.0.2:5481'
                Set-DhcpServerv4OptionValue -PolicyName 'phone-aabbcc000006' -OptionId 67 -Value 'provisioning/{mac}.xml'

                # Mitel
                Add-DhcpServerv4Class -Name 'lineman-mitel-1' -Type Vendor -Data 'AastraIPPhone'
                Add-DhcpServerv4Class -Name 'lineman-mitel-2' -Type Vendor -Data 'MitelIPPhone'
                Add-DhcpServerv4Policy -Name 'lineman-mitel' -Condition OR -MacAddress EQ,'00085D*','08000F*','1400E9*' -VendorClass EQ,'lineman-mitel-1*','lineman-mitel-2*'
                Set-DhcpServerv4OptionValue -PolicyName 'lineman-mitel' -OptionId 43 -Value ([byte[]] -split ('0223687474703a2f2f31302e3137322e302e323a353438312f70726f766973696f6e696e67' -replace '..', '0x$0 '))
                Set-DhcpServerv4OptionValue -PolicyName 'lineman-mitel' -OptionId 66 -Value 'http://10.172.0.2:5481/provisioning'

                # Poly
                Add-DhcpServerv4Class -Name 'lineman-poly-1' -Type Vendor -Data 'Polycom'
                Add-DhcpServerv4Policy -Name 'lineman-poly' -Condition OR -MacAddress EQ,'0004F2*','482567*','64167F*' -VendorClass EQ,'lineman-poly-1*'
                Set-DhcpServerv4OptionValue -PolicyName 'lineman-poly' -OptionId 160 -Value 'http://10.172.0.2:5481/provisioning'
                Set-DhcpServerv4OptionValue -PolicyName 'lineman-poly' -OptionId 66 -Value 'http://10.172.0.2:5481/provisioning'

                # Snom
                Add-DhcpServerv4Policy -Name 'lineman-snom' -Condition OR -MacAddress EQ,'000413000007','000413000008'
                Set-DhcpServerv4OptionValue -PolicyName 'lineman-snom' -OptionId 66 -Value 'http://10.172.0.2:5481'
                Set-DhcpServerv4OptionValue -PolicyName 'lineman-snom' -OptionId 67 -Value 'provisioning/{mac}.xml'
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dnsmasq", "kea", "isc", "routeros", "windows"})
    void aTokenIsPrintedOnlyWhenAskedFor(String server) throws IOException {
        String token = "0123456789abcdefghij";
        phones(
                "phone: {mac: 64167f000004, model: Poly VVX 450}",
                "phone: {mac: 64167f000005, model: Poly VVX 450, provisioning: {token: " + token + "}}");
        String without = run("dhcp", server);
        assertThat(without)
                .doesNotContain(token)
                .contains("# Phones that are left out, because their URL has a token or another secret: 1\n");
        assertThat(terminal.err())
                .isEqualTo(
                        "lineman: 1 phone is left out, because a URL has a token or another secret; --tokens prints them"
                                + " too, so keep the result as secret as a password\n");
        assertThat(run("dhcp", server, "--tokens"))
                .contains("provisioning/" + token)
                .doesNotContain("left out");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void aPlanMasksTheTokensInTheFilesOfASite() throws IOException {
        terminal.write(
                "extensions.d/_defaults.yaml",
                DEFAULTS + URL
                        + "site_templates: [dnsmasq, variants/dhcp-dnsmasq, variants/dhcp-kea, variants/dhcp-isc,"
                        + " variants/dhcp-routeros, variants/dhcp-windows]\n");
        // Option 43 has the token as hexadecimal digits, option 67 of a Snom without the server.
        List<String> tokens = List.of("0123456789abcdefghij", "zyxwvutsrqponmlkjihg");
        for (String token : tokens) {
            phones(
                    "phone: {mac: 3c28a6000001, model: ALE M7, provisioning: {token: " + token + "}}",
                    "phone: {mac: 000413000001, model: Snom D785, provisioning: {token: " + token + "}}");
            if (token.equals(tokens.get(0))) {
                assertThat(terminal.run("render")).as(terminal.err()).isEqualTo(ExitCode.OK);
            }
        }
        assertThat(terminal.run("plan")).as(terminal.err()).isEqualTo(ExitCode.OK);
        assertThat(terminal.out())
                .contains(
                        "dhcp-isc.conf",
                        "dhcp-kea.json",
                        "dhcp-routeros.rsc",
                        "dhcp-windows.ps1",
                        "dnsmasq-phones.conf");
        for (String token : tokens) {
            String hex = HexFormat.of().formatHex(token.getBytes(StandardCharsets.UTF_8));
            assertThat(terminal.out()).doesNotContain(token, hex, hex.replaceAll("(..)(?=.)", "$1:"));
        }
    }

    @Test
    void withoutUrlItSaysWhereToWriteIt() throws IOException {
        terminal.write("extensions.d/_defaults.yaml", DEFAULTS);
        phones("phone: {mac: 64167f000004, model: Poly VVX 450}");
        assertThat(fail("dhcp", "kea"))
                .endsWith("lineman: 1 phone has no 'provisioning_url': add it to extensions.d/_defaults.yaml, such as"
                        + " provisioning_url: http://10.172.0.2:5481/provisioning\n");
        phones(
                "phone: {mac: 64167f000004, model: Poly VVX 450}",
                "phone: {mac: 64167f000005, model: Poly VVX 450}, provisioning_url: \"http://10.0.0.1/provisioning\"");
        assertThat(run("dhcp", "kea")).contains("http://10.0.0.1/provisioning");
        assertThat(terminal.err()).contains("lineman: 1 phone has no 'provisioning_url'");
    }

    @Test
    void aSiteIsNamedWhereSitesHaveUrlsOfTheirOwn() throws IOException {
        assertThat(fail("dhcp", "isc")).isEqualTo("lineman: there are no phones; add one to extensions.d first\n");
        terminal.write("extensions.d/acme/_defaults.yaml", "site: acme\n");
        terminal.write(
                "extensions.d/acme/1.yaml",
                "{extension: 1, auth_id: a, phone: {mac: 64167f000001, model: Poly VVX 450}}\n");
        assertThat(run("dhcp", "isc")).contains("http://10.172.0.2:5481/provisioning/acme\"");
        terminal.write("extensions.d/zeta/_defaults.yaml", "site: zeta\n");
        terminal.write(
                "extensions.d/zeta/2.yaml",
                "{extension: 2, auth_id: a, phone: {mac: 64167f000002, model: Poly VVX 450}}\n");
        assertThat(fail("dhcp", "isc"))
                .isEqualTo("lineman: phones have different URLs in each site; name one with --site: acme, zeta\n");
        assertThat(run("dhcp", "isc", "--site", "zeta")).contains("/zeta\"").doesNotContain("acme");
        assertThat(fail("dhcp", "isc", "--site", "zita"))
                .isEqualTo("lineman: no phone is in a site 'zita'; did you mean 'zeta'?\n");
        phones("phone: {mac: 64167f000004, model: Poly VVX 450}");
        assertThat(run("dhcp", "isc")).contains("/provisioning\"").doesNotContain("/zeta");
        assertThat(terminal.err())
                .isEqualTo(
                        "lineman: only phones without a site are here; for the others, name one with --site: acme, zeta\n");
    }

    @Test
    void anOptionThatCannotHoldTheUrlIsAWarningAtTheUrl() throws IOException {
        phones(
                "phone: {mac: 00562b000006, model: Cisco 7965G}, provisioning_url: \"http://prov.example.com/provisioning\"",
                "phone: {mac: 7c2f80000006, model: Gigaset N670}, provisioning_url: \"http://" + "a".repeat(60)
                        + ".example.com/provisioning\"",
                "phone: {mac: 64167f000006, model: Poly VVX 450}, provisioning_url: \"http://" + "a".repeat(250)
                        + ".example.com/provisioning\"");
        assertThat(run("dhcp", "dnsmasq"))
                .contains("dhcp-option-force=tag:phone-00562b000006,66,\"prov.example.com\"\n")
                .doesNotContain("64:16:7f:00:00:06", ",150,", ",114,", ",160,");
        assertThat(terminal.err())
                .contains(
                        "people.yaml:1:98: warning: DHCP for phones of Cisco 7900: option 150 needs an IPv4 address, and"
                                + " 'provisioning_url' has another host: write the address in the URL of these phones, or enter the"
                                + " server in the phone\n",
                        "people.yaml:2:99: warning: DHCP for phones of Gigaset: option 114 takes at most 74 characters, and the"
                                + " URL gives 92: shorten the name of the host, of the site, or the token\n",
                        "people.yaml:3:99: warning: DHCP for phones of Poly: option 160 takes at most 255 characters, and the"
                                + " URL gives 282: shorten the name of the host, of the site, or the token\n");
    }

    @Test
    void aPhoneThatDhcpCannotTellItsUrlIsAWarning() throws IOException {
        phones(
                "phone: {mac: 00040d000006, model: Avaya J139}, provisioning_url: \"tftp://10.0.0.5\"",
                "phone: {mac: 64167f000006, model: Poly VVX 450}, provisioning_url: {exact: \"http://h/a b\"}",
                "phone: {mac: 805e0c000006, model: Yealink T54W}, provisioning_url: \"http://10.0.0.5/provisioning\"");
        assertThat(run("dhcp", "dnsmasq"))
                .doesNotContain("00:04:0d", "64:16:7f")
                .contains("80:5e:0c");
        assertThat(terminal.err())
                .contains(
                        "people.yaml:1:97: warning: DHCP for phones of Avaya: its options are for URLs with http or https: write"
                                + " such a 'provisioning_url', or enter the server in the phone\n",
                        "warning: DHCP for phones of Poly: 'provisioning_url' is not a URL; write one such as"
                                + " http://10.172.0.2:5481/provisioning\n");
    }

    @Test
    void aPhoneWhoseMacBelongsToTwoClassesGetsTheOptionsOfItsOwnVendor() throws IOException {
        terminal.write("templates/models/own.yaml", """
                vendors:
                  Acme: {ouis: ["80:5e:0c:0"], dhcp: [{option: 66, value: "<folder>"}]}
                  Snom M: {vendor_class: [snomM]}
                  Other: {ouis: [c4fc22]}
                """);
        terminal.write(
                "templates/phones/acme.xml",
                "<doc><header><type>phone-template</type><name>Acme One</name></header><data><device>"
                        + "<deviceconfig filename=\"%%mac_address%%\">x</deviceconfig></device></data></doc>");
        String url = ", provisioning_url: \"http://10.0.0.2/p\"";
        phones(
                "phone: {mac: 805e0c000001, model: Acme One}" + url,
                "phone: {mac: 805e0cf00001, model: Yealink T54W}" + url,
                "phone: {mac: 000413000001, model: Snom M300}" + url,
                "phone: {mac: 000413000002, model: Snom D785}" + url);
        terminal.run("dhcp", "dnsmasq");
        String file = terminal.out();
        assertThat(DnsmasqReader.options(file, "805e0c000001", ""))
                .isEqualTo(Map.of(66, List.of("http://10.0.0.2/p/")));
        assertThat(DnsmasqReader.options(file, "805e0cf00001", "")).isEqualTo(Map.of(66, List.of("http://10.0.0.2/p")));
        assertThat(DnsmasqReader.options(file, "000413000001", "snomM300"))
                .isEqualTo(Map.of(66, List.of("http://10.0.0.2/p")));
        assertThat(DnsmasqReader.options(file, "000413000002", "snomD785"))
                .isEqualTo(Map.of(66, List.of("http://10.0.0.2"), 67, List.of("p/{mac}.xml")));
        // Phones that no extension names: one of the vendor, and one whose MAC the root gives to another vendor.
        assertThat(DnsmasqReader.options(file, "000413ffffff", ""))
                .isEqualTo(Map.of(66, List.of("http://10.0.0.2"), 67, List.of("p/{mac}.xml")));
        assertThat(DnsmasqReader.options(file, "c4fc22ffffff", "")).isEmpty();
    }

    @Test
    void aFileAtTheTopOfAServerHasNoSlashBefore() throws IOException {
        phones("phone: {mac: 000413000006, model: Snom D785}, provisioning_url: {exact: \"https://prov.example\"}");
        assertThat(run("dhcp", "dnsmasq")).contains(",67,\"{mac}.xml\"\n");
    }

    @Test
    void aTemplateOfTheRootReplacesTheBuiltInOne() throws IOException {
        phones("phone: {mac: 64167f000004, model: Poly VVX 450}");
        terminal.write(
                "templates/site/variants/dhcp-kea.xml",
                "<doc><header><type>site-template</type><name>Mine</name></header><data><device>"
                        + "<deviceconfig filename=\"mine\" syntax=\"velocity\"><![CDATA[#foreach($one in $dhcp.classes)mine: "
                        + "$one.name $one.options.get(0).code#end]]></deviceconfig></device></data></doc>");
        assertThat(run("dhcp", "kea")).isEqualTo("mine: Poly 160\n");
        terminal.write("templates/site/variants/dhcp-kea.xml", "<doc>");
        assertThat(terminal.run("dhcp", "kea")).isEqualTo(ExitCode.PROBLEMS);
    }

    @Test
    void anUnreadableInputMayHaveMorePhones() throws IOException {
        phones("phone: {mac: 64167f000004, model: Poly VVX 450}");
        terminal.write("extensions.d/broken.yaml", "{");
        terminal.write("templates/models/broken.yaml", "vendors: {Poly: {pnp: x, dhcp: x}}");
        assertThat(terminal.run("dhcp", "kea")).isEqualTo(ExitCode.PROBLEMS);
        assertThat(terminal.out()).contains("lineman-poly");
        assertThat(terminal.err())
                .contains(
                        "broken.yaml:",
                        "lineman: 2 files cannot be read, so phones or options may be missing here; see 'lineman"
                                + " check'\n");
    }

    @Test
    void anUnknownServerIsRefused() {
        assertThat(terminal.run("dhcp", "bind")).isEqualTo(2);
        assertThat(terminal.err()).contains("dnsmasq, kea, isc, routeros, windows");
    }
}
