package dev.lineman.command.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.command.diff.FileDiff.FileVersion;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.render.text.SecretMasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Many equal diffs become few lines. */
class DiffSummaryTest {
    private static final SecretFinder NO_SECRETS = new SecretFinder(List.of());

    @Test
    void phonesThatDifferOnlyInTheirOwnValuesAreOneGroup() {
        List<FileDiff> fileDiffs = new ArrayList<>();
        for (int number = 100; number < 105; number++) {
            fileDiffs.add(
                    changed(number, "user: " + number, "user: 9" + number + " (" + number + ", F" + number + ")"));
        }
        // 9100 is no value of the phone's: the number in it is not the number.
        assertThat(DiffSummary.of(fileDiffs, false))
                .filteredOn(line -> line.startsWith("--- "))
                .hasSize(5);
        fileDiffs.clear();
        for (int number = 100; number < 105; number++) {
            fileDiffs.add(changed(number, "user: " + number, "user: " + number + "@pbx, F" + number));
        }
        assertThat(DiffSummary.of(fileDiffs, false))
                .containsExactly(
                        "# 5 phones, these 2 lines, each with its own values: out/100, out/101, out/102 and 2 more",
                        "--- out/100",
                        "+++ out/100",
                        "@@ -1,1 +1,1 @@",
                        "-user: 100",
                        "+user: 100@pbx, F100");
    }

    @Test
    void aMacIsMaskedInEveryNotationAndInsideWords() {
        List<FileDiff> fileDiffs = List.of(
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
        assertThat(DiffSummary.of(fileDiffs, false))
                .contains("# 2 phones, these 2 lines, each with its own values: out/100, out/101", "--- out/102");
    }

    @Test
    void allNamesEveryFileOfAGroup() {
        List<FileDiff> fileDiffs = new ArrayList<>();
        for (int number = 100; number < 105; number++) {
            fileDiffs.add(changed(number, "a", "b"));
        }
        assertThat(DiffSummary.of(fileDiffs, true))
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
    void tenWholeFilesAreShownAndWithAllEveryFile() {
        List<FileDiff> fileDiffs = new ArrayList<>();
        for (int number = 100; number < 115; number++) {
            fileDiffs.add(FileDiff.of("out/" + number, null, side("line " + number), NO_SECRETS, PhoneIdentity.NONE));
        }
        assertThat(DiffSummary.of(fileDiffs, false))
                .contains("# 5 more added or removed files:", "# added: out/114")
                .doesNotContain("+line 114");
        assertThat(DiffSummary.of(fileDiffs, true)).contains("+line 114").noneMatch(line -> line.startsWith("#"));
    }

    @Test
    void newPhonesThatDifferOnlyInTheirOwnValuesAreOneGroup() {
        List<FileDiff> fileDiffs = new ArrayList<>();
        for (int number = 100; number < 103; number++) {
            fileDiffs.add(FileDiff.of(
                    "out/" + number,
                    null,
                    side("user: " + number + "\nname: F" + number),
                    NO_SECRETS,
                    belongings(number)));
        }
        assertThat(DiffSummary.of(fileDiffs, false))
                .startsWith(
                        "# 3 phones alike, each with its own values: out/100, out/101, out/102",
                        "--- /dev/null",
                        "+++ out/100");
    }

    @Test
    void aChangedAccessRuleIsShownWithoutContent() {
        List<FileDiff> fileDiffs =
                List.of(FileDiff.ofAccess("out/100", belongings(100)), FileDiff.ofAccess("out/101", belongings(101)));
        assertThat(DiffSummary.of(fileDiffs, false))
                .containsExactly(
                        "# 2 phones alike: out/100, out/101",
                        "--- out/100",
                        "+++ out/100",
                        "(only the access rule changes)");
    }

    private static FileDiff changed(int number, String before, String after) {
        return FileDiff.of("out/" + number, side(before), side(after), NO_SECRETS, belongings(number));
    }

    private static PhoneIdentity belongings(int number) {
        return PhoneIdentity.of(mac(number), Map.of("number", "" + number, "first_name", "F" + number));
    }

    private static String mac(int number) {
        return "00041300a" + number;
    }

    private static String colons(int number) {
        return "00:04:13:00:a" + ("" + number).charAt(0) + ":" + ("" + number).substring(1);
    }

    private static FileVersion side(String text) {
        return new FileVersion((text + '\n').getBytes(UTF_8), SecretMasks.NONE);
    }
}
