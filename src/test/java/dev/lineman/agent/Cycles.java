package dev.lineman.agent;

import dev.lineman.build.Cycle;
import dev.lineman.build.InputReader;
import dev.lineman.build.MountRecord;
import dev.lineman.build.OutputStore;
import dev.lineman.build.State;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.BuildShortcuts;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.make.LargeFileCopier;
import dev.lineman.build.make.SiteOutputSource;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.plan.PendingRemovals;
import dev.lineman.build.plan.Plan;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.input.InputPaths;
import dev.lineman.input.SymlinkPolicy;
import dev.lineman.input.scan.ScanOptions;
import dev.lineman.input.scan.SnapshotScanner;
import dev.lineman.input.watch.Hint;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.problem.Problem;
import dev.lineman.publish.Publisher;
import dev.lineman.render.Renderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Cycles as laws run them, and what they say of two states. */
final class Cycles {
    static final List<Hint> EVERYTHING = List.of(new Hint.FullScanHint());

    /** One for all: what it compiled depends on contents alone. */
    private static final Renderer RENDERER = new Renderer();

    private static final Renderer FORGETFUL = new Renderer(false);

    /** So far ahead that no file looks as if it had just been changed: what its signature says of it is believed. */
    private static final InstantSource AHEAD = () -> Instant.now().plus(Duration.ofHours(1));

    /**
     * The shortcuts of all rooms that a cycle goes through.
     *
     * @param source those of the scan
     * @param eyes the clock that it holds the files' times against
     * @param keeps whether compiled templates are used again
     */
    record Ways(BuildShortcuts own, dev.lineman.input.scan.ScanShortcuts source, InstantSource eyes, boolean keeps) {
        static final Ways ALL =
                new Ways(BuildShortcuts.ALL, dev.lineman.input.scan.ScanShortcuts.ALL, InstantSource.system(), true);

        static final Ways NONE =
                new Ways(BuildShortcuts.NONE, dev.lineman.input.scan.ScanShortcuts.NONE, InstantSource.system(), false);

        /** All of them, also where the agent takes them only for many, or for what has long been as it is. */
        static final Ways EAGER = new Ways(
                new BuildShortcuts(true, true, 1), new dev.lineman.input.scan.ScanShortcuts(true, 1), AHEAD, true);

        Ways own(boolean remembers, boolean shares, int together) {
            return new Ways(new BuildShortcuts(remembers, shares, together), source, eyes, keeps);
        }

        Ways source(boolean trusts, int reads) {
            return new Ways(own, new dev.lineman.input.scan.ScanShortcuts(trusts, reads), eyes, keeps);
        }

        Ways forgetful() {
            return new Ways(own, source, eyes, false);
        }
    }

    /** Later than any file is made here. */
    private static final long STAMPS = 1_800_000_000_000L;

    /** What is mounted where, as the cycles see it: a file in the root, which need not be there. */
    static final String MOUNTS = "mountinfo";

    private Cycles() {}

    /** A cycle that notes below {@code out} which mounts the inputs lie on. */
    static Cycle noting(Path root, OutputStore store, InstantSource clock, PendingRemovals.RemovalRule rule) {
        SnapshotScanner source = source(root, Ways.ALL);
        Cycle.InputScanner sight =
                new MountRecord(root.resolve("out")).recording(source::scan, new FileOperations(FileMode.DEFAULT));
        return new Cycle(sight, setup(Ways.ALL, SiteOutputSource.IN_CYCLE), store, rule, timing(clock));
    }

