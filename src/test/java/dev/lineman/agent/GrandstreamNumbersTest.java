package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.phonefile.PhoneFileReader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The numbers (P values) of Grandstream phones and adapters: each account, port and key has its own. The sources are on the
 * page {@code src/docs/phones/grandstream-p.md}.
 */
class GrandstreamNumbersTest {
    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void newRoot() {
        root = TestRoot.withBuiltIn(folder);
    }

    @ParameterizedTest
    @CsvSource({
        // model, line, numbers of: active, server, second server, user, password, voicemail, codec, DTMF, dial plan
        "GXP1630, 1, 271 47 2312 35 34 33 57 2302 290",
        "GXP1630, 2, 401 402 2412 404 406 426 451 2402 459",
        "GXP1630, 3, 501 502 2512 504 506 526 551 2502 559",
        "GXP2124, 4, 601 602 2612 604 606 626 651 2602 659",
        "GXP2120, 5, 1701 1702 2712 1704 1706 1726 1751 2702 1759",
        "GXP2120, 6, 1801 1802 2812 1804 1806 1826 1851 2802 1859",
        "GRP2602W, 4, 601 602 2612 604 606 626 651 2602 659",
        "GRP2603, 5, 701 702 2712 704 706 726 751 2702 759",
        "GRP2604P, 6, 801 802 2812 804 806 826 851 2802 859",
        "WP836, 3, 501 502 2512 504 506 526 551 2502 559",
        "GHP631W, 2, 401 402 2412 404 406 426 451 2402 459",
    })
    void eachAccountOfAPhoneHasItsNumbers(String model, int line, String numbers) {
        root.writePhone(
                        "options: {dtmf_mode: inband}, codecs: [G722], vars: {admin_password: a, backup_server: b.example,"
                                + " voicemail_number: '*97', dial_plan: '{ x+ }'}",
                        "model: Grandstream %s, line: %d".formatted(model, line))
                .runUntilIdle();
        assertThat(root.problems()).isEmpty();
        Map<String, String> file = read();

        String[] number = numbers.split(" ", -1);
        assertThat(file)
                .containsEntry("P" + number[0], "1")
                .containsEntry("P" + number[1], "pbx.example:5060")
                .containsEntry("P" + number[2], "b.example:5060")
                .containsEntry("P" + number[3], "100")
                .containsEntry("P" + number[4], "p")
                .containsEntry("P" + number[5], "*97")
                .containsEntry("P" + number[6], "9")
                .containsEntry("P" + number[7], "0")
                .containsEntry("P" + number[8], "{ x+ }");
        if (line > 1) {
            assertThat(file).containsEntry("P271", "0").containsEntry("P47", "").containsEntry("P34", "");
        }
    }

    @ParameterizedTest
    @CsvSource({
        // model, key, number of what it does, of its account, of its number
        "GXP1628, 1, 323, 301, 303",
        "GXP1628, 8, 353, 354, 356",
        "GXP2100, 7, 329, 319, 321",
        "GXP2110, 18, 393, 394, 396",
        "GXP2124, 19, 1440, 1441, 1443",
        "GXP2124, 24, 1460, 1461, 1463",
        // after the key of the one line
        "GXP1760, 5, 1373, 1374, 1476",
        "GXP1760, 6, 23800, 23801, 23803",
        "GXP1782, 31, 23900, 23901, 23903",
    })
    void eachKeyOfAPhoneHasItsNumbers(String model, int key, int mode, int account, int number) {
        root.writePhone(
                        "vars: {admin_password: a}",
                        "model: Grandstream %s, blf: {%d: {number: 105, first_name: Boss}}".formatted(model, key))
                .runUntilIdle();
        assertThat(root.problems()).isEmpty();
        boolean ofLine = mode >= 1363 && mode <= 1373;
        assertThat(read())
                .containsEntry("P" + mode, ofLine ? "11" : "1")
                .containsEntry("P" + account, "0")
                .containsEntry("P" + number, "105");

        root.writePhone("vars: {admin_password: a}", "model: Grandstream " + model)
                .runUntilIdle();
        assertThat(read())
                .containsEntry("P" + mode, model.startsWith("GXP17") ? "-1" : "0")
                .containsEntry("P" + number, "");
    }

    @Test
    void noKeyOnTheDisplayIsSkipped() {
        root.writePhone("vars: {admin_password: a}", "model: Grandstream GXP1780")
                .runUntilIdle();
        Map<String, String> file = read();
        assertThat(file).containsEntry("P1363", "0").containsEntry("P1365", "-1");
        for (int key = 7; key <= 32; key++) {
            assertThat(file).containsEntry("P" + (23772 + key * 4), "-1");
        }
        assertThat(file).doesNotContainKey("P" + (23772 + 33 * 4));
    }

    @ParameterizedTest
    @CsvSource({
        // model, port, numbers of: active, user, authentication, password
        "HT801, 1, 271 35 36 34",
        "HT802, 2, 401 735 736 734",
        "HT814, 1, 4595 4060 4090 4120",
        "HT818, 8, 4602 4067 4097 4127",
        "GXW4224, 24, 4618 4083 4113 4143",
    })
    void eachPortOfAnAdapterHasItsNumbers(String model, int port, String numbers) {
        root.writePhone("vars: {admin_password: abcd}", "model: Grandstream %s, line: %d".formatted(model, port))
                .runUntilIdle();
        assertThat(root.problems()).isEmpty();
        String[] number = numbers.split(" ", -1);
        assertThat(read())
                .containsEntry("P" + number[0], "1")
                .containsEntry("P" + number[1], "100")
                .containsEntry("P" + number[2], "j")
                .containsEntry("P" + number[3], "p");
    }

    @Test
    void aPortWithAnotherPbxThanTheProfileIsOff() {
        root.writePhone("vars: {admin_password: abcd}", "model: Grandstream HT814");
        root.write("extensions.d/200.yaml", """
                {extension: 200, first_name: S, auth_id: s, auth_password: p, pbx_ip: other.example, phone: {mac: 000413000111, line: 2}}
                """).runUntilIdle();
        assertThat(read())
                .containsEntry("P47", "pbx.example:5060")
                .containsEntry("P4595", "1")
                .containsEntry("P4596", "0")
                .containsEntry("P4061", "");
    }

    @ParameterizedTest
    @CsvSource({
        "default, 'f1=350@-13,f2=440@-13,c=0/0;', 'f1=440@-19,f2=480@-19,c=2000/4000;'",
        "Germany, 'f1=425@-13,c=0/0;', 'f1=425@-19,c=1000/4000;'",
        "United Kingdom, 'f1=350@-13,f2=440@-13,c=0/0;', 'f1=400@-19,f2=450@-19,c=400/200-400/2000;'",
    })
    void theTonesOfAnAdapterHaveLevelsAndMilliseconds(String country, String dial, String ringBack) {
        root.writePhone(
                        "options: {tone_country: %s}, vars: {admin_password: abcd}".formatted(country),
                        "model: Grandstream HT802")
                .runUntilIdle();
        assertThat(read()).containsEntry("P4000", dial).containsEntry("P4001", ringBack);
    }

    private Map<String, String> read() {
        return PhoneFileReader.byName(PhoneFileReader.read(root.files().get("provisioning/cfg000413000111.xml")));
    }
}
