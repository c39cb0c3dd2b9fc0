package dev.lineman.build;

import dev.lineman.build.PendingWork.PendingReason;
import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.impact.ImpactAnalysis;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.AccessPolicy;
import dev.lineman.build.make.BuildShortcuts;
import dev.lineman.build.make.SiteOutputSource;
import dev.lineman.build.plan.HeldRemovals;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.plan.PendingRemovals;
import dev.lineman.build.plan.Plan;
import dev.lineman.build.report.CycleCounters;
import dev.lineman.build.report.StageTimes;
import dev.lineman.build.report.StageTimes.Stage;
import dev.lineman.fs.FileNames;
import dev.lineman.input.scan.ScanResult;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import dev.lineman.inventory.secret.SecretStore;
import dev.lineman.problem.Problem;
import dev.lineman.problem.ProblemIndex;
import dev.lineman.render.Renderer;
import dev.lineman.template.Catalog;
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

/**
 * The flow: {@code State × Hints → State}. Holds nothing from one run to the next but the compiled templates, which
 * depend on their content alone, and what is being made of sites. For one thread.
 */
public final class Cycle {

    /** Where the inputs are seen. */
    public interface Sight {
        /**
         * Brings a snapshot up to date where the hints say.
         *
         * @throws IOException when the inputs cannot be seen now: the hints are to be given again
         */
        ScanResult scan(Snapshot last, Collection<Hint> hints) throws IOException;
    }

    /**
     * How outputs are made.
     *
     * @param environment the variables that inputs may stand for
     * @param siteOutputSource where the files of sites are made
     * @param buildShortcuts all but in tests, which show that they change nothing
     */
    public record RenderSetup(
            Renderer renderer,
            Map<String, String> environment,
            SiteOutputSource siteOutputSource,
            BuildShortcuts buildShortcuts) {
        /** All shortcuts, and the files of sites in their place. */
        public RenderSetup(Renderer renderer, Map<String, String> environment) {
            this(renderer, environment, SiteOutputSource.HERE, BuildShortcuts.ALL);
        }
    }

    /**
     * The time, and its end.
     *
     * @param nanos a clock of nanoseconds that never goes back
     * @param stopped whether nobody waits for the outcome any more
     * @param progressListener is told how far a run is
     */
    public record Timing(
            InstantSource clock, LongSupplier nanos, BooleanSupplier stopped, ProgressListener progressListener) {
        /** Where nobody is told of progress. */
        public Timing(InstantSource clock, LongSupplier nanos, BooleanSupplier stopped) {
            this(clock, nanos, stopped, ProgressListener.NONE);
        }
    }

    /** What a run came to. */
    public record CycleStep(
            State state, Plan plan, List<FileChange> changes, StageTimes stages, CycleCounters counters) {}

    private final Sight sight;
    private final RenderSetup setup;
    private final OutputStore store;
    private final PendingRemovals.RemovalRule rule;
    private final Timing timing;
    private final Planner planner;

    /** @param rule when files that nobody claims go */
    public Cycle(Sight sight, RenderSetup setup, OutputStore store, PendingRemovals.RemovalRule rule, Timing timing) {
        this.sight = sight;
        this.setup = setup;
        this.store = store;
        this.rule = rule;
        this.timing = timing;
        this.planner = new Planner(store, rule, timing.clock());
    }

    /** Where the files of sites are made. */
    public SiteOutputSource sites() {
        return setup.siteOutputSource();
    }

    /** Where outputs go. */
    public OutputStore store() {
        return store;
    }

    InstantSource clock() {
        return timing.clock();
    }

    /**
     * One run.
     *
     * @throws IOException when nothing could be published: the old state holds
     * @throws CancellationException when nobody waits for it any more: the old state holds
     */
    public CycleStep run(State last, Collection<Hint> hints) throws IOException {
        StageTimes stages = StageTimes.begin(timing.nanos());
        State before = last.lettingGo(rule.confirmed());
        ScanResult scanResult = sight.scan(before.snapshot(), hints);
        stages.end(Stage.SCAN);
        BuildInputs inputs = load(before.inputs(), scanResult.changes());
        stages.end(Stage.LOAD);
        OutputStore.OutputTransaction draft = store.begin();
        OutputBuilder outputBuilder = new OutputBuilder(
                before,
                scanResult.snapshot(),
                inputs,
                setup,
                timing.progressListener().counting(draft));
        Set<String> touched = touched(before, scanResult, inputs);
        retry(before, touched, outputBuilder);
        repair(before, draft, outputBuilder);
        make(before, touched, outputBuilder);
        admit(before, touched, outputBuilder, inputs);
        stages.end(Stage.MAKE);
        Plan plan = planner.plan(before, outputBuilder, draft);
        stages.end(Stage.PLAN);
        CycleResult cycleResult = outputBuilder.register();
        PendingWork pending = cycleResult.pending().afterCycle(moving(scanResult, outputBuilder));
        OutputStore.OutputReceipt receipt = commit(draft, plan, cycleResult, pending);
        stages.end(Stage.PUBLISH);
        State after = new State(
                scanResult.snapshot(),
                inputs,
                cycleResult.ledger(),
                cycleResult.dependencies(),
                findings(cycleResult.findings(), plan, receipt),
                plan.pendingRemovals(),
                pending);
        return new CycleStep(after, plan, scanResult.changes(), stages, counters(scanResult, outputBuilder, receipt));
    }

