package dev.lineman.build;

import dev.lineman.build.PendingWork.PendingReason;
import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.impact.ChangedExtensions;
import dev.lineman.build.impact.ImpactAnalysis;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.AccessPolicy;
import dev.lineman.build.make.BuildShortcuts;
import dev.lineman.build.make.SiteOutputSource;
import dev.lineman.build.plan.BuildOrder;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.plan.PendingRemovals;
import dev.lineman.build.plan.Plan;
import dev.lineman.build.report.CycleCounters;
import dev.lineman.build.report.StageTimes;
import dev.lineman.build.report.StageTimes.Stage;
import dev.lineman.build.usage.UsageCheck;
import dev.lineman.build.usage.UsageIndex;
import dev.lineman.fs.FileNames;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import dev.lineman.render.Renderer;
import dev.lineman.template.builtin.BuiltInTemplates;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One cycle: {@code State × Hints → State}. Its stages are scan, load, make, plan and publish; see {@link
 * StageTimes.Stage}. Between two runs it keeps only the compiled templates and the site outputs that are being
 * rendered. {@link Reconciler} runs it. For one thread.
 */
public final class Cycle {

    /**
     * Makes the next snapshot of the inputs. Implementations wrap {@code SnapshotScanner}: {@code GitLockGate}
     * refuses a snapshot during which Git changed a working tree, {@link MountRecord} records mounts.
     */
    public interface InputScanner {
        /**
         * Updates a snapshot.
         *
         * @param last the snapshot of the last cycle
         * @param hints where to look
         * @throws IOException if the inputs cannot be scanned now; the caller must pass the hints again
         */
        ScanResult scan(Snapshot last, Collection<Hint> hints) throws IOException;
    }

    /**
     * How outputs are rendered.
     *
     * @param renderer compiles and runs contents; it caches compiled templates
     * @param environment the environment variables that inputs may refer to
     * @param builtInTemplates the templates beneath those of the root
     * @param siteOutputSource renders site outputs, in the cycle or in the background
     * @param buildShortcuts all of them, except in tests that show that they change nothing
     */
    public record RenderSetup(
            Renderer renderer,
            Map<String, String> environment,
            BuiltInTemplates builtInTemplates,
            SiteOutputSource siteOutputSource,
            BuildShortcuts buildShortcuts) {
        /** All shortcuts, with site outputs rendered in the cycle, and without built-in templates. */
        public RenderSetup(Renderer renderer, Map<String, String> environment) {
            this(renderer, environment, BuiltInTemplates.NONE, SiteOutputSource.IN_CYCLE, BuildShortcuts.ALL);
        }
    }

    /**
     * Clocks, the stop signal and the progress display.
     *
     * @param clock the time of day
     * @param nanos a clock in nanoseconds that never goes back
     * @param stopped whether the result is no longer needed, because the agent ends
     * @param progressListener receives the steps of the run
     */
    public record Timing(
            InstantSource clock, LongSupplier nanos, BooleanSupplier stopped, ProgressListener progressListener) {
        /** Without a progress display. */
        public Timing(InstantSource clock, LongSupplier nanos, BooleanSupplier stopped) {
            this(clock, nanos, stopped, ProgressListener.NONE);
        }
    }

    /**
     * The result of one run.
     *
     * @param state the next state
     * @param plan what was published and removed
     * @param changes the input files that changed
     * @param stages how long each stage took
     * @param counters how much work there was
     */
    public record CycleRun(
            State state, Plan plan, List<FileChange> changes, StageTimes stages, CycleCounters counters) {}

    private final InputScanner scanner;
    private final RenderSetup setup;
    private final OutputStore store;
    private final PendingRemovals.RemovalRule rule;
    private final Timing timing;
    private final Planner planner;

    /**
     * Creates a cycle.
     *
     * @param scanner makes the snapshots
     * @param store receives the outputs
     * @param rule when files without a target are removed
     */
    public Cycle(
            InputScanner scanner,
            RenderSetup setup,
            OutputStore store,
            PendingRemovals.RemovalRule rule,
            Timing timing) {
        this.scanner = scanner;
        this.setup = setup;
        this.store = store;
        this.rule = rule;
        this.timing = timing;
        this.planner = new Planner(store, rule, timing.clock());
    }

    /** Returns the source of site outputs. */
    public SiteOutputSource siteOutputSource() {
        return setup.siteOutputSource();
    }

