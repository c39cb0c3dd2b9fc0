package dev.lineman.agent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.zerotouch.pnp.PhoneDirectory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The URLs that SIP Plug and Play gives to phones. */
class PnpDirectoryTest {
    private static final String TOKEN = "0123456789abcdef-token";
    private static final String YEALINK = "805e0c000002";
    private static final String DEFAULTS = """
            pbx_ip: pbx.example
            auth_password: secret
            first_name: Ann
            last_name: Lee
            vars: {admin_password: Abc12345, user_password: Abc12345, base_pin: "1234"}
            """;

    private static final String PHONES = """
            - {extension: 101, auth_id: a, phone: {mac: 000413000001, model: Snom D785}}
            - {extension: 102, auth_id: a, phone: {mac: 805e0c000002, model: Yealink T54W}}
            - {extension: 103, auth_id: a, phone: {mac: c074ad000003, model: Grandstream GRP2614}}
            - {extension: 104, auth_id: a, phone: {mac: 64167f000004, model: VVX 450}}
            - {extension: 105, auth_id: a, phone: {mac: 7c2f80000005, model: Gigaset N510}}
            - {extension: 107, auth_id: a, phone: {mac: 0c383e000007, model: Fanvil X6U}}
            - {extension: 108, auth_id: a, phone: {mac: 000413000008, model: Snom M900}}
            - {extension: 109, auth_id: a, phone: {mac: 005058000009, model: Sangoma S500}}
            """;

    @TempDir
    Path root;

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A directory of one folder of phones. */
    private PnpDirectory directory(String folder, String defaults, InetSocketAddress plain, Map<String, String> files) {
        TestRoot made = TestRoot.withBuiltIn(root);
        made.write("extensions.d/_defaults.yaml", DEFAULTS);
        made.write("extensions.d/" + folder + "/people.yaml", PHONES);
        made.write("extensions.d/" + folder + "/_defaults.yaml", defaults);
        files.forEach(made::write);
        made.runUntilIdle();
        return new PnpDirectory(made::state, path -> true, Map.of(), plain);
    }

    private PhoneDirectory.PnpPhone phone(String mac, String defaults) {
        PnpDirectory directory = directory(
                "acme", defaults, new InetSocketAddress(address("0.0.0.0"), 5481), Map.of("secrets.yaml", """
                        url: http://hidden.example/provisioning
                        """));
        return requireNonNull(directory.find(mac, address("10.0.0.2")));
    }

    @ParameterizedTest
    @CsvSource({
        "000413000001, 000413000001.xml",
        "805e0c000002, ''",
        "c074ad000003, ''",
        "64167f000004, ''",
        "7c2f80000005, ''",
        "0c383e000007, 0c383e000007.cfg",
        "000413000008, ''"
    })
    void thePhonesOfEachVendorGetTheFolderOrTheirFile(String mac, String file) {
        PhoneDirectory.PnpPhone phone = phone(mac, "site: acme\nprovisioning_url: https://prov.example/provisioning\n");
        assertThat(phone.url()).isEqualTo("https://prov.example/provisioning/acme/" + file);
        assertThat(phone.shownUrl()).isEqualTo(phone.url());
        assertThat(phone.obstacle()).isEmpty();
        assertThat(phone.name()).startsWith("phone " + mac + " (extension 10").endsWith(")");
    }

    @Test
    void aFileOfTheRootSaysWhatTheVendorTakes() {
        PnpDirectory directory = directory(
                "acme",
                "provisioning_url: http://prov.example/provisioning/\n",
                null,
                Map.of("templates/models/own.yaml", "vendors:\n  Yealink: {pnp: file}\n"));
        assertThat(requireNonNull(directory.find(YEALINK, address("10.0.0.2"))).url())
                .isEqualTo("http://prov.example/provisioning/805e0c000002.cfg");
    }

    @Test
    void theFamilyOfTheModelComesBeforeItsVendorAndTheMac() {
        PnpDirectory directory = directory(
                "acme",
                "provisioning_url: http://prov.example/provisioning\n",
                null,
                Map.of("templates/models/own.yaml", """
                        vendors:
                          Sangoma: {pnp: folder}
                          Sangoma S: {pnp: file}
                        """));
        assertThat(requireNonNull(directory.find("005058000009", address("10.0.0.2")))
                        .url())
                .isEqualTo("http://prov.example/provisioning/cfg005058000009.xml");
    }

