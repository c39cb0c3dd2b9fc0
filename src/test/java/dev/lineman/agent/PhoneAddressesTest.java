package dev.lineman.agent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.phonefile.PhoneFileReader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The address of its files that a phone gets from {@code provisioning_url}, and the servers that get its login. */
class PhoneAddressesTest {
    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void newRoot() {
        root = TestRoot.withBuiltIn(folder);
    }

    @ParameterizedTest
    @CsvSource({
        // model, parameter, address without a path, address below /provisioning
        "Yealink T54W, static.auto_provision.server.url, http://h:5481, http://h:5481/provisioning",
        "Yealink W70B, static.auto_provision.server.url, http://h:5481, http://h:5481/provisioning",
        "GRP2614, provisioning.config.serverPath, h:5481, h:5481/provisioning",
        "GXP2170, provisioning.config.serverPath, h:5481, h:5481/provisioning",
        "Fanvil X6U, ap/FlashFileName, $mac.cfg, provisioning/$mac.cfg",
        "D785, setting_server, http://h:5481/{mac}.xml, http://h:5481/provisioning/{mac}.xml",
        "VVX 450, device.prov.serverName, http://h:5481, http://h:5481/provisioning",
        "CP-8851, Profile_Rule, http://h:5481/$MA.xml, http://h:5481/provisioning/$MA.xml",
        "SPA504G, Profile_Rule, http://h:5481/spa$MA.xml, http://h:5481/provisioning/spa$MA.xml",
    })
    void aUrlWithOrWithoutAPathOrALastSlashGivesTheSameAddress(
            String model, String parameter, String bare, String below) {
        assertThat(address(model, "http://h:5481", parameter)).isEqualTo(bare);
        assertThat(address(model, "http://h:5481/", parameter)).isEqualTo(bare);
        assertThat(address(model, "http://h:5481/provisioning", parameter)).isEqualTo(below);
        assertThat(address(model, "http://h:5481/provisioning/", parameter)).isEqualTo(below);
    }

    @ParameterizedTest
    @CsvSource({
        "Yealink T54W, remote_phonebook.data.1.password, %NULL%",
        "Yealink W70B, remote_phonebook.data.1.password, %NULL%",
        "GRP2614, phonebook.download.password, ''",
        "GRP2614, provisioning.firmware.password, ''",
        "GXP2170, phonebook.download.password, ''",
        "Fanvil X6U, phone/xmlContact[1]/PassWd, ''",
        "CP-8851, XML_Password, ''",
        "SPA525G, XML_Password, ''",
    })
    void onlyThisServerGetsTheLogin(String model, String parameter, String none) {
        String own = urls("http://h:5481/provisioning/phonebook.xml");
        assertThat(read(model, "http://h:5481/provisioning", own).get(parameter))
                .isEqualTo("secret");
        assertThat(read(model, "http://h:5481/provisioning/", own).get(parameter))
                .isEqualTo("secret");

        String other = urls("http://h:5481/provisioning-other/phonebook.xml");
        assertThat(read(model, "http://h:5481/provisioning", other).get(parameter))
                .isEqualTo(none);
        assertThat(read(model, "http://other:5481/provisioning", own).get(parameter))
                .isEqualTo(none);
    }

    private static String urls(String url) {
        return ", phonebook_url: '%s', firmware_url: '%s'".formatted(url, url);
    }

    /** The address without a last slash and without the login that a Cisco has before it. */
    private String address(String model, String url, String parameter) {
        return requireNonNull(read(model, url, "").get(parameter)).replaceAll("^\\[.*\\]|/$", "");
    }

    private Map<String, String> read(String model, String url, String vars) {
        String extension =
                "provisioning_url: {exact: '%s'}, provisioning: {user: phones, password: secret}, vars: {admin_password: a%s}"
                        .formatted(url, vars);
        root.writePhone(extension, "model: " + model).runUntilIdle();
        assertThat(root.problems()).isEmpty();
        return root.files().entrySet().stream()
                .filter(file -> file.getKey().matches("provisioning/[^/]*000413000111[^/]*"))
                .map(file -> PhoneFileReader.byName(PhoneFileReader.read(file.getValue())))
                .filter(parameters -> parameters.size() > 10)
                .findFirst()
                .orElseThrow();
    }
}
