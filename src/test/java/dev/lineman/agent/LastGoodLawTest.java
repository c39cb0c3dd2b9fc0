package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.build.Cycle;
import dev.lineman.build.OutputStore;
import dev.lineman.build.PublicationStore;
import dev.lineman.build.State;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.inventory.Phone;
import dev.lineman.publish.Publisher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant 4: unreadable inputs keep their last good outputs, also over restarts. {@link LastGoodFiles} computes
 * the expectation without the agent's indices: it gives the last good content of each file to a cycle that never
 * sees a broken one.
 */
class LastGoodLawTest {
    private static final int SCRIPTS = Rounds.of(30);
    private static final int ON_DISK = Rounds.of(3);
    private static final int EDITS = 14;

    @TempDir
    Path folder;

    private int kept;
    private long stamps;

    @Test
    void brokenInputsKeepTheirLastGoodOutputs() {
        Law law = new Law(folder, (root, script) -> run(root, script, new InMemory()));
        for (int seed = 0; seed < SCRIPTS; seed++) {
            law.check(seed, EditScript.broken(seed, EDITS));
        }
        assertThat(kept).as("outputs that were kept over a restart").isGreaterThan(SCRIPTS / 4);
    }

    @Test
    void theJournalRestoresTheSameMemosAsMemory() {
        Law law = new Law(folder, (root, script) -> {
            try (OnDisk disk = new OnDisk(root.resolve("published"), script.size() % 2 == 0)) {
                run(root, script, disk);
            }
        });
        for (int seed = SCRIPTS; seed < SCRIPTS + ON_DISK; seed++) {
            law.check(seed, EditScript.broken(seed, EDITS));
        }
    }

    /** The store of a process, and what the next process restores from it. */
    private interface Publications {
        OutputStore store();

        /** Returns the memos that a new process restores. */
        State restart() throws IOException;
    }

    private static final class InMemory implements Publications {
        private final MemoryStore store = new MemoryStore();

        @Override
        public OutputStore store() {
            return store;
        }

        @Override
        public State restart() throws IOException {
            return State.of(store.restoredMemos());
        }
    }

    private static final class OnDisk implements Publications, AutoCloseable {
        private final Path out;
        private Publisher publisher;
        private final boolean later;
        private PublicationStore store;

        OnDisk(Path out, boolean later) throws IOException {
            this.out = out;
            this.later = later;
            this.publisher = Publisher.open(out, new FileOperations(FileMode.DEFAULT));
            this.store = new PublicationStore(publisher, Cycles.copier(publisher), InstantSource.system(), later);
        }

        @Override
        public OutputStore store() {
            return store;
        }

        @Override
        public State restart() throws IOException {
            publisher.close();
            publisher = Publisher.open(out, new FileOperations(FileMode.DEFAULT));
            store = new PublicationStore(publisher, Cycles.copier(publisher), InstantSource.system(), later);
            return State.of(store.readMemos());
        }

        @Override
        public void close() throws IOException {
            publisher.close();
        }
    }

    private void run(Path folder, List<Edit> script, Publications publications) throws IOException {
        Path root = folder.resolve("root");
        Path good = folder.resolve("good");
        LastGoodFiles files = new LastGoodFiles(root, good);
        Cycle oracle = Cycles.of(good, new MemoryStore());
        State expected = State.of(OutputIndex.empty());
        State state = State.of(OutputIndex.empty());
        Map<String, BuildTarget> remembered = new HashMap<>();
        Set<String> diverged = new TreeSet<>();
        List<Path> edited = new ArrayList<>();
        boolean looked = false;
        List<Edit> whole = new ArrayList<>(script);
        whole.add(Edit.AgentAction.LOOK);
        for (Edit edit : whole) {
            for (Path path : edit.apply(root)) {
                Cycles.stamp(path, ++stamps);
                edited.add(path);
            }
            if (edit.equals(Edit.AgentAction.RESTART)) {
                files.restart();
                Map<String, BuildTarget> before = new HashMap<>(remembered);
                remembered.clear();
                State process = state;
                expected.outputIndex().targets().forEach(buildTarget -> remembered.put(buildTarget.key(), buildTarget));
                diverged.forEach(key -> {
                    BuildTarget actual = process.outputIndex().target(key);
                    if (actual == null) {
                        remembered.remove(key);
                    } else {
                        remembered.put(key, actual);
                    }
                });
                before.forEach(remembered::put);
                state = publications.restart();
                looked = false;
            } else if (edit.equals(Edit.AgentAction.LOOK)) {
                files.update();
                state = Cycles.run(
                        Cycles.of(root, publications.store()),
                        state,
                        looked && script.size() % 2 == 0 ? Cycles.hints(edited) : Cycles.EVERYTHING);
                expected = Cycles.run(oracle, expected, Cycles.EVERYTHING);
                edited.clear();
                looked = true;
                forgetReadable(remembered, files, diverged);
                compare(state, expected, remembered, diverged, files.unknown());
            }
        }
        if (files.broken().isEmpty()) {
            MemoryStore store = new MemoryStore();
            State scratch = Cycles.fromScratch(root, store);
            for (BuildTarget buildTarget : scratch.outputIndex().targets()) {
                if (!Cycles.fails(scratch, buildTarget.key())) {
                    assertThat(Cycles.outputs(state, buildTarget.key()))
                            .as("mended: " + buildTarget.key())
                            .isEqualTo(Cycles.outputs(scratch, buildTarget.key()));
                }
            }
        }
    }