    @Test
    void withoutAUrlThePhoneGetsTheAddressOnItsNetwork() {
        assertThat(phone(YEALINK, "site: acme\n").url()).isEqualTo("http://10.0.0.2:5481/provisioning/acme/");
        assertThat(phone("000413000001", "site: \"\"\n").url())
                .isEqualTo("http://10.0.0.2:5481/provisioning/000413000001.xml");
        PnpDirectory web = directory("acme", "site: \"\"\n", new InetSocketAddress(address("10.0.0.2"), 80), Map.of());
        assertThat(requireNonNull(web.find(YEALINK, address("10.0.0.2"))).url())
                .isEqualTo("http://10.0.0.2/provisioning/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.3"})
    void withoutAPlainPortOnItsNetworkThereIsNoUrl(String bind) {
        InetSocketAddress plain = bind.isEmpty() ? null : new InetSocketAddress(address(bind), 5481);
        PhoneDirectory.PnpPhone phone = requireNonNull(
                directory("acme", "site: \"\"\n", plain, Map.of()).find(YEALINK, address("10.0.0.2")));
        assertThat(phone.url()).isEmpty();
        assertThat(phone.obstacle())
                .contains(bind.isEmpty() ? "plain HTTP is off" : "served at 10.0.0.3 and not at 10.0.0.2")
                .endsWith("Set 'provisioning_url' in extensions.d/_defaults.yaml")
                .doesNotContain(YEALINK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "provisioning_url: http://prov.example/provisioning\n"})
    void aTokenIsInTheUrlAndNotInTheLog(String url) {
        String origin = url.isEmpty() ? "http://10.0.0.2:5481" : "http://prov.example";
        PhoneDirectory.PnpPhone phone =
                phone("000413000001", url + "site: acme\nprovisioning: {token: " + TOKEN + "}\n");
        assertThat(phone.url()).isEqualTo(origin + "/provisioning/" + TOKEN + "/acme/000413000001.xml");
        assertThat(phone.shownUrl()).isEqualTo(origin + "/provisioning/***/acme/000413000001.xml");
    }

    @Test
    void aUserAndAPasswordAreLeftOut() {
        PhoneDirectory.PnpPhone phone = phone(YEALINK, """
                provisioning_url: http://phone:Abc12345@prov.example/provisioning
                provisioning: {user: phone, password: Abc12345}
                """);
        assertThat(phone.url()).isEqualTo("http://prov.example/provisioning/");
        assertThat(phone.shownUrl()).isEqualTo(phone.url());
    }

    @Test
    void aUrlFromTheSecretsIsASecretAsAWhole() {
        PhoneDirectory.PnpPhone hidden = phone(YEALINK, "provisioning_url: !secret url\n");
        assertThat(hidden.url()).isEqualTo("http://hidden.example/provisioning/");
        assertThat(hidden.shownUrl()).isEqualTo("***");
    }

    @Test
    void anExactUrlStaysAsItIsAndKeepsItsQuery() {
        PhoneDirectory.PnpPhone phone =
                phone("0c383e000007", "provisioning_url: {exact: \"https://cdn.example/p/?key=s3cretvalue\"}\n");
        assertThat(phone.url()).isEqualTo("https://cdn.example/p/0c383e000007.cfg?key=s3cretvalue");
        assertThat(phone.shownUrl()).isEqualTo("https://cdn.example/p/0c383e000007.cfg?key=***");
    }

    @Test
    void aPhoneWithoutAFileHasAnObstacle() {
        TestRoot made = TestRoot.withBuiltIn(root);
        made.write("extensions.d/_defaults.yaml", DEFAULTS);
        made.write("extensions.d/people.yaml", PHONES);
        made.runUntilIdle();
        PnpDirectory unpublished = new PnpDirectory(made::state, path -> false, Map.of(), null);
        assertThat(requireNonNull(unpublished.find(YEALINK, address("10.0.0.2")))
                        .obstacle())
                .endsWith("gets no URL, because it has no published file. See 'lineman explain 805e0c000002'");
        assertThat(unpublished.find("001122334455", address("10.0.0.2"))).isNull();
        assertThat(unpublished.isReady()).isTrue();
    }

    /** A file that does not read the URL is published all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"!secret none", "!env NONE", "no-url"})
    void aUrlWithAProblemIsAnObstacle(String url) {
        TestRoot made = new TestRoot(root);
        made.write("templates/phones/t.xml", TestRoot.template("T", "%%mac_address%%.cfg", "x"));
        made.write("extensions.d/_defaults.yaml", DEFAULTS + "provisioning_url: " + url + "\n");
        made.write("extensions.d/101.yaml", "{extension: 101, auth_id: a, phone: {mac: 805e0c000002, model: T}}\n");
        made.runUntilIdle();
        PnpDirectory directory = new PnpDirectory(made::state, path -> true, Map.of(), null);
        assertThat(requireNonNull(directory.find(YEALINK, address("10.0.0.2"))).obstacle())
                .isEqualTo(
                        "phone 805e0c000002 (extension 101, T) gets no URL, because 'provisioning_url' or 'token' has a"
                                + " problem. See 'lineman explain 805e0c000002'");
    }
}
