package dev.lineman.phonefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A Yealink or a Cisco phone keeps a value until its file sets another one. So the file of a phone without any options,
 * variables and keys sets all parameters that the file of a phone with all of them sets.
 */
class ParameterRemovalsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path CISCO = GOLDEN.resolve("phones-cisco/out/provisioning");
    private static final Path YEALINK = GOLDEN.resolve("phones-yealink/out/provisioning");

    /**
     * What has no effect without another parameter: a module or a server that is off, soft keys that are not shown, the name
     * of a key without a function, a rule for summers without daylight saving time. The way to the web page stays as it is.
     */
    private static final String CISCO_STAYS =
            "Unit_\\d_(?!Enable).*|KEM_Type|PSK_.*|Idle_Key_List|Short_Name_.*|VLAN_ID"
                    + "|Daylight_Saving_Time_Rule"
                    + "|(LDAP_)?(?!Server|Password)(Corp|Search|Client|User|Auth|Last|Item|Display_Attr).*"
                    + "|Enable_Protocol|Web_Server_Port|Upgrade_Enable"
                    // A phone keeps the wireless network on which it may live.
                    + "|Phone-wifi-on|Network_Name_1_|Security_Mode_1_|Wi-Fi_Password_1_"
                    // The models have different numbers of lines and keys.
                    + "|.*_([2-9]|1[0-6])_.*";

    /** The rest of a key comes with its next type. The file of a phone in a wireless network comes over this network. */
    private static final String YEALINK_STAYS = "expansion_module\\..*(?<!type)|static\\.wifi\\..*|base\\.pin_code";

    @ParameterizedTest
    @CsvSource({
        "000413000010.xml, 00041300001e.xml",
        "00041300001e.xml, 000413000010.xml",
        "000413000025.xml, 000413000027.xml",
        "spa000413000011.xml, spa00041300001f.xml",
        "spa00041300001f.xml, spa000413000011.xml",
        "spa000413000012.xml, spa000413000004.xml",
        "805ec0000010.cfg, 805ec000001e.cfg",
        "805ec000001e.cfg, 805ec0000010.cfg",
        "805ec000001b.cfg, 805ec0000010.cfg",
        "805e0c000016.cfg, 805e0c000014.cfg",
        "001565000033.cfg, 001565000031.cfg"
    })
    void whatIsTakenAwayGoesAwayOnThePhone(String with, String without) throws IOException {
        boolean cisco = with.endsWith(".xml");
        Path folder = cisco ? CISCO : YEALINK;
        Set<String> taken = names(folder.resolve(with));
        assertThat(taken).isNotEmpty();
        taken.removeAll(names(folder.resolve(without)));
        taken.removeIf(name -> name.matches(cisco ? CISCO_STAYS : YEALINK_STAYS));
        assertThat(taken).isEmpty();
    }

    /** Between a start and an end tag, nothing is an empty value. */
    @Test
    void anEmptyValueOfACiscoHasAnEndTag() throws IOException {
        try (Stream<Path> files = Files.list(CISCO)) {
            List<Path> phones = files.filter(file -> file.toString().matches(".*[0-9a-f]{12}\\.xml"))
                    .toList();
            assertThat(phones)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain("/>"));
        }
    }

    private static Set<String> names(Path file) throws IOException {
        return PhoneFileReader.read(file).stream()
                .map(PhoneParameter::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
