package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.agent.Cycles.Ways;
import dev.lineman.build.Cycle;
import dev.lineman.build.State;
import dev.lineman.build.make.BackgroundSiteRenderer;
import dev.lineman.build.make.SiteOutputSource;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.fs.FileNames;
import dev.lineman.input.watch.Hint;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 3: whatever was edited in whatever order, the state is what a first run makes of the folders. */
class IncrementalLawTest {
    private static final int SCRIPTS = Rounds.of(125);
    private static final int EDITS = 12;
    private static final int COMPARED = 3;

    @TempDir
    Path folder;

    /** Who says where to look. */
    private enum Ringing {
        /** Says where the edits were made, and nothing else. */
        EXACT,
        /** Says nothing but that there may be something. */
        BLIND,
        /** Says some of it, some twice and some late; a timer has everything looked at before it counts. */
        UNRELIABLE
    }

    /** One script of so many has restarts in it, each from what was remembered of the inputs at some time. */
    private static final int RESTARTED = 2;

    /** In one script of so many the files of sites are made beside the cycles. */
    private static final int BESIDE = 3;

    private static final int NEVER = Integer.MAX_VALUE;

    /** As the agent runs, with every shortcut, without each of them, with each alone, and without any. */
    private static final List<Ways> WAYS = List.of(
            Ways.ALL,
            Ways.EAGER,
            Ways.EAGER.own(false, true, 1),
            Ways.EAGER.own(true, false, 1),
            Ways.EAGER.own(true, true, NEVER),
            Ways.EAGER.source(false, 1),
            Ways.EAGER.source(true, NEVER),
            Ways.EAGER.forgetful(),
            Ways.NONE.own(true, false, NEVER),
            Ways.NONE.own(false, true, NEVER),
            Ways.NONE.own(false, false, 1),
            Ways.NONE.source(false, 1),
            Ways.NONE);

    private int compared;
    private int restarted;
    private int overtaken;
    private long stamps;

    @Test
    void incrementalIsFromScratch() {
        List<Ringing> ringings = List.of(Ringing.values());
        for (int seed = 0; seed < SCRIPTS; seed++) {
            Ringing ringing = ringings.get(seed % ringings.size());
            Ways ways = WAYS.get(seed / ringings.size() % WAYS.size());
            boolean restarts = seed % RESTARTED == 0;
            boolean beside = seed % BESIDE == 0;
            new Law(folder, (root, script) -> run(root, script, ringing, ways, restarts, beside))
                    .holds(seed, EditScript.good(seed, EDITS));
        }
        assertThat(compared).as("states in which no phone fails").isGreaterThan(SCRIPTS / 10);
        assertThat(restarted).as("restarts from what was remembered").isGreaterThan(SCRIPTS / 2);
        assertThat(overtaken).as("edits while files of sites are made").isGreaterThan(SCRIPTS / 10);
    }

    private void run(Path root, List<Edit> script, Ringing ringing, Ways ways, boolean restarts, boolean beside)
            throws IOException {
        Random random = new Random(script.size());
        MemoryStore store = new MemoryStore();
        ManualExecutor later = new ManualExecutor();
        Supplier<Cycle> cycles = () ->
                Cycles.of(root, store, ways, beside ? new BackgroundSiteRenderer(later) : SiteOutputSource.IN_CYCLE);
        Cycle cycle = cycles.get();
        State state = State.of(OutputIndex.empty());
        int looks = (int) script.stream().filter(Edit.Act.LOOK::equals).count();
        List<Path> edited = new ArrayList<>(List.of(root));
        List<Edit> whole = new ArrayList<>(script);
        whole.add(Edit.Act.LOOK);
        for (Edit edit : whole) {
            for (Path path : edit.apply(root)) {
                Cycles.stamp(path, ++stamps);
                edited.add(path);
            }
            if (edit.equals(Edit.Act.LOOK)) {
                boolean counts = looks-- < COMPARED;
                boolean starts = restarts && random.nextBoolean();
                if (starts) {
                    state = State.of(store.restored());
                    cycle = cycles.get();
                    edited.clear();
                    restarted++;
                }
                List<Hint> hints = starts ? Cycles.EVERYTHING : rung(ringing, counts, edited, random);
                overtaken += cycle.siteOutputSource().isWorking() ? 1 : 0;
                state = cycle.run(state, hints).state();
                while (counts
                        && (!state.pending().scheduled().isEmpty()
                                || cycle.store().hasRepairsLeft())) {
                    later.goOn();
                    state = cycle.run(state, List.of()).state();
                }
                if (random.nextBoolean()) {
                    later.goOn();
                }
                if (counts) {
                    compare(root, state, store);
                }
            }
        }
        Cycle.CycleRun idle = cycle.run(state, Cycles.EVERYTHING);
        assertThat(idle.counters().resolved()).as("resolved when idle").isZero();
        assertThat(idle.counters().rendered()).as("rendered when idle").isZero();
        assertThat(Cycles.changesNothing(idle.plan()))
                .as("nothing to do when idle")
                .isTrue();
    }

    /** Takes from the edits what the agent is told of this time; the others may come later. */
    private static List<Hint> rung(Ringing ringing, boolean counts, List<Path> edited, Random random) {
        List<Path> told = new ArrayList<>(edited);
        edited.clear();
        if (ringing == Ringing.UNRELIABLE && !counts) {
            for (Path path : List.copyOf(told)) {
                switch (random.nextInt(4)) {
                    case 0 -> told.remove(path);
                    case 1 -> told.add(path);
                    case 2 -> {
                        told.remove(path);
                        edited.add(path);
                    }
                    default -> told.add(path.resolveSibling("nothing-there"));
                }
            }
            return Cycles.hints(told);
        }
        return ringing == Ringing.EXACT ? Cycles.hints(told) : Cycles.EVERYTHING;
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
        for (BuildTarget buildTarget : state.outputIndex().targets()) {
            assertThat(scratch.outputIndex().target(buildTarget.key()))
                    .as(buildTarget.key())
                    .isNotNull();
        }
        for (BuildTarget buildTarget : scratch.outputIndex().targets()) {
            String key = buildTarget.key();
            List<Problem> problems = scratch.problemIndex().of(key);
            assertThat(Cycles.heads(state.problemIndex().of(key))).as(key).isEqualTo(Cycles.heads(problems));
            boolean fails = Cycles.fails(scratch, key);
            failing |= fails;
            if (!fails) {
                assertThat(Cycles.outputs(state, key)).as(key).isEqualTo(Cycles.outputs(scratch, key));
            }
        }
        if (!failing) {
            assertThat(Cycles.heads(state.problems())).isEqualTo(Cycles.heads(scratch.problems()));
            assertThat(uncontested(store.files(), scratch)).isEqualTo(uncontested(scratchStore.files(), scratch));
            assertThat(uncontested(store.accesses(), scratch)).isEqualTo(uncontested(scratchStore.accesses(), scratch));
            compared++;
        }
    }

    /** A name that two phones fill differently keeps what it had first; a first run has nothing there. */
    private static Map<String, String> uncontested(Map<String, String> files, State state) {
        files.keySet()
                .removeIf(
                        path -> state.outputIndex().claims(FileNames.fold(path)).size() > 1);
        return files;
    }
}
