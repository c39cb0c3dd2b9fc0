package dev.lineman.inventory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.input.snapshot.FileChange;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private static final String MAC = "000413246672";

    private final GeneratedFleet fleet = new GeneratedFleet();

    private static @Nullable String text(LayerStack layers, String key) {
        return layers.text(key);
    }

    private static @Nullable Object var(LayerStack layers, String name) {
        LayerStack.LayerValue found = layers.get("vars", name);
        return found == null ? null : found.value();
    }

    private List<String> phoneConflicts() {
        return fleet.phone(MAC).conflicts().stream().map(Problem::toString).toList();
    }

    @Test
    void anEmptyInventoryHasNoPhones() {
        Inventory inventory = Inventory.empty();
        assertThat(inventory.phone(MAC)).isNull();
        assertThat(inventory.macs()).isEmpty();
        assertThat(inventory.extensions()).isZero();
        assertThat(inventory.extensions(new ExtensionKey("", "100"))).isEmpty();
        assertThat(inventory.with(List.of())).isSameAs(inventory);
    }

    @Test
    void aPhoneIsFoundByItsMac() {
        fleet.with("a/100.yaml", "extension: 100", "phone: {mac: 00:04:13:24:66:72, model: Snom320}");
        Phone phone = fleet.phone(MAC);
        assertThat(phone.mac()).isEqualTo(MAC);
        assertThat(phone.site()).isEmpty();
        assertThat(phone.first().number()).isEqualTo("100");
        assertThat(phone.first().line()).isOne();
        assertThat(phone.first().position()).hasToString("extensions.d/a/100.yaml:1:12");
        assertThat(phone.first().phonePosition()).hasToString("extensions.d/a/100.yaml:2:14");
        assertThat(phone.conflicts()).isEmpty();
        assertThat(fleet.inventory().macs()).containsExactly(MAC);
        fleet.without("a/100.yaml");
        assertThat(fleet.inventory().phone(MAC)).isNull();
        assertThat(fleet.inventory().extensions()).isZero();
    }

    @Test
    void theNearerValueWins() {
        fleet.with("_defaults.yaml", "pbx_ip: root", "model: root", "network: root", "template: root", "label: root")
                .with("berlin/_defaults.yaml", "pbx_ip: berlin", "model: berlin", "network: berlin", "template: berlin")
                .with("berlin/sales/_defaults.yaml", "pbx_ip: sales", "model: sales", "network: sales")
                .with(
                        "berlin/sales/100.yaml",
                        "extension: 100",
                        "pbx_ip: extension",
                        "model: extension",
                        "phone: {mac: 000413246672, model: phone}");
        LayerStack layers = fleet.phone(MAC).layers();
        assertThat(text(layers, "model")).isEqualTo("phone");
        assertThat(text(layers, "pbx_ip")).isEqualTo("extension");
        assertThat(text(layers, "network")).isEqualTo("sales");
        assertThat(text(layers, "template")).isEqualTo("berlin");
        assertThat(text(layers, "label")).isEqualTo("root");
        assertThat(text(layers, "site")).isNull();
        assertThat(layers.all("model"))
                .extracting(found -> found.layer().kind())
                .containsExactly(
                        ValueLayer.LayerKind.PHONE,
                        ValueLayer.LayerKind.EXTENSION,
                        ValueLayer.LayerKind.FOLDER,
                        ValueLayer.LayerKind.FOLDER,
                        ValueLayer.LayerKind.FOLDER);
        assertThat(requireNonNull(layers.get("network")).position())
                .hasToString("extensions.d/berlin/sales/_defaults.yaml:3:10");
        assertThat(layers.files())
                .containsExactly(
                        "extensions.d/berlin/sales/100.yaml",
                        "extensions.d/berlin/sales/_defaults.yaml",
                        "extensions.d/berlin/_defaults.yaml",
                        "extensions.d/_defaults.yaml");
    }

    @Test
    void defaultsDoNotReachANeighbouringFolder() {
        fleet.with("ber/_defaults.yaml", "model: ber")
                .with("berlin/_defaults.yaml", "model: berlin")
                .with("berlin2/100.yaml", "extension: 100", "phone: {mac: 000413246672}");
        assertThat(text(fleet.phone(MAC).layers(), "model")).isNull();
    }

    @Test
    void mapsMergeKeyByKeyAndListsReplace() {
        fleet.with("_defaults.yaml", "vars: {a: root, b: root, c: root, d: root}", "codecs: [G722, PCMA]")
                .with("berlin/_defaults.yaml", "vars: {b: berlin, c: berlin, d: berlin}", "codecs: [PCMA]")
                .with(
                        "berlin/100.yaml",
                        "extension: 100",
                        "vars: {c: extension, d: extension}",
                        "phone: {mac: 000413246672, vars: {d: '', e: ~}}");
        LayerStack layers = fleet.phone(MAC).layers();
        assertThat(var(layers, "a")).isEqualTo("root");
        assertThat(var(layers, "b")).isEqualTo("berlin");
        assertThat(var(layers, "c")).isEqualTo("extension");
        assertThat(var(layers, "d")).isEqualTo("");
        assertThat(var(layers, "e")).isNull();
        Object codecs = requireNonNull(layers.get("codecs")).value();
        assertThat(((FieldValues.Items) codecs).values()).containsExactly("PCMA");
    }

    @Test
    void modelRulesOverrideOnlyThePlainValuesOfTheirFile() {
        fleet.with("_defaults.yaml", "vars: {a: plain, b: plain, c: plain}", "models:", "  'X*': {vars: {a: rule}}")
                .with(
                        "berlin/_defaults.yaml",
                        "vars: {b: berlin}",
                        "models:",
                        "  'X3*': {vars: {c: long}}",
                        "  'X*': {vars: {c: short, d: short}}",
                        "  'Y*': {vars: {c: other, d: other}}")
                .with("berlin/100.yaml", "extension: 100", "phone: {mac: 000413246672, model: x-3s}");
        LayerStack layers = fleet.phone(MAC).layers();
        assertThat(var(layers, "a")).isEqualTo("rule");
        assertThat(var(layers, "b")).isEqualTo("berlin");
        assertThat(var(layers, "c")).isEqualTo("long");
        assertThat(var(layers, "d")).isEqualTo("short");
        fleet.with("berlin/100.yaml", "extension: 100", "vars: {c: mine}", "phone: {mac: 000413246672, model: x-3s}");
        assertThat(var(fleet.phone(MAC).layers(), "c")).isEqualTo("mine");
    }

    @Test
    void modelRulesApplyToAModelFromTheDefaults() {
        fleet.with("_defaults.yaml", "model: Fanvil X3S", "models: {'Fanvil*': {network: fanvil}}")
                .with("100.yaml", "extension: 100", "phone: {mac: 000413246672}");
        assertThat(text(fleet.phone(MAC).layers(), "network")).isEqualTo("fanvil");
        fleet.with("100.yaml", "extension: 100", "model: Snom", "phone: {mac: 000413246672}");
        assertThat(text(fleet.phone(MAC).layers(), "network")).isNull();
    }

    @Test
    void extensionsOfOnePhoneAreAccountsInTheOrderOfTheirLines() {
        fleet.with("100.yaml", "extension: 100", "pbx_ip: one", "phone: {mac: 000413246672, line: 3}")
                .with("200.yaml", "extension: 200", "pbx_ip: two", "phone: {mac: 00-04-13-24-66-72, model: X}")
                .with("b/_defaults.yaml", "pbx_ip: three", "vars: {a: b}")
                .with("b/300.yaml", "extension: 300", "phone: {mac: 0004.1324.6672, line: 2, vars: {c: phone}}");
        Phone phone = fleet.phone(MAC);
        assertThat(phone.conflicts()).isEmpty();
        assertThat(phone.accounts()).extracting(Account::number).containsExactly("200", "300", "100");
        assertThat(phone.accounts()).extracting(Account::line).containsExactly(1, 2, 3);
        assertThat(phone.accounts())
                .extracting(account -> text(account.layers(), "pbx_ip"))
                .containsExactly("two", "three", "one");
        assertThat(text(phone.layers(), "pbx_ip")).isEqualTo("two");
        assertThat(text(phone.layers(), "model")).isEqualTo("X");
        assertThat(var(phone.layers(), "c")).isEqualTo("phone");
        assertThat(var(phone.layers(), "a")).isNull();
        assertThat(var(phone.accounts().get(1).layers(), "a")).isEqualTo("b");
    }

    @Test
    void anExtensionMayHaveSeveralPhones() {
        fleet.with(
                "100.yaml",
                "extension: 100",
                "phone: {mac: 000413246672}",
                "phones: [{mac: 000413246673}, {mac: 000413246674, line: 2}]");
        assertThat(fleet.inventory().macs()).containsExactlyInAnyOrder(MAC, "000413246673", "000413246674");
        assertThat(fleet.phone("000413246674").first().line()).isEqualTo(2);
        assertThat(fleet.inventory().macsOf(new ExtensionKey("", "100"))).hasSize(3);
    }

    @Test
    void twoAccountsOnOneLineConflictUntilOneIsRemoved() {
        fleet.with("100.yaml", "extension: 100", "phone: {mac: 000413246672}")
                .with("200.yaml", "extension: 200", "phone: {mac: 000413246672, line: 01}");
        assertThat(phoneConflicts())
                .containsExactly("extensions.d/200.yaml:2:14: error: line 1 of phone 000413246672 is already taken at"
                        + " extensions.d/100.yaml:2:14; give one of them another 'line'");
        fleet.with("200.yaml", "extension: 200", "phone: {mac: 000413246672, line: 2}");
        assertThat(phoneConflicts()).isEmpty();
        fleet.with("200.yaml", "extension: 200", "phone: {mac: 000413246672, line: 1}")
                .without("100.yaml");
        assertThat(phoneConflicts()).isEmpty();
    }

    @Test
    void oneExtensionTwiceOnOneLineIsAConflict() {
        fleet.with("100.yaml", "extension: 100", "phones: [{mac: 000413246672},", "  {mac: 000413246672}]");
        assertThat(phoneConflicts()).singleElement().asString().startsWith("extensions.d/100.yaml:3:9: error: line 1");
    }

    @Test
    void aKeyWithTwoDifferentValuesIsAConflict() {
        fleet.with(
                        "100.yaml",
                        "extension: 100",
                        "phone: {mac: 000413246672, model: X, codecs: [a, b], options: {dst: true, x: 1},",
                        "  blf: [{number: 1, type: x}], vars: {line: 1}}")
                .with(
                        "200.yaml",
                        "extension: 200",
                        "phone: {mac: 000413246672, line: 2, model: X, codecs: [a, b], options: {dst: true, y: 1},",
                        "  blf: [{type: x, number: 1}], vars: {line: 1}}");
        assertThat(phoneConflicts()).isEmpty();
        fleet.with(
                "200.yaml",
                "extension: 200",
                "phone:",
                "  mac: 000413246672",
                "  line: 2",
                "  model: Y",
                "  codecs: [b, a]",
                "  options: {dst: false}",
                "  blf: {1: {number: 2}}",
                "  vars: {line: 2}");
        assertThat(phoneConflicts())
                .hasSize(5)
                .element(0)
                .isEqualTo("extensions.d/200.yaml:5:10: error: 'model' of phone 000413246672 has another value at"
                        + " extensions.d/100.yaml:2:35; write the same value twice, or remove one");
        assertThat(phoneConflicts().toString()).contains("'codecs'", "'options.dst'", "'blf'", "'vars.line'");
    }

    @Test
    void aConflictNamesTheFirstAccountThatSetsTheKey() {
        fleet.with("1.yaml", "extension: 1", "phone: {mac: 000413246672, line: 1}")
                .with("2.yaml", "extension: 2", "phone: {mac: 000413246672, line: 2, vars: {a: x, pin: hunter2}}")
                .with("3.yaml", "extension: 3", "phone: {mac: 000413246672, line: 3, vars: {a: x}}")
                .with("4.yaml", "extension: 4", "phone: {mac: 000413246672, line: 4, vars: {a: y, pin: hunter3}}");
        assertThat(phoneConflicts())
                .hasSize(2)
                .allMatch(conflict -> conflict.startsWith("extensions.d/4.yaml") && conflict.contains("d/2.yaml:2:"))
                .noneMatch(conflict -> conflict.contains("hunter"));
    }

    @Test
    void differentExtensionValuesAreNoConflict() {
        fleet.with("100.yaml", "extension: 100", "model: X", "phone: {mac: 000413246672}")
                .with("200.yaml", "extension: 200", "model: Y", "phone: {mac: 000413246672, line: 2}");
        assertThat(phoneConflicts()).isEmpty();
        assertThat(text(fleet.phone(MAC).layers(), "model")).isEqualTo("X");
    }

    @Test
    void aMacInThousandsOfExtensionsHasAsManyConflicts() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            lines.add("- {extension: %d, phone: {mac: 000413246672, model: %d, vars: {a: %d}}}".formatted(i, i, i));
        }
        fleet.with("all.yaml", lines.toArray(String[]::new));
        assertThat(phoneConflicts()).hasSize(3 * 2_999);
    }

    @Test
    void aNumberThatIsUsedTwiceIsAnErrorUntilOneIsRemoved() {
        fleet.with("a.yaml", "extension: 100", "phone: {mac: 000413246672}")
                .with("b.yaml", "# second", "extension: 100", "phone: {mac: 000413246673}");
        ExtensionKey number = new ExtensionKey("", "100");
        assertThat(fleet.conflicts())
                .containsExactly("extensions.d/b.yaml:2:12: error: extension 100 is already at"
                        + " extensions.d/a.yaml:1:12; give one of them another number, or remove it");
        assertThat(fleet.inventory().contested(number)).isTrue();
        assertThat(fleet.inventory().extensions(number)).hasSize(2);
        assertThat(fleet.inventory().macsOf(number)).containsExactlyInAnyOrder(MAC, "000413246673");
        fleet.with("a.yaml", "", "", "extension: 100");
        assertThat(fleet.conflicts()).singleElement().asString().contains("a.yaml:3:12");
        fleet.without("a.yaml");
        assertThat(fleet.conflicts()).isEmpty();
        assertThat(fleet.inventory().contested(number)).isFalse();
    }

    @Test
    void numbersAreComparedAsText() {
        fleet.with("a.yaml", "- extension: 100", "- extension: 0100", "- extension: '100'");
        assertThat(fleet.conflicts()).hasSize(1);
        assertThat(fleet.inventory().extensions()).isEqualTo(2);
    }

    @Test
    void twoSitesMayHaveEqualNumbers() {
        fleet.with("a/_defaults.yaml", "site: a")
                .with("b/_defaults.yaml", "site: b")
                .with("a/100.yaml", "extension: 100", "first_name: Anna", "phone: {mac: 000413246672}")
                .with("b/100.yaml", "extension: 100", "first_name: Bob", "phone: {mac: 000413246673}")
                .with("100.yaml", "extension: 100", "first_name: Carl");
        assertThat(fleet.conflicts()).isEmpty();
        assertThat(fleet.phone(MAC).site()).isEqualTo("a");
        assertThat(fleet.phone("000413246673").site()).isEqualTo("b");
        for (String[] expected : new String[][] {{"a", "Anna"}, {"b", "Bob"}, {"", "Carl"}}) {
            assertThat(fleet.inventory().extensions(new ExtensionKey(expected[0], "100")))
                    .singleElement()
                    .satisfies(account ->
                            assertThat(text(account.layers(), "first_name")).isEqualTo(expected[1]));
        }
        fleet.with("b/_defaults.yaml", "site: a");
        assertThat(fleet.conflicts()).singleElement().asString().contains(" in site a;");
        fleet.with("b/100.yaml", "extension: 100", "site: c");
        assertThat(fleet.conflicts()).isEmpty();
        fleet.without("b/100.yaml").without("a/_defaults.yaml");
        assertThat(fleet.conflicts()).singleElement().asString().contains("a/100.yaml:1:12");
    }

    @Test
    void anEmptySiteIsTheUnnamedSite() {
        fleet.with("_defaults.yaml", "site: a")
                .with("b/_defaults.yaml", "model: x")
                .with("b/100.yaml", "extension: 100", "phone: {mac: 000413246672}");
        assertThat(fleet.phone(MAC).site()).isEqualTo("a");
        fleet.with("b/_defaults.yaml", "site: ''");
        assertThat(fleet.phone(MAC).site()).isEmpty();
        assertThat(fleet.inventory().extensions(new ExtensionKey("", "100"))).hasSize(1);
        assertThat(fleet.inventory().extensions(new ExtensionKey("a", "100"))).isEmpty();
        fleet.with("b/_defaults.yaml", "model: x");
        assertThat(fleet.inventory().extensions(new ExtensionKey("a", "100"))).hasSize(1);
    }

    @Test
    void aMacBelongsToOneSite() {
        fleet.with("a.yaml", "extension: 100", "site: a", "phone: {mac: 000413246672}")
                .with("b.yaml", "extension: 100", "site: b", "phone: {mac: 000413246672, line: 2}");
        assertThat(phoneConflicts())
                .containsExactly(
                        "extensions.d/b.yaml:3:14: error: phone 000413246672 belongs to another site at"
                                + " extensions.d/a.yaml:3:14; give both extensions the same 'site', or remove the phone from one");
        assertThat(fleet.conflicts()).isEmpty();
    }

    @Test
    void theFilesBelowAFolderAreFound() {
        fleet.with("a/1.yaml", "extension: 1")
                .with("a/b/2.yaml", "extension: 2")
                .with("a-b/3.yaml", "extension: 3")
                .with("a0/4.yaml", "extension: 4")
                .with("a.yaml", "extension: 5");
        assertThat(fleet.inventory().filesBelow("extensions.d/a"))
                .extracting(ExtensionFile::path)
                .containsExactly("extensions.d/a/1.yaml", "extensions.d/a/b/2.yaml");
        assertThat(fleet.inventory().filesBelow("extensions.d")).hasSize(5);
    }

    @Test
    void theMacsAndNumbersOfAFileAreFound() {
        fleet.with("a/_defaults.yaml", "site: a")
                .with("a/1.yaml", "- {extension: 1, phone: {mac: 000413246672}}", "- {extension: 2}");
        ExtensionFile file =
                fleet.inventory().filesBelow("extensions.d/a").iterator().next();
        assertThat(fleet.inventory().macsOfEntries(file.entries())).containsExactly(MAC);
        assertThat(fleet.inventory().keysOf(file))
                .containsExactly(new ExtensionKey("a", "1"), new ExtensionKey("a", "2"));
    }

    @Test
    void otherDocumentsAreIgnored() {
        fleet.with("100.yaml", "extension: 100");
        Inventory inventory = fleet.inventory();
        assertThat(inventory.with(List.of(new FileChange("secrets.yaml", null, SecretStore.NONE))))
                .isSameAs(inventory);
    }
}