    /** Returns the store that receives the outputs. */
    public OutputStore store() {
        return store;
    }

    InstantSource clock() {
        return timing.clock();
    }

    /**
     * Runs one cycle.
     *
     * @param last the state before it
     * @param hints where the inputs may have changed
     * @throws IOException if nothing was published; {@code last} stays valid
     * @throws CancellationException if the agent ends; {@code last} stays valid
     */
    public CycleRun run(State last, Collection<Hint> hints) throws IOException {
        StageTimes stages = StageTimes.begin(timing.nanos());
        State before = last.withApprovedMounts(rule.confirmed());
        ScanResult scanResult = scanner.scan(before.snapshot(), hints);
        stages.end(Stage.SCAN);
        List<FileChange> changes = setup.builtInTemplates()
                .beneath(before.inputs().catalog(), scanResult.snapshot(), scanResult.changes());
        BuildInputs inputs = before.inputs().with(changes);
        stages.end(Stage.LOAD);
        OutputStore.OutputTransaction transaction = store.begin();
        OutputBuilder outputBuilder = new OutputBuilder(
                before,
                scanResult.snapshot(),
                inputs,
                setup,
                timing.progressListener().counting(transaction));
        CycleResult cycleResult = outputBuilder.result();
        ChangedExtensions changedExtensions = ChangedExtensions.of(changes);
        Set<String> affected = affectedTargets(before, scanResult.snapshot(), changes, changedExtensions, inputs);
        affected.addAll(cycleResult.targetsNaming(changedExtensions.moved()));
        retryUnavailable(before, affected, outputBuilder);
        rebuildDamaged(before, transaction, outputBuilder);
        Supplier<UsageIndex> usage = new UsageCheck(
                        before.usageIndex(), before.inputs(), inputs, scanResult.snapshot(), setup.renderer())
                .start(
                        changes,
                        changedExtensions,
                        affected,
                        affected.size() >= setup.buildShortcuts().parallelFrom(),
                        before.problemIndex(),
                        cycleResult::setProblems);
        make(before, affected, outputBuilder);
        cycleResult.updateSharedFiles().forEach(outputBuilder::make);
        updateAccess(before, affected, outputBuilder, inputs);
        outputBuilder.updateSiteAccess();
        UsageIndex usageIndex = usage.get();
        stages.end(Stage.MAKE);
        Plan plan = planner.plan(before, outputBuilder, transaction);
        stages.end(Stage.PLAN);
        PendingWork pending = cycleResult.pending().afterCycle(rescanHints(scanResult, outputBuilder));
        OutputStore.OutputReceipt receipt = commit(transaction, plan, cycleResult, pending);
        stages.end(Stage.PUBLISH);
        State after = new State(
                scanResult.snapshot(),
                inputs,
                cycleResult.outputIndex(),
                cycleResult.dependencyIndex(),
                cycleResult.problemIndex(plan, receipt),
                usageIndex,
                plan.pendingRemovals(),
                pending);
        return new CycleRun(after, plan, scanResult.changes(), stages, counters(scanResult, outputBuilder, receipt));
    }

    /** Publishes the plan with the new memos of targets. */
    private OutputStore.OutputReceipt commit(
            OutputStore.OutputTransaction transaction, Plan plan, CycleResult cycleResult, PendingWork pending)
            throws IOException {
        timing.progressListener().step("writing");
        try {
            return transaction.commit(plan, cycleResult.changedTargets(), pending.costlyTemplates());
        } finally {
            timing.progressListener().done();
        }
    }

    /**
     * Returns the keys of the targets to make: those that the changes affect. The first cycle adds all targets of the
     * last publication. Targets that waited for an unreadable input join when it is readable.
     */
    private static Set<String> affectedTargets(
            State before,
            Snapshot snapshot,
            List<FileChange> changes,
            ChangedExtensions changedExtensions,
            BuildInputs inputs) {
        OutputIndex outputIndex = before.outputIndex();
        Set<String> targetKeys = new LinkedHashSet<>(ImpactAnalysis.affectedTargets(
                changes, changedExtensions, before.inputs(), inputs, before.dependencyIndex()));
        if (!before.reconciled()) {
            outputIndex.targets().forEach(buildTarget -> targetKeys.add(buildTarget.key()));
        }
        for (String input : outputIndex.awaitedInputs()) {
            if (!snapshot.isUnknown(input)) {
                targetKeys.addAll(outputIndex.waitingFor(input));
            }
        }
        if (!targetKeys.isEmpty()) {
            // A site target that was never made has no known dependencies, so any change can affect it.
            before.pending().targets(PendingReason.UNAVAILABLE).stream()
                    .filter(targetKey -> TargetKey.isSite(targetKey) && outputIndex.target(targetKey) == null)
                    .forEach(targetKeys::add);
        }
        return targetKeys;
    }

