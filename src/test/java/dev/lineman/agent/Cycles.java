package dev.lineman.agent;

import dev.lineman.build.Cycle;
import dev.lineman.build.InputReader;
import dev.lineman.build.MountRecord;
import dev.lineman.build.OutputStore;
import dev.lineman.build.State;
import dev.lineman.build.copy.LargeFileCopier;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.AccessPolicy;
import dev.lineman.build.make.BuildShortcuts;
import dev.lineman.build.make.FolderNames;
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
import dev.lineman.problem.Severity;
import dev.lineman.publish.Publisher;
import dev.lineman.render.Renderer;
import dev.lineman.template.builtin.BuiltInTemplates;
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

/** Makes cycles for laws, and compares two states. */
final class Cycles {
    static final List<Hint> EVERYTHING = List.of(new Hint.FullScanHint());

    /** Shared by all cycles: compiled contents depend only on the contents. */
    private static final Renderer RENDERER = new Renderer();

    private static final Renderer RENDERER_WITHOUT_CACHE = new Renderer(false);

    /** A clock so far ahead that the scanner trusts all file stamps. */
    private static final InstantSource AHEAD = () -> Instant.now().plus(Duration.ofHours(1));

    /**
     * The shortcuts of all stages of a cycle.
     *
     * @param build those of the build
     * @param scan those of the scan
     * @param clock the clock that the scanner compares file times with
     * @param cachesCompiled whether compiled templates are used again
     */
    record ShortcutSettings(
            BuildShortcuts build,
            dev.lineman.input.scan.ScanShortcuts scan,
            InstantSource clock,
            boolean cachesCompiled) {
        static final ShortcutSettings ALL = new ShortcutSettings(
                BuildShortcuts.ALL, dev.lineman.input.scan.ScanShortcuts.ALL, InstantSource.system(), true);

        static final ShortcutSettings NONE = new ShortcutSettings(
                BuildShortcuts.NONE, dev.lineman.input.scan.ScanShortcuts.NONE, InstantSource.system(), false);

        /** All shortcuts, also for few outputs and for files that were just changed. */
        static final ShortcutSettings EAGER = new ShortcutSettings(
                new BuildShortcuts(true, true, 1), new dev.lineman.input.scan.ScanShortcuts(true, 1), AHEAD, true);

        ShortcutSettings withBuild(boolean remembers, boolean shares, int together) {
            return new ShortcutSettings(new BuildShortcuts(remembers, shares, together), scan, clock, cachesCompiled);
        }

        ShortcutSettings withScan(boolean trusts, int reads) {
            return new ShortcutSettings(
                    build, new dev.lineman.input.scan.ScanShortcuts(trusts, reads), clock, cachesCompiled);
        }

        ShortcutSettings withoutCompiledCache() {
            return new ShortcutSettings(build, scan, clock, false);
        }
    }

    /** Milliseconds since the epoch, later than the time of any other file in the test. */
    private static final long BASE_TIME = 1_800_000_000_000L;

    /** The mount table that the cycles read: a file in the root, which may be missing. */
    static final String MOUNTS = "mountinfo";

    private Cycles() {}

    /** Makes a cycle that records below {@code out} the mounts of the inputs. */
    static Cycle recordingMounts(Path root, OutputStore store, InstantSource clock, PendingRemovals.RemovalRule rule) {
        SnapshotScanner source = scanner(root, ShortcutSettings.ALL);
        Cycle.InputScanner sight =
                new MountRecord(root.resolve("out")).recording(source::scan, new FileOperations(FileMode.DEFAULT));
        return new Cycle(
                sight,
                setup(ShortcutSettings.ALL, BuiltInTemplates.NONE, SiteOutputSource.IN_CYCLE),
                store,
                rule,
                timing(clock));
    }

