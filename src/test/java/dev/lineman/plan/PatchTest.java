package dev.lineman.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.plan.Difference.Side;
import dev.lineman.render.Masks;
import dev.lineman.render.SecretFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Many differences, told in few lines. */
class PatchTest {
    private static final SecretFinder NO_SECRETS = new SecretFinder(List.of());

    @Test
    void phonesWhoseLinesDifferInTheirOwnValuesAloneAreOneGroup() {
        List<Difference> differences = new ArrayList<>();
        for (int number = 100; number < 105; number++) {
            differences.add(
                    changed(number, "user: " + number, "user: 9" + number + " (" + number + ", F" + number + ")"));
        }
        // 9100 is no value of the phone's: the number in it is not the number.
        assertThat(Patch.of(differences, false))
                .filteredOn(line -> line.startsWith("--- "))
                .hasSize(5);
        differences.clear();
        for (int number = 100; number < 105; number++) {
            differences.add(changed(number, "user: " + number, "user: " + number + "@pbx, F" + number));
        }
        assertThat(Patch.of(differences, false))
                .containsExactly(
                        "# 5 phones, these 2 lines, each with its own values: out/100, out/101, out/102 and 2 more",
                        "--- out/100",
                        "+++ out/100",
                        "@@ -1,1 +1,1 @@",
                        "-user: 100",
                        "+user: 100@pbx, F100");
    }

    @Test
    void aMacIsAPhonesOwnInEveryNotationAndWithinWords() {
        List<Difference> differences = List.of(
                changed(
                        100,
                        "a",
                        "http://pbx/cfg" + mac(100) + ".xml " + colons(100).toUpperCase(java.util.Locale.ROOT)),
                changed(
                        101,
                        "a",
                        "http://pbx/cfg" + mac(101) + ".xml " + colons(101).toUpperCase(java.util.Locale.ROOT)),
                changed(
                        102,
                        "a",
                        "http://pbx/cfg" + mac(101) + ".xml " + colons(102).toUpperCase(java.util.Locale.ROOT)));
        assertThat(Patch.of(differences, false))
                .contains("# 2 phones, these 2 lines, each with its own values: out/100, out/101", "--- out/102");
    }

    @Test
    void allNamesEveryFileOfAGroup() {
        List<Difference> differences = new ArrayList<>();
        for (int number = 100; number < 105; number++) {
            differences.add(changed(number, "a", "b"));
        }
        assertThat(Patch.of(differences, true))
                .startsWith(
                        "# 5 phones, these 2 lines:",
                        "#   out/100",
                        "#   out/101",
                        "#   out/102",
                        "#   out/103",
                        "#   out/104",
                        "--- out/100");
    }

    @Test
    void ofManyWholeFilesTheFirstTenAreShownAndWithAllEveryOne() {
        List<Difference> differences = new ArrayList<>();
        for (int number = 100; number < 115; number++) {
            differences.add(Difference.of("out/" + number, null, side("line " + number), NO_SECRETS, Belongings.NONE));
        }
        assertThat(Patch.of(differences, false))
                .contains("# 5 more whole files, by name:", "# added: out/114")
                .doesNotContain("+line 114");
        assertThat(Patch.of(differences, true)).contains("+line 114").noneMatch(line -> line.startsWith("#"));
    }

    @Test
    void newPhonesThatGetTheSameButTheirOwnValuesAreOneGroup() {
        List<Difference> differences = new ArrayList<>();
        for (int number = 100; number < 103; number++) {
            differences.add(Difference.of(
                    "out/" + number,
                    null,
                    side("user: " + number + "\nname: F" + number),
                    NO_SECRETS,
                    belongings(number)));
        }
        assertThat(Patch.of(differences, false))
                .startsWith(
                        "# 3 phones alike, each with its own values: out/100, out/101, out/102",
                        "--- /dev/null",
                        "+++ out/100");
    }

    @Test
    void whoMayFetchIsToldWhereTheContentStays() {
        List<Difference> differences = List.of(
                Difference.ofAccess("out/100", belongings(100)), Difference.ofAccess("out/101", belongings(101)));
        assertThat(Patch.of(differences, false))
                .containsExactly(
                        "# 2 phones alike: out/100, out/101", "--- out/100", "+++ out/100", "(only who may fetch it)");
    }

    private static Difference changed(int number, String before, String after) {
        return Difference.of("out/" + number, side(before), side(after), NO_SECRETS, belongings(number));
    }

    private static Belongings belongings(int number) {
        return Belongings.of(mac(number), Map.of("number", "" + number, "first_name", "F" + number));
    }

    private static String mac(int number) {
        return "00041300a" + number;
    }

    private static String colons(int number) {
        return "00:04:13:00:a" + ("" + number).charAt(0) + ":" + ("" + number).substring(1);
    }

    private static Side side(String text) {
        return new Side((text + '\n').getBytes(UTF_8), Masks.NONE);
    }
}
