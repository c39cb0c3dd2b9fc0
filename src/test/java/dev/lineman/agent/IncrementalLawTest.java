package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.agent.Cycles.ShortcutSettings;
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

/** Invariant 3: after any edits in any order, the state equals that of a first run. */
class IncrementalLawTest {
    private static final int SCRIPTS = Rounds.of(125);
    private static final int EDITS = 12;
    private static final int COMPARED = 3;

    @TempDir
    Path folder;

    /** The source of hints. */
    private enum HintSource {
        /** Exact hints for the edits. */
        EXACT,
        /** One hint for a full scan. */
        BLIND,
        /** Some hints are lost, doubled or late. A timer requests a full scan before the comparison. */
        UNRELIABLE
    }

    /** One of this number of scripts has restarts, each with the memos of an earlier time. */
    private static final int RESTARTED = 2;

    /** In one of this number of scripts the site files are rendered in the background. */
    private static final int IN_BACKGROUND = 3;

    private static final int NEVER = Integer.MAX_VALUE;

    /** All shortcuts, all but one, only one, and none. */
    private static final List<ShortcutSettings> WAYS = List.of(
            ShortcutSettings.ALL,
            ShortcutSettings.EAGER,
            ShortcutSettings.EAGER.withBuild(false, true, 1),
            ShortcutSettings.EAGER.withBuild(true, false, 1),
            ShortcutSettings.EAGER.withBuild(true, true, NEVER),
            ShortcutSettings.EAGER.withScan(false, 1),
            ShortcutSettings.EAGER.withScan(true, NEVER),
            ShortcutSettings.EAGER.withoutCompiledCache(),
            ShortcutSettings.NONE.withBuild(true, false, NEVER),
            ShortcutSettings.NONE.withBuild(false, true, NEVER),
            ShortcutSettings.NONE.withBuild(false, false, 1),
            ShortcutSettings.NONE.withScan(false, 1),
            ShortcutSettings.NONE);

    private int compared;
    private int restarted;
    private int overtaken;
    private long stamps;

    @Test
    void incrementalEqualsFromScratch() {
        List<HintSource> hintSources = List.of(HintSource.values());
        for (int seed = 0; seed < SCRIPTS; seed++) {
            HintSource ringing = hintSources.get(seed % hintSources.size());
            ShortcutSettings shortcuts = WAYS.get(seed / hintSources.size() % WAYS.size());
            boolean restarts = seed % RESTARTED == 0;
            boolean beside = seed % IN_BACKGROUND == 0;
            new Law(folder, (root, script) -> run(root, script, ringing, shortcuts, restarts, beside))
                    .check(seed, EditScript.good(seed, EDITS));
        }
        assertThat(compared).as("states in which no phone fails").isGreaterThan(SCRIPTS / 10);
        assertThat(restarted).as("restarts from what was remembered").isGreaterThan(SCRIPTS / 2);
        assertThat(overtaken).as("edits while files of sites are made").isGreaterThan(SCRIPTS / 10);
    }

    private void run(
            Path root,
            List<Edit> script,
            HintSource ringing,
            ShortcutSettings shortcuts,
            boolean restarts,
            boolean beside)
            throws IOException {
        Random random = new Random(script.size());
        MemoryStore store = new MemoryStore();
        ManualExecutor later = new ManualExecutor();
        Supplier<Cycle> cycles = () -> Cycles.of(
                root, store, shortcuts, beside ? new BackgroundSiteRenderer(later) : SiteOutputSource.IN_CYCLE);
        Cycle cycle = cycles.get();
        State state = State.of(OutputIndex.empty());
        int looks = (int) script.stream().filter(Edit.AgentAction.LOOK::equals).count();
        List<Path> edited = new ArrayList<>(List.of(root));
        List<Edit> whole = new ArrayList<>(script);
        whole.add(Edit.AgentAction.LOOK);
        for (Edit edit : whole) {
            for (Path path : edit.apply(root)) {
                Cycles.stamp(path, ++stamps);
                edited.add(path);
            }
            if (edit.equals(Edit.AgentAction.LOOK)) {
                boolean counts = looks-- < COMPARED;
                boolean starts = restarts && random.nextBoolean();
                if (starts) {
                    state = State.of(store.restoredMemos());
                    cycle = cycles.get();
                    edited.clear();
                    restarted++;
                }
                List<Hint> hints = starts ? Cycles.EVERYTHING : hints(ringing, counts, edited, random);
                overtaken += cycle.siteOutputSource().isWorking() ? 1 : 0;
                state = cycle.run(state, hints).state();
                while (counts
                        && (!state.pending().scheduled().isEmpty()
                                || cycle.store().hasRepairsLeft())) {
                    later.runAll();
                    state = cycle.run(state, List.of()).state();
                }
                if (random.nextBoolean()) {
                    later.runAll();
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

    /** Chooses the hints that the agent gets now; the other edits may be reported later. */
    private static List<Hint> hints(HintSource ringing, boolean counts, List<Path> edited, Random random) {
        List<Path> given = new ArrayList<>(edited);
        edited.clear();
        if (ringing == HintSource.UNRELIABLE && !counts) {
            for (Path path : List.copyOf(given)) {
                switch (random.nextInt(4)) {
                    case 0 -> given.remove(path);
                    case 1 -> given.add(path);
                    case 2 -> {
                        given.remove(path);
                        edited.add(path);
                    }
                    default -> given.add(path.resolveSibling("nothing-there"));
                }
            }
            return Cycles.hints(given);
        }
        return ringing == HintSource.EXACT ? Cycles.hints(given) : Cycles.EVERYTHING;
    }

    private void compare(Path root, State state, MemoryStore store) throws IOException {
        MemoryStore scratchStore = new MemoryStore();
        State scratch = Cycles.fromScratch(root, scratchStore);
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
            assertThat(Cycles.withoutSuggestions(state.problemIndex().of(key)))
                    .as(key)
                    .isEqualTo(Cycles.withoutSuggestions(problems));
            boolean fails = Cycles.fails(scratch, key);
            failing |= fails;
            if (!fails) {
                assertThat(Cycles.outputs(state, key)).as(key).isEqualTo(Cycles.outputs(scratch, key));
            }
        }
        if (!failing) {
            assertThat(Cycles.withoutSuggestions(state.problems()))
                    .isEqualTo(Cycles.withoutSuggestions(scratch.problems()));
            assertThat(state.outputIndex().openPhones().problems())
                    .isEqualTo(scratch.outputIndex().openPhones().problems());
            assertThat(uncontested(store.files(), scratch)).isEqualTo(uncontested(scratchStore.files(), scratch));
            assertThat(uncontested(store.accesses(), scratch)).isEqualTo(uncontested(scratchStore.accesses(), scratch));
            compared++;
        }
    }

    /**
     * Removes the names that two phones claim with different content: the old content stays, and a first run has
     * none.
     */
    private static Map<String, String> uncontested(Map<String, String> files, State state) {
        files.keySet()
                .removeIf(
                        path -> state.outputIndex().claims(FileNames.fold(path)).size() > 1);
        return files;
    }
}