    /** Two edits of one size may come within one tick of the file system's clock, which nothing could tell apart. */
    static void stamp(Path path, long number) throws IOException {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.isWritable(path)) {
            Files.setLastModifiedTime(path, FileTime.fromMillis(STAMPS + number));
        }
    }

    /** A cycle whose removals take effect at once. */
    static Cycle of(Path root, OutputStore store) {
        return of(root, store, Ways.ALL);
    }

    static Cycle of(Path root, OutputStore store, Ways ways) {
        return of(root, store, ways, SiteOutputSource.IN_CYCLE);
    }

    static Cycle of(Path root, OutputStore store, Ways ways, SiteOutputSource siteOutputSource) {
        return of(
                root,
                store,
                InstantSource.system(),
                PendingRemovals.RemovalRule.unguarded(Duration.ZERO),
                ways,
                siteOutputSource);
    }

    static Cycle of(Path root, OutputStore store, InstantSource clock, PendingRemovals.RemovalRule rule) {
        return of(root, store, clock, rule, Ways.ALL, SiteOutputSource.IN_CYCLE);
    }

    private static Cycle of(
            Path root,
            OutputStore store,
            InstantSource clock,
            PendingRemovals.RemovalRule rule,
            Ways ways,
            SiteOutputSource siteOutputSource) {
        return new Cycle(source(root, ways)::scan, setup(ways, siteOutputSource), store, rule, timing(clock));
    }

    private static SnapshotScanner source(Path root, Ways ways) {
        InputPaths inputs = new InputPaths(
                root,
                FolderNames.KINDS,
                List.of(root.resolve("secrets.yaml")),
                SymlinkPolicy.protecting(root.resolve("out")));
        return new SnapshotScanner(
                inputs,
                new InputReader("secrets.yaml", () -> false),
                ways.eyes(),
                ScanOptions.DEFAULT.with(ways.source()).with(root.resolve(MOUNTS)));
    }

    private static Cycle.RenderSetup setup(Ways ways, SiteOutputSource siteOutputSource) {
        return new Cycle.RenderSetup(ways.keeps() ? RENDERER : FORGETFUL, Map.of(), siteOutputSource, ways.own());
    }

    private static Cycle.Timing timing(InstantSource clock) {
        return new Cycle.Timing(clock, () -> 0, () -> false);
    }

    /** Copies large files at once. */
    static LargeFileCopier copier(Publisher publisher) {
        return new LargeFileCopier(publisher, Runnable::run, System::nanoTime, () -> false);
    }

    /** What a first run makes of a folder, the long way. */
    static State scratch(Path root, OutputStore store) throws IOException {
        return run(of(root, store, Ways.NONE), State.of(OutputIndex.empty()), EVERYTHING);
    }

    /** Whether a plan changes no published file. */
    static boolean changesNothing(Plan plan) {
        return plan.writes().isEmpty() && plan.drops().isEmpty();
    }

    /** Runs until nothing is due. */
    static State run(Cycle cycle, State before, Collection<Hint> hints) throws IOException {
        State state = cycle.run(before, hints).state();
        while (!state.pending().scheduled().isEmpty() || cycle.store().hasRepairsLeft()) {
            state = cycle.run(state, List.of()).state();
        }
        return state;
    }

    static List<Hint> hints(Collection<Path> paths) {
        return paths.stream().<Hint>map(Hint.PathHint::new).toList();
    }

    /** Without suggestions, which depend on more than the phone. */
    static Set<String> heads(Collection<Problem> problems) {
        TreeSet<String> heads = new TreeSet<>();
        problems.forEach(problem -> heads.add(problem.toString().replaceFirst(";.*", "")));
        return heads;
    }

    /** Whether a unit cannot be made as its inputs are: it fails, or a conflict of others holds it. */
    static boolean fails(State state, String unit) {
        Inventory inventory = state.inputs().inventory();
        if (!state.problemIndex().of(unit).isEmpty()) {
            return true;
        }
        if (TargetKey.isSite(unit)) {
            return inventory.contested(TargetKey.site(unit));
        }
        Phone phone = TargetKey.isStatic(unit) ? null : inventory.phone(unit);
        return phone != null
                && phone.accounts().stream()
                        .anyMatch(account -> inventory.contested(new ExtensionKey(phone.site(), account.number())));
    }

    /** What a unit makes, by what it is known by. */
    static Map<String, String> outputs(State state, String unit) {
        Map<String, String> outputs = new TreeMap<>();
        BuildTarget made = state.outputIndex().target(unit);
        if (made != null) {
            for (Output output : made.outputs()) {
                outputs.put(
                        output.template() + '#' + output.config(),
                        output.path() + ' ' + output.body() + ' ' + output.access());
            }
        }
        return outputs;
    }
}
