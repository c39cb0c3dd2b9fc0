package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.disk.FileName;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Unit;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 3: whatever was edited in whatever order, the state is what a first run makes of the folders. */
class IncrementalLawTest {
    private static final int SCRIPTS = 500;
    private static final int EDITS = 12;
    private static final int COMPARED = 3;

    @TempDir
    Path folder;

    private int compared;

    @Test
    void incrementalIsFromScratch() {
        Law told = new Law(folder, (root, script) -> run(root, script, true));
        Law guessing = new Law(folder, (root, script) -> run(root, script, false));
        for (int seed = 0; seed < SCRIPTS; seed++) {
            (seed % 2 == 0 ? told : guessing).holds(seed, Script.good(seed, EDITS));
        }
        assertThat(compared).as("states in which no phone fails").isGreaterThan(SCRIPTS / 8);
    }

    /** @param exact whether the agent hears where the edits were made, and looks nowhere else */
    private void run(Path root, List<Edit> script, boolean exact) throws IOException {
        MemoryStore store = new MemoryStore();
        Cycle cycle = Cycles.of(root, store);
        State state = State.of(Ledger.empty());
        int looks = (int) script.stream().filter(Edit.Act.LOOK::equals).count();
        List<Path> edited = new ArrayList<>(List.of(root));
        List<Edit> whole = new ArrayList<>(script);
        whole.add(Edit.Act.LOOK);
        for (Edit edit : whole) {
            edited.addAll(edit.apply(root));
            if (edit.equals(Edit.Act.LOOK)) {
                state = Cycles.run(cycle, state, exact ? Cycles.hints(edited) : Cycles.EVERYTHING);
                edited.clear();
                if (looks-- < COMPARED) {
                    compare(root, state, store);
                }
            }
        }
        Cycle.Step idle = cycle.run(state, Cycles.EVERYTHING);
        assertThat(idle.counters().resolved()).as("resolved when idle").isZero();
        assertThat(idle.counters().rendered()).as("rendered when idle").isZero();
        assertThat(idle.plan().isEmpty()).as("nothing to do when idle").isTrue();
    }

    private void compare(Path root, State state, MemoryStore store) throws IOException {
        MemoryStore scratchStore = new MemoryStore();
        State scratch = Cycles.scratch(root, scratchStore);
        assertThat(new TreeSet<>(state.inputs().inventory().macs()))
                .isEqualTo(new TreeSet<>(scratch.inputs().inventory().macs()));
        assertThat(new TreeSet<>(state.inputs().inventory().conflicts()))
                .isEqualTo(new TreeSet<>(scratch.inputs().inventory().conflicts()));
        boolean failing = false;
        if (Files.exists(root.resolve("templates/static/d/s.bin"))) {
            assertThat(scratchStore.files()).containsKey("provisioning/d/s.bin");
        }
        for (Unit unit : state.ledger().units()) {
            assertThat(scratch.ledger().unit(unit.key())).as(unit.key()).isNotNull();
        }
        for (Unit unit : scratch.ledger().units()) {
            String key = unit.key();
            List<Problem> problems = scratch.findings().of(key);
            assertThat(Cycles.heads(state.findings().of(key))).as(key).isEqualTo(Cycles.heads(problems));
            boolean fails = Cycles.fails(scratch, key);
            failing |= fails;
            if (!fails) {
                assertThat(Cycles.outputs(state, key)).as(key).isEqualTo(Cycles.outputs(scratch, key));
            }
        }
        if (!failing) {
            assertThat(Cycles.heads(state.problems())).isEqualTo(Cycles.heads(scratch.problems()));
            assertThat(uncontested(store.files(), scratch)).isEqualTo(uncontested(scratchStore.files(), scratch));
            compared++;
        }
    }

    /** A name that two phones fill differently keeps what it had first; a first run has nothing there. */
    private static Map<String, String> uncontested(Map<String, String> files, State state) {
        files.keySet()
                .removeIf(path -> state.ledger().claims(FileName.fold(path)).size() > 1);
        return files;
    }
}
