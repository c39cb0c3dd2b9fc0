package dev.lineman.recall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.disk.Digest;
import dev.lineman.inventory.ExtensionReader;
import dev.lineman.inventory.Secrets;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Output;
import dev.lineman.plan.Unit;
import dev.lineman.render.Masks;
import dev.lineman.render.Reads;
import dev.lineman.resolve.Fact;
import dev.lineman.resolve.FactSet;
import dev.lineman.source.Change;
import dev.lineman.source.Document;
import dev.lineman.source.Inputs;
import dev.lineman.source.LinkPolicy;
import dev.lineman.source.Reader;
import dev.lineman.source.Reading;
import dev.lineman.source.Scan;
import dev.lineman.source.Snapshot;
import dev.lineman.source.Source;
import dev.lineman.watch.Hint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the inputs said is remembered whole, or not at all. */
class MemoryTest {
    private static final List<Hint> EVERYTHING = List.of(new Hint.Everything());

    private static final String EXTENSION = """
            extension: "100"
            first_name: "two words"
            last_name: Ünal 😀
            auth_password: !secret pw
            vars: {a: "", b: !env LINEMAN_B, long: %s}
            blf: {2: {number: "101"}, 10: {number: "102"}}
            codecs: [PCMA, G722]
            provisioning: {allow: [10.0.0.0/8]}
            phones:
              - mac: 0004132466%02x
                model: Snom 320
              - {mac: 00:04:13:24:67:%02x, line: 2}
            """;

    @TempDir
    Path folder;

