package dev.lineman;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.phonefile.PhoneFileReader;
import dev.lineman.phonefile.PhoneParameter;
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

/** A Cisco phone keeps a value until its file sets another one. Between a start and an end tag, nothing is an empty value. */
class CiscoRemovalsTest {
    private static final Path FILES = Path.of("src/test/resources/golden/phones-cisco/out/provisioning");

    /**
     * What has no effect without another parameter: a module or a server that is off, soft keys that are not shown, the name
     * of a key without a function, a rule for summers without daylight saving time. The way to the web page stays as it is.
     */
    private static final String STAYS = "Unit_\\d_(?!Enable).*|KEM_Type|PSK_.*|Idle_Key_List|Short_Name_.*|VLAN_ID"
            + "|Daylight_Saving_Time_Rule"
            + "|(LDAP_)?(?!Server|Password)(Corp|Search|Client|User|Auth|Last|Item|Display_Attr).*"
            + "|Enable_Protocol|Web_Server_Port|Upgrade_Enable";

    @ParameterizedTest
    @CsvSource({
        "000413000010, 00041300001e",
        "00041300001e, 000413000010",
        "spa000413000011, spa00041300001f",
        "spa00041300001f, spa000413000011",
        "spa000413000012, spa000413000004"
    })
    void whatIsTakenAwayGoesAwayOnThePhone(String with, String without) throws IOException {
        Set<String> taken = names(with);
        taken.removeAll(names(without));
        taken.removeIf(name -> name.matches(STAYS));
        // The models have different numbers of lines and keys.
        taken.removeIf(name -> name.matches(".*_([2-9]|1[0-2])_.*"));
        assertThat(taken).isEmpty();
    }

    @Test
    void anEmptyValueHasAnEndTag() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            List<Path> phones = files.filter(file -> file.toString().matches(".*[0-9a-f]{12}\\.xml"))
                    .toList();
            assertThat(phones)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain("/>"));
        }
    }

    private static Set<String> names(String file) throws IOException {
        return PhoneFileReader.read(FILES.resolve(file + ".xml")).stream()
                .map(PhoneParameter::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
