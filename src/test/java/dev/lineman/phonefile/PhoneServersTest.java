package dev.lineman.phonefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which servers and functions of them Cisco, Linphone and Poly phones are told. */
class PhoneServersTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({
        "pbx.example, UDP, pbx.example:5061, pbx.example",
        "pbx.example:5070, UDP, pbx.example:5070, pbx.example",
        "pbx.example:5070, DNS-SRV, pbx.example, pbx.example",
        "[2001:db8::1], UDP, [2001:db8::1]:5061, 2001:db8::1",
        "[2001:db8::1]:5070, UDP, [2001:db8::1]:5070, 2001:db8::1"
    })
    void aLinphoneHasOnePortAndItsPasswordIsForTheHost(String pbx, String transport, String server, String host)
            throws Exception {
        Map<String, String> file = RenderedPhone.parameters(
                root,
                "linphone-000413000001.xml",
                "pbx_ip: '%s'".formatted(pbx),
                "model: Linphone, options: {transport: %s}, vars: {sip_port: 5061}".formatted(transport));

        assertThat(file)
                .containsEntry("proxy_0/reg_proxy", "<sip:" + server + ";transport=udp>")
                .containsEntry("auth_info_0/domain", host);
    }

    @ParameterizedTest
    @CsvSource({
        "Cisco 8851, DNS-SRV, pbx.example, ''",
        "Cisco 8851, DNS-NAPTR, pbx.example, ''",
        "Cisco SPA504G, DNS-SRV, pbx.example, ''",
        "Cisco SPA504G, UDP, pbx.example:5070, backup.example"
    })
    void withDnsACiscoHasNeitherPortNorSecondServer(String model, String transport, String proxy, String second)
            throws Exception {
        Map<String, String> file = RenderedPhone.parameters(
                root,
                (model.contains("SPA") ? "spa" : "") + "000413000001.xml",
                "pbx_ip: 'pbx.example:5070', vars: {admin_password: secret}",
                "model: %s, options: {transport: %s}, vars: {backup_server: backup.example}"
                        .formatted(model, transport));

        assertThat(file)
                .containsEntry("Proxy_1_", proxy)
                .containsEntry("Alternate_Proxy_1_", second)
                .containsEntry("Dual_Registration_1_", second.isEmpty() ? "No" : "Yes");
    }

    @Test
    void aKeyOfACiscoModuleThatIsNoLineHasItsLineDisabled() throws Exception {
        Map<String, String> file = RenderedPhone.parameters(
                root,
                "000413000001.xml",
                "model: Cisco 8851, modules: [BEKEM], blf: {10: {type: line}, 11: {number: 100}}");

        assertThat(file)
                .containsEntry("Unit_1_Extension_1_", "1")
                .containsEntry("Unit_1_Extension_2_", "Disabled")
                .containsEntry("Unit_1_Extension_3_", "Disabled");
    }

    @Test
    void aSoftKeyOfACiscoCallsTheMailboxAndALineKeyShowsItToo() throws Exception {
        Map<String, String> file = RenderedPhone.parameters(
                root,
                "000413000001.xml",
                "model: Cisco 8851, blf: [{type: voicemail, number: '*97'}], softkeys: [{type: voicemail, number: '*97'}]");

        assertThat(file.get("Extended_Function_2_")).startsWith("fnc=mwi+sd;ext=*97@");
        assertThat(file.get("PSK_1")).startsWith("fnc=sd;ext=*97@");
    }

    @Test
    void aPolySearchesTheUsualAttributes() throws Exception {
        assertThat(RenderedPhone.parameters(
                        root, "000413000001-settings.cfg", "model: VVX 450, vars: {ldap_server: ldap.example}"))
                .containsEntry("dir.corp.attribute.1.name", "sn")
                .containsEntry("dir.corp.attribute.2.name", "givenName")
                .containsEntry("dir.corp.attribute.3.name", "telephoneNumber")
                .containsEntry("dir.corp.attribute.3.type", "phone_number")
                .doesNotContainKey("dir.corp.attribute.4.name");
    }

    @Test
    void thePortOfAPolyIsThatOfItsOutboundProxyToo() throws Exception {
        String values = "model: VVX 450, vars: {outbound_proxy: sbc.example, sip_port: 5070, pickup_code: '**'}";

        assertThat(RenderedPhone.parameters(root, "000413000001-settings.cfg", values))
                .containsEntry("reg.1.outboundProxy.port", "5070")
                .containsEntry("call.directedCallPickupMethod", "legacy");
        assertThat(RenderedPhone.parameters(
                        root, "000413000001-settings.cfg", values + ", options: {transport: DNS-SRV}"))
                .doesNotContainKey("reg.1.outboundProxy.port");
    }
}
