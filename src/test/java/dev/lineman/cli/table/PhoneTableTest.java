package dev.lineman.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.cli.table.PhoneTable.PhoneRowState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PhoneTableTest {
    private static final Instant NOW = Instant.parse("2026-11-30T07:00:00Z");

    /** Parts of names that break tables: wide, without width, right to left, control characters, long words. */
    private static final List<String> PARTS = List.of(
            "a",
            " ",
            "Müller",
            "u\u0308",
            "田中",
            "김",
            "📞",
            "☎️",
            "👨‍👩‍👧",
            "\n",
            "\t",
            "\u001b[31m",
            "\u202e",
            "שלום",
            "สมชาย",
            "\uD83D",
            "\u2028",
            "x".repeat(60),
            "0123456789",
            "-",
            "…",
            "z\u0301\u0302\u0303");

    @Test
    void noLineOfAHostileFleetIsWiderThan100Columns() {
        for (int seed = 0; seed < Rounds.of(200); seed++) {
            Random random = new Random(seed);
            List<Map<String, Object>> phones = fleet(random, true);
            List<Map<String, Object>> unknown = fleet(random, false);
            PhoneTable table = PhoneTable.of(phones, unknown, NOW, false);
            assertThat(table.narrow()).as("seed %s", seed).allSatisfy(line -> {
                assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(100);
                assertThat(line).doesNotContainPattern("[\\p{Cntrl}\u2028\u202e]");
            });
            assertThat(table.wide().get(0)).startsWith("MAC ");
            for (Map<String, Object> phone : phones) {
                assertThat(table.wide()).anyMatch(line -> line.startsWith((String) phone.get("mac")));
            }
        }
    }

    @Test
    void theWideTableSaysWhatAnUnknownPhoneAskedForAndHow() {
        List<Map<String, Object>> unknown = List.of(
                Map.of("mac", "805ec0000402", "channel", "pnp"),
                Map.of("mac", "805ec0000403", "channel", "tftp", "name", "provisioning/x.cfg"));
        List<String> lines = PhoneTable.of(List.of(), unknown, NOW, false).wide();
        assertThat(lines.get(1)).startsWith("805ec0000402").endsWith(" by PnP");
        assertThat(lines.get(2)).startsWith("805ec0000403").endsWith(" provisioning/x.cfg by TFTP");
    }

    @Test
    void aFleetThatFitsIsNotShortened() {
        String model = "Yealink SIP-T46S";
        PhoneTable table = PhoneTable.of(
                List.of(phone("000413000100", "Maximilian Mustermann", model, "headquarters")), List.of(), NOW, false);
        assertThat(table.narrow())
                .containsExactly(
                        "EXTENSION                  MODEL             SITE            STATE       LAST SEEN  ADDRESS",
                        "100 Maximilian Mustermann  Yealink SIP-T46S  headquarters    up to date  2 h ago    10.0.0.5",
                        "1 phone (up to date: 1)",
                        "see MACs, files and firmware with: lineman phones --wide");
    }

    @Test
    void longNamesLoseTheirEndAndLongModelsTheirMiddle() {
        PhoneTable table = PhoneTable.of(
                List.of(phone(
                        "000413000100",
                        "Maximilian Mustermann-von-und-zu",
                        "Grandstream GXP2170 rev. 2",
                        "headquarters in the north")),
                List.of(),
                NOW,
                false);
        String row = table.narrow().get(1);
        assertThat(DisplayWidth.of(row)).isEqualTo(100);
        assertThat(row)
                .startsWith("100 Maximilian Mu")
                .containsPattern("  Grandstr[^ ]*.*…[^ ]*.* 2  headquarters ")
                .endsWith("  10.0.0.5");
    }

    @Test
    void anUnknownPhoneHasTheSiteThatItProbablyBelongsToAndItsVendor() {
        Map<String, Object> unknown = new HashMap<>(Map.of("mac", "805ec0000402", "vendor", "Yealink", "site", "acme"));
        PhoneTable table = PhoneTable.of(List.of(), List.of(unknown), NOW, false);
        assertThat(table.wide().get(1)).matches("805ec0000402 +- +Yealink +acme\\? +! no extension.*");
    }

    @Test
    void aPhoneWithoutAnExtensionIsFoundByItsMac() {
        Map<String, Object> orphan = phone("000413000100", "", "Snom320", "");
        orphan.put("extensions", List.of());
        Map<String, Object> unknown = new HashMap<>(Map.of("mac", "805ec0000402", "last_seen", "2026-11-30T06:59:58Z"));
        PhoneTable table = PhoneTable.of(List.of(orphan), List.of(unknown), NOW, false);
        assertThat(table.narrow())
                .containsExactly(
                        "EXTENSION     MODEL      STATE         LAST SEEN  ADDRESS",
                        "000413000100  Snom320    up to date    2 h ago    10.0.0.5",
                        "805ec0000402  -        ! no extension  2 s ago    -",
                        "1 phone (up to date: 1), and 1 without an extension",
                        "! marks phones without an extension; add one with: lineman adopt 805ec0000402 --extension"
                                + " NUMBER");
    }

    @Test
    void aScanOfTheNetworkDoesNotHideTheFleet() {
        List<Map<String, Object>> unknown = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            unknown.add(new HashMap<>(Map.of("mac", String.format("0004130%05d", i))));
        }
        PhoneTable table = PhoneTable.of(List.of(phone("000413000100", "", "", "")), unknown, NOW, false);
        assertThat(table.narrow())
                .hasSize(15)
                .contains("and 990 more phones without an extension; see them with --wide")
                .contains("1 phone (up to date: 1), and 1000 without an extension");
        assertThat(table.wide()).hasSize(1004);
    }

    @Test
    void aPhoneWithProblemsOfItsInputsIsMarked() {
        Map<String, Object> phone = phone("000413000100", "", "", "");
        phone.put("problems", 2);
        assertThat(PhoneTable.of(List.of(phone), List.of(), NOW, false).narrow())
                .contains("100        -      ! up to date  2 h ago    10.0.0.5")
                .endsWith("! marks phones with a problem; find out more with: lineman explain 000413000100");
    }

    @Test
    void anAgentOfAnotherVersionIsReadable() {
        List<String> lines = PhoneTable.of(
                        List.of(Map.of("state", "sleeping", "last_seen", "yesterday", "files", 7, "extensions", "x")),
                        List.of("x"),
                        NOW,
                        false)
                .narrow();
        assertThat(lines).contains("-          -        sleeping  yesterday  -");
    }

    @Test
    void anEmptyTableSaysWhy() {
        assertThat(PhoneTable.of(List.of(), List.of(), NOW, true).narrow())
                .containsExactly(
                        "EXTENSION  MODEL    STATE  LAST SEEN  ADDRESS",
                        "0 phones",
                        "no phone matches; see all problems with: lineman check");
        assertThat(PhoneTable.of(List.of(), List.of(), NOW, false).narrow())
                .endsWith(
                        "there are no phones yet; add 'phone' to an extension file; see all problems with: lineman check");
    }

    private static Map<String, Object> phone(String mac, String name, String model, String site) {
        return new HashMap<>(Map.of(
                "mac",
                mac,
                "site",
                site,
                "model",
                model,
                "extensions",
                List.of(Map.of("number", "100", "name", name)),
                "state",
                "up_to_date",
                "last_seen",
                "2026-11-30T05:00:00Z",
                "address",
                "10.0.0.5",
                "files",
                List.of("provisioning/x"),
                "problems",
                0));
    }

    private static List<Map<String, Object>> fleet(Random random, boolean known) {
        List<Map<String, Object>> phones = new ArrayList<>();
        int size = random.nextInt(15);
        for (int i = 0; i < size; i++) {
            Map<String, Object> phone =
                    phone(String.format("0004130%05d", i), text(random), text(random), text(random));
            List<Map<String, Object>> extensions = new ArrayList<>();
            for (int line = random.nextInt(4); line > 0; line--) {
                extensions.add(Map.of("number", text(random), "name", text(random)));
            }
            phone.put("extensions", extensions);
            phone.put("address", random.nextBoolean() ? "2001:db8:1111:2222:3333:4444:5555:6666" : text(random));
            phone.put(
                    "last_seen",
                    random.nextBoolean() ? NOW.minusSeconds(random.nextInt()).toString() : text(random));
            phone.put("files", List.of(text(random)));
            if (random.nextBoolean()) {
                phone.put("note", text(random) + ' ' + text(random));
            }
            PhoneRowState[] states = PhoneRowState.values();
            phone.put("state", random.nextInt(8) == 0 ? text(random) : states[random.nextInt(states.length)].name());
            if (!known) {
                phone.remove("state");
            }
            phones.add(phone);
        }
        return phones;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(6); left > 0; left--) {
            text.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return text.toString();
    }
}