    /** Makes affected targets again that were unavailable before. Site targets come later, see {@link #make}. */
    private static void retryUnavailable(State before, Set<String> affected, OutputBuilder outputBuilder) {
        for (String targetKey : before.pending().targets(PendingReason.UNAVAILABLE)) {
            if (affected.contains(targetKey) || TargetKey.isStatic(targetKey)) {
                outputBuilder.result().removePending(PendingReason.UNAVAILABLE, targetKey);
                if (!TargetKey.isSite(targetKey)) {
                    outputBuilder.makeAgain(targetKey);
                }
            }
        }
    }

    /** Makes targets again if the bytes of their published files are damaged. */
    private static void rebuildDamaged(
            State before, OutputStore.OutputTransaction transaction, OutputBuilder outputBuilder) {
        for (String path : transaction.damagedPaths()) {
            before.outputIndex()
                    .claims(FileNames.fold(path))
                    .forEach(output -> outputBuilder.makeAgain(output.targetKey()));
        }
    }

    /**
     * Makes the affected targets, phones and static files first. If there are any, this run makes only those sites
     * that were pending before it, and no pending phones of costly templates. Other sites wait for the next cycle.
     */
    private void make(State before, Set<String> affected, OutputBuilder outputBuilder) {
        BuildOrder<String> order = BuildOrder.of(affected, TargetKey::isSite);
        List<String> first = order.first();
        Set<String> sites = order.sites();
        Set<String> pending = before.pending().targets(PendingReason.SITE);
        sites.forEach(siteOutputSource()::changed);
        sites.addAll(pending);
        outputBuilder.expect(first);
        for (String targetKey : first) {
            checkStopped();
            outputBuilder.make(targetKey);
        }
        for (String targetKey : sites) {
            boolean later = !first.isEmpty() && !pending.contains(targetKey);
            checkStopped();
            if (later || !outputBuilder.makeSite(targetKey)) {
                outputBuilder.result().addPending(PendingReason.SITE, targetKey);
            } else {
                outputBuilder.result().removePending(PendingReason.SITE, targetKey);
            }
        }
        if (first.isEmpty()) {
            outputBuilder.makeCostly(this::checkStopped);
        }
    }

    /** Applies a changed access rule for files of no phone to the targets that this cycle has not made. */
    private void updateAccess(State before, Set<String> affected, OutputBuilder outputBuilder, BuildInputs inputs) {
        if (AccessPolicy.hasSameFleetAccess(before.inputs(), inputs, setup.environment())) {
            return;
        }
        Set<String> targetKeys = new LinkedHashSet<>(before.pending().targets(PendingReason.UNAVAILABLE));
        outputBuilder.result().outputIndex().targets().forEach(buildTarget -> targetKeys.add(buildTarget.key()));
        targetKeys.removeIf(targetKey -> affected.contains(targetKey) || !TargetKey.isStatic(targetKey));
        targetKeys.forEach(outputBuilder::updateAccess);
    }

    /** Gives the run up when the agent ends. */
    private void checkStopped() {
        if (timing.stopped().getAsBoolean()) {
            throw new CancellationException("the agent ends");
        }
    }

    /** Returns the hints for inputs that changed while the cycle read them. */
    private static List<Hint> rescanHints(ScanResult scanResult, OutputBuilder outputBuilder) {
        List<Hint> hints = new ArrayList<>(scanResult.unstable());
        hints.addAll(outputBuilder.rescanHints());
        return hints;
    }

    private static CycleCounters counters(
            ScanResult scanResult, OutputBuilder outputBuilder, OutputStore.OutputReceipt receipt) {
        return new CycleCounters(
                scanResult.work().stats(),
                scanResult.work().listings(),
                scanResult.work().reads(),
                outputBuilder.resolved(),
                outputBuilder.rendered(),
                receipt.written(),
                receipt.removed(),
                receipt.bytes());
    }
}
