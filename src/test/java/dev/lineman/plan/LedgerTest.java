package dev.lineman.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.disk.Digest;
import dev.lineman.disk.FileName;
import dev.lineman.render.Masks;
import dev.lineman.render.Reads;
import dev.lineman.resolve.FactSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {
    private static Output output(String unit, int config, String path, int body) {
        return new Output(
                unit,
                "templates/t.xml",
                config,
                path,
                new Digest(0, body),
                new Digest(1, body),
                Reads.NONE,
                Masks.NONE,
                "");
    }

    private static Unit unit(String key, Output... outputs) {
        return new Unit(key, List.of(outputs), FactSet.none(), List.of("extensions.d/" + key));
    }

    @Test
    void aNameKnowsWhoClaimsIt() {
        Output output = output("a", 0, "provisioning/cfgA", 1);
        Ledger ledger = Ledger.empty().with(unit("a", output));
        assertThat(ledger.claims("provisioning/cfga")).containsExactly(output);
        assertThat(ledger.claims("provisioning/cfgb")).isEmpty();
        assertThat(ledger.unit("a")).isEqualTo(unit("a", output));
        assertThat(ledger.without("a").claims("provisioning/cfga")).isEmpty();
        assertThat(ledger.without("b")).isSameAs(ledger);
        assertThat(ledger.claims("provisioning/cfga")).hasSize(1);
    }

    @Test
    void manyWhoMakeTheSameBytesAreOneClaim() {
        Ledger ledger = Ledger.empty();
        for (int i = 0; i < 100; i++) {
            ledger = ledger.with(unit("u" + i, output("u" + i, 0, "common.cfg", 7)));
        }
        assertThat(ledger.claims("common.cfg")).hasSize(1);
        assertThat(ledger.units()).hasSize(100);
        ledger = ledger.with(unit("u5", output("u5", 0, "common.cfg", 8)));
        assertThat(ledger.claims("common.cfg")).hasSize(2);
        ledger = ledger.without("u5");
        assertThat(ledger.claims("common.cfg")).hasSize(1);
    }

    @Test
    void namesThatDifferOnlyInCaseCollideEvenWithTheSameBytes() {
        Ledger ledger = Ledger.empty()
                .with(unit("a", output("a", 0, "Common.cfg", 7)))
                .with(unit("b", output("b", 0, "common.CFG", 7)));
        assertThat(ledger.claims("common.cfg")).extracting(Output::path).containsExactly("Common.cfg", "common.CFG");
    }

    @ParameterizedTest
    @CsvSource({
        "A/b.CFG,a/B.cfg,true",
        "ÄÖ,äö,true",
        "Σ,ς,true",
        "İ,i,true",
        "𐐀,𐐨,true",
        "straße,strasse,false",
        "a,b,false",
        "ﬁ,fi,false"
    })
    void namesAreFoldedByCaseAlone(String one, String other, boolean same) {
        assertThat(FileName.fold(one).equals(FileName.fold(other))).isEqualTo(same);
        assertThat(one.equalsIgnoreCase(other) || !same).isTrue();
    }

    @Test
    void theNamesWhereTwoVersionsDifferAreFound() {
        Unit before = unit("a", output("a", 0, "x", 1), output("a", 1, "y", 1), output("a", 2, "Z", 1));
        Unit after = unit("a", output("a", 0, "x", 1), output("a", 1, "y", 2), output("a", 2, "z2", 1));
        assertThat(Ledger.differing(before, after)).containsExactlyInAnyOrder("y", "z", "z2");
        assertThat(Ledger.differing(null, after)).containsExactlyInAnyOrder("x", "y", "z2");
        assertThat(Ledger.differing(before, null)).containsExactlyInAnyOrder("x", "y", "z");
        assertThat(Ledger.differing(before, before)).isEmpty();
    }

    @Test
    void whoWaitsForAnInputIsRemembered() {
        Ledger ledger = Ledger.empty().waiting("f", "a").waiting("f", "b").waiting("g", "a");
        assertThat(ledger.awaited()).containsExactlyInAnyOrder("f", "g");
        assertThat(ledger.waitingFor("f")).containsExactlyInAnyOrder("a", "b");
        assertThat(ledger.with(unit("a")).without("a").arrived("f").awaited()).containsExactly("g");
        assertThat(ledger.waitingFor("h")).isEmpty();
    }

    @Test
    void theClaimsAreThoseOfAllUnits() {
        for (long seed = 0; seed < Rounds.of(30); seed++) {
            Random random = new Random(seed);
            Map<String, Unit> naive = new TreeMap<>();
            Ledger ledger = Ledger.empty();
            for (int step = 0; step < 50; step++) {
                String key = "u" + random.nextInt(6);
                if (random.nextInt(4) == 0) {
                    ledger = ledger.without(key);
                    naive.remove(key);
                } else {
                    List<Output> outputs = new ArrayList<>();
                    for (int i = random.nextInt(4); i > 0; i--) {
                        String path = List.of("x", "X", "y", "z", "Z/a").get(random.nextInt(5));
                        outputs.add(output(key, i, path, random.nextInt(2)));
                    }
                    Unit unit = unit(key, outputs.toArray(Output[]::new));
                    ledger = ledger.with(unit);
                    naive.put(key, unit);
                }
                assertThat(new HashSet<>(ledger.units())).as("seed %d", seed).isEqualTo(new HashSet<>(naive.values()));
                for (String name : List.of("x", "y", "z", "z/a")) {
                    Set<String> ways = new HashSet<>();
                    Set<Output> claimants = new HashSet<>();
                    for (Unit unit : naive.values()) {
                        for (Output output : unit.outputs()) {
                            if (output.path().equalsIgnoreCase(name)) {
                                ways.add(output.path() + output.body());
                                claimants.add(output);
                            }
                        }
                    }
                    List<Output> claims = ledger.claims(name);
                    assertThat(claims).as("seed %d, step %d", seed, step).hasSameSizeAs(ways);
                    assertThat(claimants).containsAll(claims);
                    assertThat(claims.stream().map(output -> output.path() + output.body()))
                            .containsExactlyInAnyOrderElementsOf(ways);
                }
            }
        }
    }
}