    /**
     * Sets a modification time. Two edits of equal size within one tick of the file system's clock would look
     * equal.
     */
    static void stamp(Path path, long number) throws IOException {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.isWritable(path)) {
            Files.setLastModifiedTime(path, FileTime.fromMillis(BASE_TIME + number));
        }
    }

    /** Makes a cycle that removes files at once. */
    static Cycle of(Path root, OutputStore store) {
        return of(root, store, ShortcutSettings.ALL);
    }

    /** Makes a cycle whose root has built-in templates beneath its own. */
    static Cycle of(Path root, OutputStore store, BuiltInTemplates builtInTemplates) {
        return new Cycle(
                scanner(root, ShortcutSettings.ALL)::scan,
                setup(ShortcutSettings.ALL, builtInTemplates, SiteOutputSource.IN_CYCLE),
                store,
                PendingRemovals.RemovalRule.unguarded(Duration.ZERO),
                timing(InstantSource.system()));
    }

    static Cycle of(Path root, OutputStore store, ShortcutSettings shortcuts) {
        return of(root, store, shortcuts, SiteOutputSource.IN_CYCLE);
    }

    static Cycle of(Path root, OutputStore store, ShortcutSettings shortcuts, SiteOutputSource siteOutputSource) {
        return of(
                root,
                store,
                InstantSource.system(),
                PendingRemovals.RemovalRule.unguarded(Duration.ZERO),
                shortcuts,
                siteOutputSource);
    }

    static Cycle of(Path root, OutputStore store, InstantSource clock, PendingRemovals.RemovalRule rule) {
        return of(root, store, clock, rule, ShortcutSettings.ALL, SiteOutputSource.IN_CYCLE);
    }

    private static Cycle of(
            Path root,
            OutputStore store,
            InstantSource clock,
            PendingRemovals.RemovalRule rule,
            ShortcutSettings shortcuts,
            SiteOutputSource siteOutputSource) {
        return new Cycle(
                scanner(root, shortcuts)::scan,
                setup(shortcuts, BuiltInTemplates.NONE, siteOutputSource),
                store,
                rule,
                timing(clock));
    }

    private static SnapshotScanner scanner(Path root, ShortcutSettings shortcuts) {
        InputPaths inputs = new InputPaths(
                root,
                FolderNames.KINDS,
                List.of(root.resolve("secrets.yaml")),
                SymlinkPolicy.protecting(root.resolve("out")));
        return new SnapshotScanner(
                inputs,
                new InputReader("secrets.yaml", () -> false),
                shortcuts.clock(),
                ScanOptions.DEFAULT.with(shortcuts.scan()).with(root.resolve(MOUNTS)));
    }

    private static Cycle.RenderSetup setup(
            ShortcutSettings shortcuts, BuiltInTemplates builtInTemplates, SiteOutputSource siteOutputSource) {
        return new Cycle.RenderSetup(
                shortcuts.cachesCompiled() ? RENDERER : RENDERER_WITHOUT_CACHE,
                Map.of(),
                builtInTemplates,
                siteOutputSource,
                shortcuts.build());
    }

    private static Cycle.Timing timing(InstantSource clock) {
        return new Cycle.Timing(clock, () -> 0, () -> false);
    }

    /** Makes a copier that copies large files on the calling thread. */
    static LargeFileCopier copier(Publisher publisher) {
        return new LargeFileCopier(publisher, Runnable::run, System::nanoTime, () -> false);
    }

    /** Builds a state from a folder without any shortcut. */
    static State fromScratch(Path root, OutputStore store) throws IOException {
        return run(of(root, store, ShortcutSettings.NONE), State.of(OutputIndex.empty()), EVERYTHING);
    }

    /** Whether a plan changes no published file. */
    static boolean changesNothing(Plan plan) {
        return plan.writes().isEmpty() && plan.drops().isEmpty();
    }

    /** Runs cycles until nothing is pending. */
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

    /** Returns the problems without suggestions, which depend on more than the phone. */
    static Set<String> withoutSuggestions(Collection<Problem> problems) {
        TreeSet<String> heads = new TreeSet<>();
        problems.forEach(problem -> heads.add(problem.toString().replaceFirst(";.*", "")));
        return heads;
    }

    /** Whether a target has an error, a conflict of other extensions blocks it, or its access rule is not known. A warning holds nothing back. */
    static boolean fails(State state, String target) {
        Inventory inventory = state.inputs().inventory();
        if (state.problemIndex().of(target).stream().anyMatch(problem -> problem.severity() == Severity.BLOCKING)) {
            return true;
        }
        if (TargetKey.isSite(target)) {
            String site = TargetKey.site(target);
            // A phone with contradictions has the site and the rule that it had before.
            return inventory.contested(site)
                    || inventory.macs().stream()
                            .map(inventory::phone)
                            .anyMatch(
                                    phone -> phone != null && !phone.conflicts().isEmpty())
                    || state.problemIndex().of(AccessPolicy.subject(site)).stream()
                            .anyMatch(problem -> problem.severity() == Severity.BLOCKING);
        }
        Phone phone = TargetKey.isStatic(target) ? null : inventory.phone(target);
        return phone != null
                && phone.accounts().stream()
                        .anyMatch(account -> inventory.contested(new ExtensionKey(phone.site(), account.number())));
    }

    /** Returns the outputs of a target by template and {@code deviceconfig}, with their access rules. */
    static Map<String, String> outputs(State state, String target) {
        return outputs(state, target, true);
    }

    /** Returns the outputs of a target by template and {@code deviceconfig}, with or without their access rules. */
    static Map<String, String> outputs(State state, String target, boolean withAccess) {
        Map<String, String> outputs = new TreeMap<>();
        BuildTarget made = state.outputIndex().target(target);
        if (made != null) {
            for (Output output : made.outputs()) {
                outputs.put(
                        output.template() + '#' + output.config(),
                        output.path() + ' ' + output.body() + (withAccess ? ' ' + output.access() : ""));
            }
        }
        return outputs;
    }
}