    private final List<String> read = new ArrayList<>();
    private Path out;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        out = folder.resolve("out");
        file = out.resolve(".lineman/inputs");
        Files.createDirectories(file.getParent());
        for (int i = 0; i < 60; i++) {
            put("extensions.d/" + i + ".yaml", EXTENSION.formatted("x".repeat(i * 100), i, i));
        }
        put("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1\nmodels: {snom*: {vars: {c: 2}}, '*': {vars: {c: 1}}}\n");
        put("secrets.yaml", "pw: s3cret\n");
    }

    @Test
    void allThatWasWrittenDownIsThereAgain() throws IOException {
        Snapshot snapshot = scan(Snapshot.empty()).snapshot();
        assertThat(snapshot.problems()).isEmpty();
        memory("a", Map.of())
                .write(snapshot, Ledger.of(List.of(unit("x", 1))), Map.of("due", "", "late", "templates/phones/t.xml"));

        Recalled recalled = memory("a", Map.of()).read();
        assertThat(recalled.due()).containsOnly(Map.entry("due", ""), Map.entry("late", "templates/phones/t.xml"));
        for (Map.Entry<String, Snapshot.Entry> next : snapshot.files().entrySet()) {
            Snapshot.Entry known = recalled.files().entry(next.getKey());
            Document document = next.getValue().document();
            assertThat(known.document()).isEqualTo(document instanceof Secrets ? null : document);
            assertThat(known.signature()).isEqualTo(next.getValue().signature());
            assertThat(known.digest()).isEqualTo(next.getValue().digest());
        }
        assertThat(recalled.files().size()).isEqualTo(snapshot.files().size());
        assertThat(recalled.inventory().join().macs()).hasSize(120);
    }

    @Test
    void aScanReadsOnlyWhatIsNotAsItWas() throws IOException {
        memory("a", Map.of()).write(scan(Snapshot.empty()).snapshot(), Ledger.empty(), Map.of());
        put("extensions.d/7.yaml", EXTENSION.formatted("other", 7, 7));
        put("extensions.d/new.yaml", EXTENSION.formatted("new", 200, 200));
        Files.delete(folder.resolve("extensions.d/8.yaml"));
        Files.writeString(folder.resolve("extensions.d/9.yaml"), "extension: [");
        read.clear();

        Scan scan = scan(Snapshot.recalling(memory("a", Map.of()).read().files()));
        assertThat(read)
                .containsExactlyInAnyOrder(
                        "extensions.d/7.yaml", "extensions.d/9.yaml", "extensions.d/new.yaml", "secrets.yaml");
        assertThat(scan.telling()).isTrue();
        assertThat(scan.recognised()).extracting(Change::path).containsExactly("secrets.yaml");
        assertThat(scan.changes())
                .extracting(Change::path)
                .containsExactly(
                        "extensions.d/7.yaml", "extensions.d/8.yaml", "extensions.d/9.yaml", "extensions.d/new.yaml");
        Snapshot fresh = scan(Snapshot.empty()).snapshot();
        assertThat(scan.snapshot().files()).isEqualTo(fresh.files());
        assertThat(scan.snapshot().problems()).isEqualTo(fresh.problems());
    }

    @Test
    void whatIsRememberedWithoutItsTextIsToldToBeOtherwise() throws IOException {
        memory("a", Map.of()).write(scan(Snapshot.empty()).snapshot(), Ledger.empty(), Map.of());
        put("secrets.yaml", "pw: other\n");

        Scan scan = scan(Snapshot.recalling(memory("a", Map.of()).read().files()));
        assertThat(scan.telling()).isFalse();
        assertThat(scan.changes()).extracting(Change::path).containsExactly("secrets.yaml");
    }

    @Test
    void anotherBuildAndAnotherEnvironmentRememberNothing() throws IOException {
        Snapshot snapshot = scan(Snapshot.empty()).snapshot();
        memory("a", Map.of("LINEMAN_B", "1", "OTHER", "1")).write(snapshot, Ledger.empty(), Map.of());
        assertThat(memory("a", Map.of("LINEMAN_B", "1", "OTHER", "2")).read()).isNotNull();
        assertThat(memory("b", Map.of("LINEMAN_B", "1")).read()).isNull();
        assertThat(memory("a", Map.of("LINEMAN_B", "2")).read()).isNull();
        assertThat(memory("a", Map.of()).read()).isNull();
    }

    @Test
    void aVariableCountsAlsoInAFileThatIsNotWrittenDown() throws IOException {
        put("extensions.d/t.yaml", """
                extension: 5
                vars: {a: !env LINEMAN_T}
                provisioning: {token: a-token-that-is-a-secret}
                """);
        Snapshot snapshot = scan(Snapshot.empty()).snapshot();
        assertThat(snapshot.problems()).isEmpty();
        memory("a", Map.of("LINEMAN_T", "1")).write(snapshot, Ledger.empty(), Map.of());
        assertThat(memory("a", Map.of("LINEMAN_T", "1")).read()).isNotNull();
        assertThat(memory("a", Map.of("LINEMAN_T", "2")).read()).isNull();
    }

    @Test
    void aDamagedFileRemembersNothing() throws IOException {
        assertThat(memory("a", Map.of()).read()).isNull();
        memory("a", Map.of()).write(scan(Snapshot.empty()).snapshot(), Ledger.of(List.of(unit("x", 1))), Map.of());
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += at < 200 ? 1 : 997) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            Files.write(file, flipped);
            assertThat(memory("a", Map.of()).read()).as("a bit of byte " + at).isNull();
            Files.write(file, java.util.Arrays.copyOf(whole, at));
            assertThat(memory("a", Map.of()).read()).as("cut at " + at).isNull();
        }
    }

    @Test
    void onlyTheVeryUnitThatLookedSomethingUpIsRecognised() throws IOException {
        Unit same = unit("same", 1);
        Unit other = unit("other", 1);
        Ledger ledger = Ledger.of(List.of(same, other, unit("gone", 1)));
        memory("a", Map.of()).write(Snapshot.empty(), ledger, Map.of());

        Map<String, Unit> now = new HashMap<>();
        for (Unit unit : List.of(same, unit("other", 2), unit("new", 1))) {
            now.put(unit.key(), new Unit(unit.key(), unit.outputs(), FactSet.none(), unit.owners()));
        }
        Lookups.Recognised recognised = memory("a", Map.of()).read().lookups().recognise(now);
        assertThat(recognised.strange()).containsExactlyInAnyOrder("other", "gone", "new");
        assertThat(recognised.readers()).containsEntry(same.facts(), List.of("same"));
        assertThat(recognised.units()).hasSize(3).contains(same);
    }

    private static Unit unit(String key, long body) {
        Output output =
                new Output(key, "t.xml", 0, "cfg" + key, new Digest(1, body), new Digest(2, 2), Reads.NONE, Masks.NONE);
        FactSet facts = FactSet.of(List.of(new Fact(Fact.Kind.MODEL, "x"), new Fact(Fact.Kind.EXTENSION, "/1")));
        return new Unit(key, List.of(output), facts, List.of("a.yaml"));
    }

    private Memory memory(String build, Map<String, String> environment) {
        return new Memory(out, build, environment);
    }

    private void put(String path, String text) throws IOException {
        Path target = folder.resolve(path);
        Files.createDirectories(target.getParent());
        Files.writeString(target, text);
    }

    private Scan scan(Snapshot last) {
        Inputs inputs = new Inputs(
                folder, List.of("extensions.d"), List.of(folder.resolve("secrets.yaml")), LinkPolicy.closing(out));
        ExtensionReader extensions = new ExtensionReader();
        Reader reader = new Reader() {
            @Override
            public Reader.Interest wants(String path) {
                return Reader.Interest.READ;
            }

            @Override
            public Reading read(String path, byte[] content) {
                synchronized (read) {
                    read.add(path);
                }
                return path.equals("secrets.yaml") ? Secrets.read(path, content) : extensions.read(path, content);
            }
        };
        return new Source(inputs, reader, () -> Instant.now().plus(Duration.ofHours(1))).scan(last, EVERYTHING);
    }

    @Test
    void theFileIsForNobodyButItsOwner() throws IOException {
        memory("a", Map.of()).write(scan(Snapshot.empty()).snapshot(), Ledger.empty(), Map.of());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain("s3cret");
    }
}
