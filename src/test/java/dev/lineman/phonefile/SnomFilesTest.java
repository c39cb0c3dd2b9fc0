package dev.lineman.phonefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the templates of snom phones make of one phone, read by parameter. */
class SnomFilesTest {
    private static final String FILE = "000413000001.xml";

    @TempDir
    Path root;

    @Test
    void theDomainOfAnAccountHasNoPortAndTheProxyHasIt() throws Exception {
        Map<String, String> file = phone("model: D785, vars: {sip_port: 5070}");

        assertThat(file)
                .containsEntry("user_host[1]", "pbx.example")
                .containsEntry("user_outbound[1]", "pbx.example:5070;transport=udp");
    }

    @Test
    void withDnsThePhoneLooksUpPortAndTransport() throws Exception {
        assertThat(phone("model: D785, options: {transport: DNS-SRV}, vars: {sip_port: 5070}"))
                .containsEntry("user_outbound[1]", "");
        assertThat(phone("model: Snom 370, options: {transport: DNS-NAPTR}, vars: {outbound_proxy: sbc.example}"))
                .containsEntry("user_outbound[1]", "sbc.example");
    }

    @Test
    void aFetchDoesNotUnlockAPhoneThatAPersonHasLocked() throws Exception {
        assertThat(content("model: D785"))
                .doesNotContain("<keyboard_lock ")
                .contains("<keyboard_lock_pw perm=\"!\"></keyboard_lock_pw>");
        assertThat(content("model: Snom 370, vars: {phone_lock: yes, phone_lock_pin: 4711}"))
                .contains("<keyboard_lock perm=\"RW\">on<", "<keyboard_lock_pw perm=\"R\">4711<");
    }

    @Test
    void whatYamlDoesNotSetAPersonMayChange() throws Exception {
        assertThat(content("model: D785"))
                .contains(
                        "<user_ringer idx=\"1\" perm=\"!\">Ringer1<",
                        "<dim_timer perm=\"!\">20<",
                        "<call_waiting perm=\"RW\">on<");
        assertThat(content("model: D785, vars: {ringtone: Ringer2, backlight_seconds: 30}"))
                .contains("<user_ringer idx=\"1\" perm=\"R\">Ringer2<", "<dim_timer perm=\"R\">30<");
    }

    @Test
    void withoutAFirmwareUrlThePhoneIsToldNone() throws Exception {
        assertThat(phone("model: D785")).containsEntry("firmware", "");
    }

    @Test
    void theLoginOfTheUserIsNotTheFactorys() throws Exception {
        assertThat(phone("model: D785")).containsEntry("webserver_user_password", "secret");
        assertThat(phone("model: D785, vars: {user_password: other}"))
                .containsEntry("webserver_user_name", "user")
                .containsEntry("webserver_user_password", "other");
    }

    @Test
    void bothWaysOfAskingForFilesAreSet() throws Exception {
        assertThat(phone("model: D785, options: {resync: hourly}"))
                .containsEntry("settings_refresh_timer", "3600")
                .containsEntry("prov_polling_enabled", "on")
                .containsEntry("prov_polling_mode", "rel")
                .containsEntry("prov_polling_period", "3600");
        assertThat(phone("model: D785, options: {resync: never}"))
                .containsEntry("settings_refresh_timer", "0")
                .containsEntry("prov_polling_enabled", "off");
    }

    /** The next identity that no account has is that of the second server. */
    @Test
    void aSecondServerIsAnIdentityOfItsOwn() throws Exception {
        assertThat(phone("model: D785, vars: {backup_server: two.example}"))
                .containsEntry("user_failover_identity[1]", "2")
                .containsEntry("user_host[2]", "two.example")
                .containsEntry("user_outbound[2]", "two.example:5060;transport=udp")
                .containsEntry("user_pass[2]", "p")
                .containsEntry("hide_identity[2]", "true")
                .containsEntry("user_active[3]", "off");
        assertThat(phone("model: D785"))
                .containsEntry("user_failover_identity[1]", "none")
                .containsEntry("user_active[2]", "off");
    }

    @Test
    void keysOfExpansionModulesCountOnAndFreeOnesAreCleared() throws Exception {
        Map<String, String> file =
                phone("model: D785, modules: 4, blf: {24: {number: 124, first_name: A}, 94: {type: dtmf, number: 12}}");

        assertThat(file)
                .containsEntry("fkey[22]", "line")
                .containsEntry("fkey[24]", "blf sip:124@pbx.example")
                .containsEntry("fkey[94]", "dtmf 12")
                .containsEntry("fkey[95]", "line")
                .doesNotContainKey("fkey[96]");
        assertThat(phone("model: D335")).containsKey("fkey[31]").doesNotContainKey("fkey[32]");
    }

    @Test
    void everyTypeOfKeyIsOneOfTheVendors() throws Exception {
        Map<String, String> file = phone("""
                model: D785, vars: {voicemail_number: "*97"}, blf: [{type: line}, {type: park, number: 701}, \
                {type: pickup, number: 105}, {type: group_pickup, number: "*8"}, {type: dtmf, number: "12#"}, \
                {type: transfer}, {type: transfer, number: 106}, {type: conference}, {type: dnd}, {type: forward, number: 107}, \
                {type: voicemail}, {type: multicast, number: "224.0.1.75:5000"}, {type: url, number: "http://a.example/?b&c"}, \
                {type: record}, {type: record, number: "*1"}, {type: intercom, number: 108}, {type: speeddial, number: 112}]""");

        assertThat(file)
                .containsEntry("fkey[1]", "line")
                .containsEntry("fkey[2]", "orbit 701")
                .containsEntry("fkey[3]", "blf sip:105@pbx.example")
                .containsEntry("fkey[4]", "speed *8")
                .containsEntry("fkey[5]", "dtmf 12#")
                .containsEntry("fkey[6]", "keyevent F_TRANSFER")
                .containsEntry("fkey[7]", "transfer 106")
                .containsEntry("fkey[8]", "keyevent F_CONFERENCE")
                .containsEntry("fkey[9]", "keyevent F_DND")
                .containsEntry("fkey[10]", "redirect 107")
                .containsEntry("fkey[11]", "speed *97")
                .containsEntry("fkey[12]", "multicast 224.0.1.75:5000")
                .containsEntry("fkey[13]", "url http://a.example/?b&c")
                .containsEntry("fkey[14]", "keyevent F_REC")
                .containsEntry("fkey[15]", "dtmf *1")
                .containsEntry("fkey[16]", "icom 108")
                .containsEntry("fkey[17]", "speed 112");
    }

    /** Renders one phone, and returns its parameters. */
    private Map<String, String> phone(String values) throws Exception {
        return RenderedPhone.parameters(root, FILE, values);
    }

    /** Renders one phone, and returns its file. */
    private String content(String values) throws Exception {
        phone(values);
        return Files.readString(root.resolve("out/provisioning").resolve(FILE));
    }
}
