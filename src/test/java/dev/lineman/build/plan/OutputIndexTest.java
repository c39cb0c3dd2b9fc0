package dev.lineman.build.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileNames;
import dev.lineman.render.content.ReadNames;
import dev.lineman.render.text.SecretMasks;
import dev.lineman.resolve.value.DependencySet;
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

class OutputIndexTest {
    private static Output output(String unit, int config, String path, int body) {
        return new Output(
                unit,
                "templates/t.xml",
                config,
                0,
                path,
                new Digest(0, body),
                new Digest(1, body),
                ReadNames.NONE,
                SecretMasks.NONE,
                "");
    }

    private static BuildTarget unit(String key, Output... outputs) {
        return new BuildTarget(key, List.of(outputs), DependencySet.none(), List.of("extensions.d/" + key));
    }

    @Test
    void claimsAreFoundByFileName() {
        Output output = output("a", 0, "provisioning/cfgA", 1);
        OutputIndex outputIndex = OutputIndex.empty().with(unit("a", output));
        assertThat(outputIndex.claims("provisioning/cfga")).containsExactly(output);
        assertThat(outputIndex.claims("provisioning/cfgb")).isEmpty();
        assertThat(outputIndex.target("a")).isEqualTo(unit("a", output));
        assertThat(outputIndex.without("a").claims("provisioning/cfga")).isEmpty();
        assertThat(outputIndex.without("b")).isSameAs(outputIndex);
        assertThat(outputIndex.claims("provisioning/cfga")).hasSize(1);
    }

    @Test
    void targetsThatMakeTheSameBytesAreOneClaim() {
        OutputIndex outputIndex = OutputIndex.empty();
        for (int i = 0; i < 100; i++) {
            outputIndex = outputIndex.with(unit("u" + i, output("u" + i, 0, "common.cfg", 7)));
        }
        assertThat(outputIndex.claims("common.cfg")).hasSize(1);
        assertThat(outputIndex.targets()).hasSize(100);
        outputIndex = outputIndex.with(unit("u5", output("u5", 0, "common.cfg", 8)));
        assertThat(outputIndex.claims("common.cfg")).hasSize(2);
        outputIndex = outputIndex.without("u5");
        assertThat(outputIndex.claims("common.cfg")).hasSize(1);
    }

    @Test
    void namesThatDifferOnlyInCaseCollideEvenWithTheSameBytes() {
        OutputIndex outputIndex = OutputIndex.empty()
                .with(unit("a", output("a", 0, "Common.cfg", 7)))
                .with(unit("b", output("b", 0, "common.CFG", 7)));
        assertThat(outputIndex.claims("common.cfg"))
                .extracting(Output::path)
                .containsExactly("Common.cfg", "common.CFG");
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
    void foldingANameChangesOnlyItsCase(String one, String other, boolean same) {
        assertThat(FileNames.fold(one).equals(FileNames.fold(other))).isEqualTo(same);
        assertThat(one.equalsIgnoreCase(other) || !same).isTrue();
    }

    @Test
    void theNamesWhereTwoVersionsDifferAreFound() {
        BuildTarget before = unit("a", output("a", 0, "x", 1), output("a", 1, "y", 1), output("a", 2, "Z", 1));
        BuildTarget after = unit("a", output("a", 0, "x", 1), output("a", 1, "y", 2), output("a", 2, "z2", 1));
        assertThat(OutputIndex.changedNames(before, after)).containsExactlyInAnyOrder("y", "z", "z2");
        assertThat(OutputIndex.changedNames(null, after)).containsExactlyInAnyOrder("x", "y", "z2");
        assertThat(OutputIndex.changedNames(before, null)).containsExactlyInAnyOrder("x", "y", "z");
        assertThat(OutputIndex.changedNames(before, before)).isEmpty();
    }

    @Test
    void theIndexKnowsWhichTargetsWaitForAnInput() {
        OutputIndex outputIndex =
                OutputIndex.empty().withWaiting("f", "a").withWaiting("f", "b").withWaiting("g", "a");
        assertThat(outputIndex.awaitedInputs()).containsExactlyInAnyOrder("f", "g");
        assertThat(outputIndex.waitingFor("f")).containsExactlyInAnyOrder("a", "b");
        assertThat(outputIndex
                        .with(unit("a"))
                        .without("a")
                        .withoutWaitingFor("f")
                        .awaitedInputs())
                .containsExactly("g");
        assertThat(outputIndex.waitingFor("h")).isEmpty();
    }

    @Test
    void theClaimsEqualThoseOfAllTargets() {
        for (long seed = 0; seed < Rounds.of(30); seed++) {
            Random random = new Random(seed);
            Map<String, BuildTarget> naive = new TreeMap<>();
            OutputIndex outputIndex = OutputIndex.empty();
            for (int step = 0; step < 50; step++) {
                String key = "u" + random.nextInt(6);
                if (random.nextInt(4) == 0) {
                    outputIndex = outputIndex.without(key);
                    naive.remove(key);
                } else {
                    List<Output> outputs = new ArrayList<>();
                    for (int i = random.nextInt(4); i > 0; i--) {
                        String path = List.of("x", "X", "y", "z", "Z/a").get(random.nextInt(5));
                        outputs.add(output(key, i, path, random.nextInt(2)));
                    }
                    BuildTarget buildTarget = unit(key, outputs.toArray(Output[]::new));
                    outputIndex = outputIndex.with(buildTarget);
                    naive.put(key, buildTarget);
                }
                assertThat(new HashSet<>(outputIndex.targets()))
                        .as("seed %d", seed)
                        .isEqualTo(new HashSet<>(naive.values()));
                for (String name : List.of("x", "y", "z", "z/a")) {
                    Set<String> versions = new HashSet<>();
                    Set<Output> claimants = new HashSet<>();
                    for (BuildTarget buildTarget : naive.values()) {
                        for (Output output : buildTarget.outputs()) {
                            if (output.path().equalsIgnoreCase(name)) {
                                versions.add(output.path() + output.body());
                                claimants.add(output);
                            }
                        }
                    }
                    List<Output> claims = outputIndex.claims(name);
                    assertThat(claims).as("seed %d, step %d", seed, step).hasSameSizeAs(versions);
                    assertThat(claimants).containsAll(claims);
                    assertThat(claims.stream().map(output -> output.path() + output.body()))
                            .containsExactlyInAnyOrderElementsOf(versions);
                }
            }
        }
    }
}
