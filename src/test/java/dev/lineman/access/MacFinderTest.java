package dev.lineman.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MacFinderTest {

    @ParameterizedTest
    @CsvSource({
        "provisioning/cfg000413246672, 000413246672",
        "provisioning/cfg000413246672.xml, 000413246672",
        "provisioning/SEP00562B043615.cnf.xml, 00562b043615",
        "provisioning/acme/0004f2e765da-phone.cfg, 0004f2e765da",
        "provisioning/snom320-000413246672.htm, 000413246672",
        "provisioning/00-04-13-24-66-72.cfg, 000413246672",
        "provisioning/001565000001/001565f429a4.cfg, 001565f429a4",
        "provisioning/001565f429a4/phone.cfg, 001565f429a4",
    })
    void theMacOfAPhoneIsFoundInAPath(String path, String mac) {
        assertThat(MacFinder.findInPath(path)).isEqualTo(mac);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "provisioning/000000000000.cfg",
                "provisioning/y000000000028.cfg",
                "provisioning/sip.ld",
                "provisioning/0004132466721",
                "provisioning/00041324667",
                "provisioning/fw/T46S-66.86.0.15.rom",
                "provisioning/00-04-13-24-66.cfg",
                "provisioning/00-04-13-24-66-721.cfg",
                "",
                "0",
                "00",
                "00:",
                "00:0"
            })
    void aCommonFileHasNoMac(String path) {
        assertThat(MacFinder.findInPath(path)).isNull();
    }

    @Test
    void allMacsOfATextAreFound() {
        assertThat(MacFinder.findAll("CN=CP-8841-3PCC-SEP00562B043615, 00:04:13:24:66:72; MAC:00:04:13:24:66:73"))
                .isEqualTo(List.of("00562b043615", "000413246672", "000413246673"));
    }
}
