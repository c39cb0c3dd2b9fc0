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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The keys of each Fanvil are in the group and on the page that the model has, and each key of every page is set. The
 * sources of the numbers are on the page {@code src/docs/phones/fanvil.md}.
 */
class FanvilKeysTest {
    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void newRoot() {
        root = TestRoot.withBuiltIn(folder);
    }

    @ParameterizedTest
    @CsvSource({
        // model, group of the lines, group of the BLF keys, pages, keys a page
        "X4U, dssSide, internal, 5, 6",
        "X5U, dssSide, internal, 5, 6",
        "X6U, dssSide, internal, 5, 12",
        "X7, dssSide, internal, 4, 29",
        "X7C, dssSide, dssSide, 5, 12",
        "X210, dssSide, internal, 3, 32",
        "V62, dssSide, dssSide, 3, 5",
        "V62 Pro, dssSide, dssSide, 3, 7",
        "V63, dssSide, dssSide, 3, 7",
        "V64, dssSide, dssSide, 3, 7",
        "V65, dssSide, dssSide, 3, 9",
        "V67, internal, internal, 4, 29",
        "V61G, dssSide, dssSide, 3, 4",
        "V66 Pro, internal, internal, 4, 29",
        "X3U, dssSide, dssSide, 1, 3",
        "X303W, dssSide, dssSide, 1, 3",
        "X4SG, dssSide, internal, 5, 6",
        "X7A, dssSide, internal, 4, 28",
        "X5S, internal, internal, 5, 8",
        "X6, internal, internal, 5, 12",
        "W611W, internal, internal, 2, 8",
    })
    void theKeysAreWhereTheModelHasThem(String model, String lineGroup, String keyGroup, int pages, int size) {
        boolean shared = lineGroup.equals(keyGroup);
        int last = pages * size - (shared ? 1 : 0);
        phone(model, "{type: speeddial, number: 112, first_name: First}", last);
        Map<String, String> keys = read();

        assertThat(keys)
                .containsEntry("dsskey/FuncKeyPageNum", Integer.toString(pages))
                .containsEntry("dsskey/SideKeyPageNum", keyGroup.equals("dssSide") ? Integer.toString(pages) : "1")
                .containsEntry("dsskey/" + lineGroup + "[1]/Fkey[1]/Value", "SIP1")
                .containsEntry("dsskey/" + keyGroup + "[1]/Fkey[" + (shared ? 2 : 1) + "]/Value", "112@1/f")
                .containsEntry("dsskey/" + keyGroup + "[" + pages + "]/Fkey[" + size + "]/Value", "999@1/f")
                .doesNotContainKey("dsskey/" + keyGroup + "[" + (pages + 1) + "]/Fkey[1]/Type");
        for (int page = 1; page <= pages; page++) {
            for (int slot = 1; slot <= size; slot++) {
                assertThat(keys).containsKey("dsskey/" + keyGroup + "[" + page + "]/Fkey[" + slot + "]/Type");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "H2U-V2, dssSoft[%d], 10",
        "i10S, dssSoft[%d], 1",
        "i63, dssSoft[%d], 5",
        "i53W, internal[2]/Fkey[%d], 3",
    })
    void aPhoneWithoutKeysForLinesHasItsBlfKeysFromTheFirstOn(String model, String key, int count) {
        root.writePhone(
                        "vars: {admin_password: a}",
                        "model: Fanvil %s, blf: {%d: {number: 999, first_name: Last}}".formatted(model, count))
                .runUntilIdle();
        assertThat(root.problems()).isEmpty();
        Map<String, String> keys = read();

        for (int slot = 1; slot < count; slot++) {
            assertThat(keys).containsEntry("dsskey/" + key.formatted(slot) + "/Type", "0");
        }
        assertThat(keys)
                .containsEntry("dsskey/" + key.formatted(count) + "/Value", "999@1/ba")
                .doesNotContainKey("dsskey/" + key.formatted(count + 1) + "/Type")
                .doesNotContainKey("phone/softkey/DesktopSoftkey");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X301P", "V50G", "PA3"})
    void aPhoneWithoutKeysGetsNone(String model) {
        root.writePhone("vars: {admin_password: a}", "model: Fanvil " + model).runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(read().keySet()).noneMatch(name -> name.contains("Fkey") || name.contains("PageNum"));
    }

    @Test
    void aKeyOfALaterPageIsTurnedOffWhenItIsRemoved() {
        phone("X5U", "{number: 105, first_name: Boss}", 30);
        assertThat(read()).containsEntry("dsskey/internal[5]/Fkey[6]/Type", "1");

        phone("X5U", "{number: 105, first_name: Boss}", 2);
        assertThat(read())
                .containsEntry("dsskey/internal[1]/Fkey[2]/Value", "999@1/f")
                .containsEntry("dsskey/internal[5]/Fkey[6]/Type", "0")
                .containsEntry("dsskey/internal[5]/Fkey[6]/Value", "");
    }

    @Test
    void theKeyOfALineIsTurnedOffWhenTheLineIsRemoved() {
        phone("X6U", "{number: 105, first_name: Boss}", 2);
        root.write("extensions.d/200.yaml", """
                {extension: 200, first_name: S, auth_id: s, auth_password: p, pbx_ip: pbx.example, phone: {mac: 000413000111, line: 2}}
                """).runUntilIdle();
        assertThat(read()).containsEntry("dsskey/dssSide[1]/Fkey[2]/Value", "SIP2");

        root.delete("extensions.d/200.yaml").runUntilIdle();
        assertThat(read())
                .containsEntry("dsskey/dssSide[1]/Fkey[2]/Type", "0")
                .containsEntry("sip/line[2]/EnableReg", "0");
    }

    @Test
    void aKeyWithoutAPickupCodePicksUpWithTheKeyOfThePhone() {
        phone("X6U", "{type: pickup, number: 105}", 2);
        assertThat(read())
                .containsEntry("dsskey/internal[1]/Fkey[1]/Type", "3")
                .containsEntry("dsskey/internal[1]/Fkey[1]/Value", "F_PICKUP");

        root.write("extensions.d/_defaults.yaml", "vars: {pickup_code: '*8'}").runUntilIdle();
        assertThat(read())
                .containsEntry("dsskey/internal[1]/Fkey[1]/Type", "1")
                .containsEntry("dsskey/internal[1]/Fkey[1]/Value", "*8105@1/f");
    }

    @Test
    void theLoginGoesToThePhonebookOfThisServerOnly() {
        root.write("extensions.d/_defaults.yaml", """
                provisioning_url: https://10.0.0.1/provisioning
                provisioning: {user: phones, password: secret}
                vars: {phonebook_url: "https://10.0.0.1/provisioning/phonebook.xml"}
                """);
        phone("X6U", "{number: 105, first_name: Boss}", 2);
        assertThat(read())
                .containsEntry("ap/DefaultUsername", "phones")
                .containsEntry("ap/DefaultPassword", "secret")
                .containsEntry("phone/xmlContact[1]/PassWd", "secret");

        root.write("extensions.d/_defaults.yaml", """
                provisioning_url: https://10.0.0.1/provisioning
                provisioning: {user: phones, password: secret}
                vars: {phonebook_url: "https://directory.example/phonebook.xml"}
                """).runUntilIdle();
        assertThat(read())
                .containsEntry("ap/DefaultPassword", "secret")
                .containsEntry("phone/xmlContact[1]/PassWd", "");
    }

    @ParameterizedTest
    @CsvSource({"105, '', 1, 105@1/bf", "105, *8, 1, 105@1/bf*8105", "'', *8, 0, ''"})
    void aKeyForAConferenceNeedsANumber(String number, String code, String type, String value) {
        root.write("extensions.d/_defaults.yaml", "vars: {pickup_code: '%s'}".formatted(code));
        phone("X6U", "{type: conference, number: '%s', label: Room}".formatted(number), 2);
        assertThat(read())
                .containsEntry("dsskey/internal[1]/Fkey[1]/Type", type)
                .containsEntry("dsskey/internal[1]/Fkey[1]/Value", value);
    }

    @Test
    void aModelThatIsNotDescribedHasKeysToo() {
        root.write("templates/models/own.yaml", "{family: Fanvil V, models: {Fanvil V99: {ua: V99}}}");
        phone("V99", "{number: 105, first_name: Boss}", 2);
        assertThat(read())
                .containsEntry("dsskey/dssSide[1]/Fkey[1]/Value", "SIP1")
                .containsEntry("dsskey/internal[1]/Fkey[2]/Value", "999@1/f")
                .containsEntry("phone/softkey/DesktopSoftkey", "history;contact;dnd;menu;");
    }

    @Test
    void anExpansionModuleIsAnError() {
        phone("X6U", "{number: 105, first_name: Boss}", 2);
        root.write("extensions.d/_defaults.yaml", "models: {Fanvil X6U: {modules: 1}}")
                .runUntilIdle();
        assertThat(root.problems())
                .singleElement()
                .asString()
                .contains("Fanvil X6U takes no modules, so 'modules' has no effect; remove it");
    }

    /** An extension with a phone, whose last key is a speed dial. */
    private void phone(String model, String firstKey, int lastKey) {
        root.writePhone(
                        "vars: {admin_password: a}",
                        "model: Fanvil %s, blf: {1: %s, %d: {type: speeddial, number: 999, first_name: Last}}"
                                .formatted(model, firstKey, lastKey))
                .runUntilIdle();
        assertThat(root.problems()).isEmpty();
    }

    private Map<String, String> read() {
        return PhoneFileReader.byName(PhoneFileReader.read(root.files().get("provisioning/000413000111.cfg")));
    }
}