    /** Removes the memos from before the restart for targets whose inputs are all readable now. */
    private void forgetReadable(Map<String, BuildTarget> remembered, LastGoodFiles files, Set<String> diverged) {
        remembered.values().removeIf(buildTarget -> {
            boolean waits = !buildTarget.outputs().isEmpty()
                    && (buildTarget.sourceFiles().stream().anyMatch(files.lost()::contains)
                            || (TargetKey.isSite(buildTarget.key())
                                    && files.lost().stream().anyMatch(p -> p.startsWith("extensions.d"))));
            if (!waits) {
                diverged.add(buildTarget.key());
            }
            return !waits;
        });
        kept += remembered.size();
    }

    /**
     * Returns the outputs that a target keeps. Access rules of files that belong to no phone follow the fleet in
     * any case.
     */
    private static List<Output> kept(BuildTarget buildTarget) {
        boolean phone = !TargetKey.isSite(buildTarget.key()) && !TargetKey.isStatic(buildTarget.key());
        return buildTarget.outputs().stream()
                .map(output -> phone ? output : output.withAccess(""))
                .toList();
    }

    /**
     * Whether a target is new and gets no files: a phone because defaults above it are unknown, a site because any
     * extension file is.
     */
    private static boolean waits(String key, State state, State expected, Set<String> unknown) {
        if (TargetKey.isSite(key)) {
            return Cycles.outputs(state, key).isEmpty()
                    && unknown.stream().anyMatch(file -> file.startsWith("extensions.d/"));
        }
        Phone phone = expected.inputs().inventory().phone(key);
        return phone != null
                && state.outputIndex().target(key) == null
                && unknown.stream()
                        .filter(file -> file.endsWith("/_defaults.yaml"))
                        .map(file -> file.substring(0, file.lastIndexOf('/') + 1))
                        .anyMatch(folder -> phone.accounts().stream()
                                .anyMatch(account -> account.file().startsWith(folder)));
    }

    private static void compare(
            State state,
            State expected,
            Map<String, BuildTarget> remembered,
            Set<String> diverged,
            Set<String> unknown) {
        Set<String> keys = new TreeSet<>(remembered.keySet());
        state.outputIndex().targets().forEach(buildTarget -> keys.add(buildTarget.key()));
        expected.outputIndex().targets().forEach(buildTarget -> keys.add(buildTarget.key()));
        for (String key : keys) {
            BuildTarget before = remembered.get(key);
            if (before != null) {
                BuildTarget now = state.outputIndex().target(key);
                assertThat(now).as("kept: " + key).isNotNull();
                assertThat(kept(now)).as("kept: " + key).isEqualTo(kept(before));
            } else if (waits(key, state, expected, unknown)) {
                diverged.add(key);
            } else {
                assertThat(Cycles.withoutSuggestions(state.problemIndex().of(key)))
                        .as(key)
                        .isEqualTo(Cycles.withoutSuggestions(
                                expected.problemIndex().of(key)));
                if (!Cycles.fails(expected, key) || !diverged.contains(key)) {
                    // The files of a site have the old rules of phones that keep their files.
                    boolean hasOldRules = TargetKey.isSite(key) && !remembered.isEmpty();
                    assertThat(Cycles.outputs(state, key, !hasOldRules))
                            .as(key)
                            .isEqualTo(Cycles.outputs(expected, key, !hasOldRules));
                    diverged.remove(key);
                }
            }
        }
    }
}
