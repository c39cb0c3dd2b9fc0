package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.plan.Ledger;
import dev.lineman.plan.Output;
import dev.lineman.plan.Unit;
import dev.lineman.problem.Problem;
import dev.lineman.render.Renderer;
import dev.lineman.source.Inputs;
import dev.lineman.source.Source;
import dev.lineman.watch.Hint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 3: whatever was edited in whatever order, the state is what a first run makes of the folders. */
class IncrementalLawTest {
    private static final List<Hint> EVERYTHING = List.of(new Hint.Everything());
    private static final int SCRIPTS = 500;
    private static final int EDITS = 12;

    @TempDir
    Path folder;

    @Test
    void incrementalIsFromScratch() throws IOException {
        Renderer renderer = new Renderer();
        int compared = 0;
        for (int seed = 0; seed < SCRIPTS; seed++) {
            Path root = folder.resolve("s" + seed);
            Site site = new Site(root, new Random(seed));
            List<String> script = new ArrayList<>();
            MemoryStore store = new MemoryStore();
            Cycle cycle = cycle(root, renderer, store);
            State state = cycle.run(State.of(Ledger.empty()), EVERYTHING).state();
            for (int edit = 0; edit < EDITS; edit++) {
                script.add(site.edit());
                state = cycle.run(state, EVERYTHING).state();
                String told = "seed " + seed + "\n" + String.join("\n", script);
                MemoryStore scratchStore = new MemoryStore();
                State scratch = cycle(root, renderer, scratchStore)
                        .run(State.of(Ledger.empty()), EVERYTHING)
                        .state();
                compare(told, state, scratch);
                if (scratch.problems().isEmpty() && state.problems().isEmpty()) {
                    compared++;
                    assertThat(store.files()).as(told).isEqualTo(scratchStore.files());
                }
            }
            Cycle.Step idle = cycle.run(state, EVERYTHING);
            assertThat(idle.counters().resolved()).as("idle, seed " + seed).isZero();
            assertThat(idle.counters().rendered()).as("idle, seed " + seed).isZero();
            assertThat(idle.plan().isEmpty()).as("idle, seed " + seed).isTrue();
        }
        assertThat(compared).as("states without any problem").isGreaterThan(SCRIPTS / 4);
    }

    private static Cycle cycle(Path root, Renderer renderer, Store store) {
        Inputs inputs = new Inputs(
                root, List.of("extensions.d", "templates"), List.of(root.resolve("secrets.yaml")), List.of());
        Source source = new Source(inputs, new InputReader("secrets.yaml"), InstantSource.system());
        return new Cycle(source, renderer, Map.of(), store, InstantSource.system(), Duration.ZERO);
    }

    private static void compare(String told, State state, State scratch) {
        assertThat(new TreeSet<>(state.inputs().inventory().macs()))
                .as(told)
                .isEqualTo(new TreeSet<>(scratch.inputs().inventory().macs()));
        assertThat(new TreeSet<>(state.inputs().inventory().conflicts()))
                .as(told)
                .isEqualTo(new TreeSet<>(scratch.inputs().inventory().conflicts()));
        for (String mac : scratch.inputs().inventory().macs()) {
            List<Problem> problems = scratch.findings().of(mac);
            assertThat(heads(state.findings().of(mac))).as(told).isEqualTo(heads(problems));
            if (problems.isEmpty() && !outputs(scratch, mac).isEmpty()) {
                assertThat(outputs(state, mac)).as(told).isEqualTo(outputs(scratch, mac));
            }
        }
        for (Unit unit : state.ledger().units()) {
            assertThat(scratch.ledger().unit(unit.key())).as(told).isNotNull();
        }
    }

    /** Without suggestions, which depend on more than the phone. */
    private static List<String> heads(Collection<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.toString().replaceFirst(";.*", ""))
                .sorted()
                .toList();
    }

    private static Map<String, String> outputs(State state, String unit) {
        Map<String, String> outputs = new TreeMap<>();
        Unit made = state.ledger().unit(unit);
        if (made != null) {
            for (Output output : made.outputs()) {
                outputs.put(output.template() + '#' + output.config(), output.path() + ' ' + output.body());
            }
        }
        return outputs;
    }
}
