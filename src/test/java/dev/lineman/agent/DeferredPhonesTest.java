package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.Cycle;
import dev.lineman.build.PublicationStore;
import dev.lineman.build.State;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.publish.Publisher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Phones of a slow template are rendered after all others, a few in each cycle, so that no other edit waits for
 * them.
 */
class DeferredPhonesTest {
    private static final int PHONES = 150;
    private static final String ENDLESS = "#foreach($i in [1..99999999])#end";

    /** Phones that are already being rendered when the first one shows that the template is slow. */
    private static final int PARALLEL = Runtime.getRuntime().availableProcessors() + 1;

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void writeManyPhonesOfOneTemplateAndOneOfAnother() {
        root = new TestRoot(folder);
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < PHONES; i++) {
            yaml.append("- ").append(person(1000 + i, "Hostile", "x")).append('\n');
        }
        root.write("extensions.d/many.yaml", yaml.toString());
        root.write("extensions.d/one.yaml", person(100, "Good", "first"));
        root.write("templates/lib/h.vm", ENDLESS);
        root.write(
                "templates/phones/good.xml", TestRoot.template("Good", "%%mac_address%%", "%%extension_first_name%%"));
    }

    private static String person(int number, String model, String name) {
        return "{extension: " + number + ", first_name: " + name
                + ", last_name: l, auth_id: i, auth_password: p, pbx_ip: p, phone:" + " {mac: 00000000"
                + String.format("%04d", number) + ", model: " + model + "}}";
    }

    private void hostile(String filename, String content) {
        root.write(
                "templates/phones/hostile.xml",
                TestRoot.template(
                        "phone-template", "Hostile", "filename=\"" + filename + "\" syntax=\"velocity\"", content));
    }

    private String good() {
        return root.files().getOrDefault("provisioning/000000000100", "").strip();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ENDLESS,
                "#parse('lib/h.vm')",
                "#set($s = 'aaaaaaaaaaaaaaaa')#foreach($i in [1..12])#set($s = \"$s$s\")#end"
                        + "#set($t = $s.substring(0, 30000) + 'b')#foreach($i in [1..9999])#if($s.contains($t))#end#end",
                "#foreach($i in [1..9999])#set($x = \"$i$i$i$i$i\")#set($y = \"$x$x\")#end within its budget",
            })
    void aNewSlowTemplateDelaysNoOtherPhone(String content) {
        hostile("${phone.mac}", content);
        TestRoot.CycleWork first = root.runCycle();
        assertThat(good()).as("after the first cycle").isEqualTo("first");
        assertThat(first.rendered()).as("rendered before others were published").isLessThanOrEqualTo(PARALLEL + 1);
        for (int i = 0; i < 3; i++) {
            assertThat(root.state().pending().scheduled()).hasSizeGreaterThan(PHONES / 2);
            root.write("extensions.d/one.yaml", person(100, "Good", "again" + i));
            TestRoot.CycleWork edit = root.runCycle();
            assertThat(good()).isEqualTo("again" + i);
            assertThat(edit.rendered()).as("rendered for an edit").isEqualTo(1);
            TestRoot.CycleWork idle = root.runCycle();
            assertThat(idle.rendered()).as("rendered when nobody waits").isBetween(1, 10);
        }
    }

    @Test
    void aTemplateWithManyConditionsDelaysNoOtherPhone() {
        String conditions = "{IF pbx_ip}x{ELSEIF vlan}{ENDIF}".repeat(10_000);
        root.write("templates/phones/hostile.xml", TestRoot.template("Hostile", "%%mac_address%%", conditions));
        TestRoot.CycleWork first = root.runCycle();
        assertThat(good()).as("after the first cycle").isEqualTo("first");
        assertThat(first.rendered()).as("rendered before others were published").isLessThanOrEqualTo(PARALLEL + 1);
    }

    @Test
    void anEditedSlowTemplateDelaysNoOtherPhone() {
        hostile("${phone.mac}", ENDLESS);
        root.runCycle();
        for (String content : List.of(ENDLESS + "x", "#foreach($i in [1..9999])" + ENDLESS + "#end")) {
            hostile("${phone.mac}", content);
            root.write("extensions.d/one.yaml", person(100, "Good", "n" + content.length()));
            assertThat(root.runCycle().rendered()).isEqualTo(1);
            assertThat(good()).isEqualTo("n" + content.length());
        }
        hostile(ENDLESS + "${phone.mac}", "x");
        root.write("extensions.d/one.yaml", person(100, "Good", "name"));
        assertThat(root.runCycle().rendered()).isEqualTo(1);
        assertThat(good()).isEqualTo("name");
    }

    @Test
    void aCorrectedTemplateIsRenderedForAllItsPhones() {
        hostile("${phone.mac}", ENDLESS);
        root.runCycle();
        root.runCycle();
        assertThat(root.problems()).hasSize(1);
        hostile("${phone.mac}", "mended $phone.mac");
        root.runUntilIdle();
        assertThat(root.problems()).isEmpty();
        assertThat(root.files()).hasSize(PHONES + 1);
        assertThat(root.files().get("provisioning/000000001000")).isEqualTo("mended 000000001000\n");
        hostile("${phone.mac}", "quick $phone.mac");
        TestRoot.CycleWork done = root.runCycle();
        assertThat(done.rendered()).as("as quick as any other again").isEqualTo(PHONES);
    }

    @Test
    void aPhoneThatLeavesTheSlowTemplateIsNotDeferred() {
        hostile("${phone.mac}", ENDLESS);
        root.runCycle();
        root.write(
                "extensions.d/many.yaml",
                "- " + person(1000, "Good", "moved") + "\n- " + person(1001, "Hostile", "x") + "\n");
        TestRoot.CycleWork done = root.runCycle();
        assertThat(done.written()).containsExactly("provisioning/000000001000");
        root.runUntilIdle();
        assertThat(root.state().pending().scheduled()).isEmpty();
        assertThat(root.files()).containsOnlyKeys("provisioning/000000000100", "provisioning/000000001000");
    }

    @Test
    void deferredPhonesAreRenderedLastAtAStart() throws IOException {
        hostile("${phone.mac}", ENDLESS);
        try (Publisher publisher = publisher()) {
            Cycles.of(folder, store(publisher)).run(State.of(OutputIndex.empty()), Cycles.EVERYTHING);
        }
        root.write("extensions.d/one.yaml", person(100, "Good", "while it was away"));
        try (Publisher publisher = publisher()) {
            PublicationStore store = store(publisher);
            Cycle.CycleRun start = Cycles.of(folder, store).run(State.of(store.readMemos()), Cycles.EVERYTHING);
            assertThat(folder.resolve("out/provisioning/000000000100")).hasContent("while it was away\n");
            assertThat(start.counters().rendered())
                    .as("before others were published")
                    .isEqualTo(1);
            assertThat(start.state().pending().scheduled()).hasSize(PHONES);
            Cycle.CycleRun then = Cycles.of(folder, store).run(start.state(), List.of());
            assertThat(then.counters().rendered()).isBetween(1, 10);
            assertThat(then.state().problems()).hasSize(1);
        }
    }

    @Test
    void aCorrectedTemplateIsNotDeferredAfterAStart() throws IOException {
        hostile("${phone.mac}", ENDLESS);
        try (Publisher publisher = publisher()) {
            Cycles.of(folder, store(publisher)).run(State.of(OutputIndex.empty()), Cycles.EVERYTHING);
        }
        hostile("${phone.mac}", "mended");
        try (Publisher publisher = publisher()) {
            PublicationStore store = store(publisher);
            Cycles.run(Cycles.of(folder, store), State.of(store.readMemos()), Cycles.EVERYTHING);
        }
        hostile("${phone.mac}", "quick");
        try (Publisher publisher = publisher()) {
            PublicationStore store = store(publisher);
            Cycle.CycleRun start = Cycles.of(folder, store).run(State.of(store.readMemos()), Cycles.EVERYTHING);
            assertThat(start.counters().rendered()).isEqualTo(PHONES);
        }
    }

    /** A template that is slow for the first phone only, so that the others are deferred but fast. */
    private static String longForOne() {
        return "#if($phone.mac == '000000001000')#foreach($i in [1..9999])#set($x = \"$i$i$i$i$i\")#set($y = \"$x$x\")#end"
                + "#end within its budget";
    }

    @Test
    void aChangedAccessRuleDoesNotWaitForDeferredPhones() {
        hostile("${phone.mac}", longForOne());
        root.runUntilIdle();
        assertThat(root.files()).hasSize(PHONES + 1);
        root.write("extensions.d/_defaults.yaml", "provisioning: {allow: [10.0.0.0/8]}\n");
        root.runCycle();
        assertThat(root.state().pending().scheduled()).hasSize(PHONES);
        assertThat(root.accesses().values())
                .allSatisfy(access -> assertThat(access).contains("n=10.0.0.0/8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"extensions.d/many.yaml", "templates/phones/hostile.xml"})
    void aRemovedTemplateOrOneWithoutPhonesIsForgotten(String gone) throws IOException {
        hostile("${phone.mac}", longForOne());
        try (Publisher publisher = publisher()) {
            PublicationStore store = store(publisher);
            State state = Cycles.run(Cycles.of(folder, store), State.of(OutputIndex.empty()), Cycles.EVERYTHING);
            assertThat(store.readMemos().costlyTemplates()).containsExactly("templates/phones/hostile.xml");
            root.delete(gone);
            Cycles.run(Cycles.of(folder, store), state, Cycles.EVERYTHING);
            assertThat(store.readMemos().costlyTemplates()).isEmpty();
        }
    }

    @Test
    void afterAStartACycleChecksAFewHundredDeferredPhones() throws IOException {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < 2 * PHONES; i++) {
            yaml.append("- ").append(person(1000 + i, "Hostile", "x")).append('\n');
        }
        root.write("extensions.d/many.yaml", yaml.toString());
        hostile("${phone.mac}", longForOne());
        try (Publisher publisher = publisher()) {
            Cycles.run(Cycles.of(folder, store(publisher)), State.of(OutputIndex.empty()), Cycles.EVERYTHING);
        }
        try (Publisher publisher = publisher()) {
            PublicationStore store = store(publisher);
            Cycle cycle = Cycles.of(folder, store);
            Cycle.CycleRun start = cycle.run(State.of(store.readMemos()), Cycles.EVERYTHING);
            assertThat(start.state().pending().scheduled()).hasSize(2 * PHONES);
            Cycle.CycleRun then = cycle.run(start.state(), List.of());
            assertThat(then.counters().resolved()).isEqualTo(200);
            State last = Cycles.run(cycle, then.state(), List.of());
            assertThat(last.pending().scheduled()).isEmpty();
        }
    }

    private Publisher publisher() throws IOException {
        return Publisher.open(folder.resolve("out"), new FileOperations(FileMode.DEFAULT));
    }

    private static PublicationStore store(Publisher publisher) {
        return new PublicationStore(publisher, Cycles.copier(publisher), InstantSource.system(), true);
    }
}
