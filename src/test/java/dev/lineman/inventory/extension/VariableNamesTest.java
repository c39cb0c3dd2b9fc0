package dev.lineman.inventory.extension;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which vendor parameters are secrets, by their names. */
class VariableNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "static.auto_provision.aes_key_16.com",
                "wifi.1.key",
                "aes_key",
                "network.snmp.community",
                "device.sec.configEncryption.key",
                "network.wifi.preSharedKey",
                "net/wifi/WPAKey",
                "net/wifi[1]/key[2]",
                "account.1.sip.password",
                "Auth_Key_1_",
            })
    void aParameterThatNamesAPasswordOrAKeyIsASecret(String name) {
        assertThat(VariableNames.isSecretParameter(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linekey.1.type",
                "linekey.1.value",
                "expansion_module.1.key.2.type",
                "programablekey.2.type",
                "features.key_as_send",
                "phone_setting.keytone",
                "reg.1.lineKeys",
                "fkey[7]",
                "softkey",
                "dsskey/internal/Fkey[1]/Type",
                "Profile_Rule",
            })
    void aKeyOfThePhoneIsNone(String name) {
        assertThat(VariableNames.isSecretParameter(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[--key 0123abcd] https://10.0.0.1/$MA.cfg", "[--key $B --uid a] http://h/x"})
    void anAddressWithTheKeyOfItsFileIsASecret(String value) {
        assertThat(VariableNames.isSecretParameter("Profile_Rule", value)).isTrue();
        assertThat(VariableNames.isSecretParameter("Profile_Rule", value.replace("--key", "--kay")))
                .isFalse();
    }
}