    private OutputStore.OutputReceipt commit(
            OutputStore.OutputTransaction draft, Plan plan, CycleResult cycleResult, PendingWork pending)
            throws IOException {
        timing.progressListener().step("writing");
        try {
            return draft.commit(plan, cycleResult.changed(), pending.costlyTemplates());
        } finally {
            timing.progressListener().done();
        }
    }

    private static BuildInputs load(BuildInputs before, List<FileChange> changes) {
        Catalog catalog = before.catalog();
        SecretStore secrets = before.secrets();
        for (FileChange change : changes) {
            catalog = catalog.with(change.path(), change.after());
            if (change.before() instanceof SecretStore || change.after() instanceof SecretStore) {
                secrets = change.after() instanceof SecretStore now ? now : SecretStore.NONE;
            }
        }
        return new BuildInputs(before.inventory().with(changes), catalog, secrets);
    }

    /** The units to make: those that the changes reach, and at the start all that are known from anywhere. */
    private static Set<String> touched(State before, ScanResult scanResult, BuildInputs inputs) {
        OutputIndex outputIndex = before.outputIndex();
        Set<String> units = new LinkedHashSet<>(ImpactAnalysis.affectedTargets(
                scanResult.changes(), before.inputs(), inputs, before.dependencyIndex()));
        if (!before.reconciled()) {
            outputIndex.targets().forEach(buildTarget -> units.add(buildTarget.key()));
        }
        for (String input : outputIndex.awaitedInputs()) {
            if (!scanResult.snapshot().isUnknown(input)) {
                units.addAll(outputIndex.waitingFor(input));
            }
        }
        if (!units.isEmpty()) {
            // What was never made has looked up nothing, as far as anybody knows.
            before.pending().units(PendingReason.UNAVAILABLE).stream()
                    .filter(unit -> TargetKey.isSite(unit) && outputIndex.target(unit) == null)
                    .forEach(units::add);
        }
        return units;
    }

    /** Makes again what could not be had before and may be had by now; sites come last. */
    private static void retry(State before, Set<String> touched, OutputBuilder outputBuilder) {
        for (String unit : before.pending().units(PendingReason.UNAVAILABLE)) {
            if (touched.contains(unit) || TargetKey.isStatic(unit)) {
                outputBuilder.register().settle(PendingReason.UNAVAILABLE, unit);
                if (!TargetKey.isSite(unit)) {
                    outputBuilder.again(unit);
                }
            }
        }
    }

    /** Makes again the files whose published bytes are damaged. */
    private static void repair(State before, OutputStore.OutputTransaction draft, OutputBuilder outputBuilder) {
        for (String path : draft.damaged()) {
            before.outputIndex()
                    .claims(FileNames.fold(path))
                    .forEach(output -> outputBuilder.again(output.targetKey()));
        }
    }

    /**
     * Makes units, phones and static files first. Where there are any, this run takes up only those sites that were pending before it,
     * and no pending phones of costly templates.
     */
    private void make(State before, Set<String> touched, OutputBuilder outputBuilder) {
        BuildOrder<String> order = BuildOrder.of(touched, TargetKey::isSite);
        List<String> first = order.first();
        Set<String> ofSites = order.sites();
        Set<String> pending = before.pending().units(PendingReason.SITE);
        ofSites.forEach(sites()::changed);
        ofSites.addAll(pending);
        outputBuilder.expect(first);
        for (String unit : first) {
            goOn();
            outputBuilder.make(unit);
        }
        for (String unit : ofSites) {
            boolean later = !first.isEmpty() && !pending.contains(unit);
            goOn();
            if (later || !outputBuilder.makeSite(unit)) {
                outputBuilder.register().pend(PendingReason.SITE, unit);
            } else {
                outputBuilder.register().settle(PendingReason.SITE, unit);
            }
        }
        if (first.isEmpty()) {
            outputBuilder.makeCostly(this::goOn);
        }
    }

    /** Applies the access rule for files of no phone to those that were not made, where it is another now. */
    private void admit(State before, Set<String> made, OutputBuilder outputBuilder, BuildInputs inputs) {
        if (AccessPolicy.agree(before.inputs(), inputs, setup.environment())) {
            return;
        }
        Set<String> units = new LinkedHashSet<>(before.pending().units(PendingReason.UNAVAILABLE));
        outputBuilder.register().ledger().targets().forEach(buildTarget -> units.add(buildTarget.key()));
        units.removeIf(unit -> made.contains(unit) || !(TargetKey.isStatic(unit) || TargetKey.isSite(unit)));
        units.forEach(outputBuilder::admit);
    }

    private void goOn() {
        if (timing.stopped().getAsBoolean()) {
            throw new CancellationException("the agent ends");
        }
    }

    private static List<Hint> moving(ScanResult scanResult, OutputBuilder outputBuilder) {
        List<Hint> moving = new ArrayList<>(scanResult.unstable());
        moving.addAll(outputBuilder.moving());
        return moving;
    }

    private static ProblemIndex findings(ProblemIndex problemIndex, Plan plan, OutputStore.OutputReceipt receipt) {
        ProblemIndex all = problemIndex;
        for (Map.Entry<String, List<Problem>> judged : plan.collisions().entrySet()) {
            all = all.with("out/" + judged.getKey(), judged.getValue());
        }
        List<Problem> out = new ArrayList<>(receipt.problems());
        HeldRemovals heldRemovals = plan.pendingRemovals().held();
        if (heldRemovals != null) {
            out.add(heldRemovals.problem());
        }
        return all.with("out", out);
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
