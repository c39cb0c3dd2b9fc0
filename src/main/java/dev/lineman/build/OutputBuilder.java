package dev.lineman.build;

import dev.lineman.access.AccessRule;
import dev.lineman.build.PendingWork.PendingReason;
import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.AccessPolicy;
import dev.lineman.build.make.OutputRenderer;
import dev.lineman.build.make.PhoneRenderer;
import dev.lineman.build.make.SiteOutputSource;
import dev.lineman.build.make.SiteRenderer;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Phone;
import dev.lineman.problem.Problem;
import dev.lineman.render.Renderer;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.resolve.Resolution;
import dev.lineman.resolve.access.AccessResolution;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.DependencySet;
import dev.lineman.template.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes the outputs of one cycle. For each affected key of a phone, site or static file it makes the new {@link
 * BuildTarget}. A target that fails keeps its last good outputs. A target that reads the same values as before is not
 * rendered again. For one thread; {@link PhoneRenderer} uses more.
 */
public final class OutputBuilder {
    /**
     * How many phones of costly templates one cycle makes at most. Unchanged phones take no rendering steps, but
     * time.
     */
    private static final int MAX_COSTLY_PHONES = 200;

    private final Snapshot snapshot;
    private final SiteOutputSource siteOutputSource;
    private final Inventory inventory;
    private final AccessPolicy accessPolicy;
    private final PhoneRenderer phoneRenderer;
    private final SiteBuilder siteBuilder;
    private final StaticFileBuilder staticFileBuilder;
    private final CycleResult cycleResult;
    private int resolved;
    /** The rendering steps of this cycle so far. */
    private long steps;

    /**
     * Creates the builder of one cycle.
     *
     * @param before the last state
     * @param snapshot the input files now
     * @param inputs the content of these files
     * @param bodies receives the bytes of outputs
     */
    public OutputBuilder(
            State before, Snapshot snapshot, BuildInputs inputs, Cycle.RenderSetup setup, OutputStore.BodySink bodies) {
        this.snapshot = snapshot;
        this.inventory = inputs.inventory();
        this.siteOutputSource = setup.siteOutputSource();
        this.accessPolicy = new AccessPolicy(inputs, setup.environment());
        this.cycleResult = new CycleResult(before, snapshot, inputs);
        SiteRenderer siteRenderer = new SiteRenderer(
                inputs, inputs.resolver(setup.environment()), setup.renderer(), setup.buildShortcuts());
        this.siteBuilder = new SiteBuilder(snapshot, siteRenderer, accessPolicy, bodies, cycleResult);
        this.phoneRenderer = new PhoneRenderer(
                siteRenderer, accessPolicy, bodies::put, cycleResult::target, cycleResult::hasSeveralTokens);
        phoneRenderer.deferCostly(before.pending().costlyTemplates(), PendingWork::isCostly);
        this.staticFileBuilder =
                new StaticFileBuilder(snapshot, inputs.inventory(), accessPolicy.fleetAccess(), bodies, cycleResult);
        cycleResult.setProblems(AccessPolicy.FLEET, accessPolicy.fleetAccess().problems());
    }

    /** Announces the targets to make next, in this order, so that phones can be rendered in parallel. */
    void expect(Collection<String> targetKeys) {
        phoneRenderer.expect(targetKeys.stream()
                .filter(targetKey -> TargetKey.isPhone(targetKey)
                        && !cycleResult.outputIndex().isWaiting(targetKey))
                .toList());
    }

    /** Makes a target. Renders only outputs with changed values. */
    void make(String key) {
        make(key, false);
    }

    /**
     * Makes a site target as far as its outputs are ready.
     *
     * @return whether no work is left
     */
    boolean makeSite(String key) {
        return isolated(key, old -> siteBuilder.make(key, old, siteOutputSource));
    }

    /**
     * Makes pending phones of costly templates. Stops after the steps that one file may take, or after {@link
     * #MAX_COSTLY_PHONES} phones.
     *
     * @param between runs before each phone
     */
    void makeCostly(Runnable between) {
        phoneRenderer.deferNone();
        List<String> pending = cycleResult.pending().targets(PendingReason.COSTLY_TEMPLATE).stream()
                .limit(MAX_COSTLY_PHONES)
                .toList();
        for (String mac : pending) {
            if (steps >= Renderer.MAX_STEPS_PER_FILE) {
                return;
            }
            between.run();
            make(mac);
            cycleResult.removePending(PendingReason.COSTLY_TEMPLATE, mac);
        }
    }

    /**
     * Makes a target with the builder of its kind.
     *
     * @param forced whether to render unchanged outputs too
     */
    private void make(String key, boolean forced) {
        isolated(key, old -> {
            if (TargetKey.isStatic(key)) {
                staticFileBuilder.make(key, old);
            } else if (TargetKey.isSite(key)) {
                siteBuilder.make(key, old, SiteOutputSource.IN_CYCLE);
            } else {
                makePhone(key, old, forced);
            }
            return true;
        });
    }

    /**
     * Runs the making of one target. A defect that only this target triggers becomes a problem of this target, and
     * its last good outputs stay. Targets that wait for an unreadable input are not made.
     */
    private boolean isolated(String key, Predicate<@Nullable BuildTarget> action) {
        BuildTarget old = cycleResult.target(key);
        if (old != null && cycleResult.outputIndex().isWaiting(key)) {
            setLastRule(key, old, true);
            return true;
        }
        try {
            return action.test(old);
        } catch (RuntimeException | StackOverflowError e) {
            setLastRule(key, old, false);
            cycleResult.setProblems(key, List.of(TargetProblems.defect(key, e)));
            cycleResult.addPending(PendingReason.UNAVAILABLE, key);
            return true;
        }
    }

    /**
     * Notes the access rule of a target that is not made, if it is a phone: that of its last good files, or of the inputs
     * if it never had files.
     *
     * @param isKnown whether this rule is certain
     */
    private void setLastRule(String key, @Nullable BuildTarget old, boolean isKnown) {
        if (!TargetKey.isPhone(key)) {
            return;
        }
        Phone phone = inventory.phone(key);
        List<Output> files = old == null ? List.of() : old.outputs();
        AccessRule last = null;
        if (isKnown && !files.isEmpty()) {
            last = AccessPolicy.lastRule(files);
        } else if (isKnown && phone != null && UnknownInputs.unreadableDefaults(phone, snapshot) == null) {
            last = accessPolicy.phoneAccess(phone).rule();
        }
        // Only an unreadable extension file can have a phone that the others do not have.
        boolean removed = phone == null && UnknownInputs.unreadableExtensions(snapshot) == null;
        cycleResult.setPhoneRule(key, removed ? null : accessPolicy.phoneRule(phone, last, files));
    }

    /** Makes a phone: unchanged outputs only when {@code forced}. */
    private void makePhone(String mac, @Nullable BuildTarget old, boolean forced) {
        PhoneRenderer.PhoneWork work = phoneRenderer.makePhone(mac, forced);
        cycleResult.removePending(PendingReason.COSTLY_TEMPLATE, mac);
        if (work == null) {
            cycleResult.setPhoneRule(mac, null);
            cycleResult.forgetSteps(mac);
            cycleResult.replace(mac, old, null, List.of());
            return;
        }
        Phone phone = work.phone();
        // A phone without files, new or failed until now, waits while an unreadable file may limit the access to them.
        boolean withoutFiles = old == null || old.outputs().isEmpty();
        String unreadable = withoutFiles ? UnknownInputs.unreadableDefaults(phone, snapshot) : null;
        AccessRule rule = unreadable == null ? work.accessResolution().rule() : null;
        cycleResult.setPhoneRule(mac, accessPolicy.phoneRule(phone, rule, old == null ? List.of() : old.outputs()));
        if (unreadable != null) {
            cycleResult.replace(mac, old, null, TargetProblems.unreadableRule(phone, unreadable, snapshot));
            cycleResult.awaitInput(unreadable, mac);
            return;
        }
        Resolution resolution = work.resolution();
        Template template = resolution.template();
        if (template != null && work.pending()) {
            cycleResult.addPending(PendingReason.COSTLY_TEMPLATE, mac);
            // The old outputs stay published, with the current access rule.
            if (old != null && phone.conflicts().isEmpty()) {
                List<Output> outputs = AccessPolicy.withAccess(work.accessResolution(), old.outputs());
                BuildTarget now = new BuildTarget(mac, outputs, old.dependencies(), old.sourceFiles());
                cycleResult.replace(mac, old, now, cycleResult.problemIndex().of(mac));
            }
            return;
        }
        resolved++;
        PhoneValues values = resolution.values();
        OutputRenderer.RenderedOutput made = work.made();
        AccessResolution accessResolution = work.accessResolution();
        Set<Dependency> dependencies = new LinkedHashSet<>(resolution.dependencies());
        dependencies.addAll(accessResolution.dependencies());
        if (template == null) {
            cycleResult.forgetSteps(mac);
        }
        if (template == null || values == null || made == null) {
            // No output can be made, so the old ones stay. If extensions contradict each other, the new access rule
            // is not certain, and the old one stays too.
            List<Output> before = old == null ? List.of() : old.outputs();
            List<String> sourceFiles = old == null ? List.of() : old.sourceFiles();
            List<Problem> problems = new ArrayList<>(resolution.problems());
            problems.addAll(accessResolution.problems());
            List<Output> kept =
                    phone.conflicts().isEmpty() ? AccessPolicy.withAccess(accessResolution, before) : before;
            cycleResult.replace(
                    mac, old, new BuildTarget(mac, kept, DependencySet.of(dependencies), sourceFiles), problems);
            return;
        }
        Set<String> sourceFiles = new LinkedHashSet<>();
        phone.accounts().forEach(account -> sourceFiles.addAll(account.layers().files()));
        sourceFiles.add(template.path());
        dependencies.addAll(values.dependencies());
        steps += made.steps();
        cycleResult.recordSteps(mac, template.path(), made.steps());
        cycleResult.record(mac, old, dependencies, sourceFiles, made.withAccess(accessResolution));
    }

    /** Applies the access rule for files of no phone to a static file. If the rule is unknown, the old one stays. */
    void updateAccess(String key) {
        BuildTarget buildTarget = cycleResult.target(key);
        if (buildTarget == null) {
            make(key);
            return;
        }
        if (cycleResult.outputIndex().waitingFor(AccessPolicy.DEFAULTS).contains(key)) {
            return;
        }
        List<Output> outputs = AccessPolicy.withAccess(accessPolicy.fleetAccess(), buildTarget.outputs());
        List<String> sourceFiles = staticFileBuilder.sourceFiles(key);
        cycleResult.replace(
                key,
                buildTarget,
                new BuildTarget(key, outputs, buildTarget.dependencies(), sourceFiles),
                cycleResult.problemIndex().of(key));
    }

    /** Makes a target again with all its bytes, and plans all its file names again. */
    public void makeAgain(String key) {
        if (TargetKey.isStatic(key)) {
            staticFileBuilder.storeBody(key);
        }
        make(key, true);
        cycleResult.addNames(key);
    }

    /** Applies the access rules of phones to the files of their sites. Run it when all targets are made. */
    void updateSiteAccess() {
        siteBuilder.updateAccess();
    }

    /** Returns what this cycle has made so far. */
    CycleResult result() {
        return cycleResult;
    }

    /** Returns hints for static files that changed after they were hashed. */
    List<Hint> rescanHints() {
        return staticFileBuilder.rescanHints();
    }

    /** Returns how many phones and sites were resolved. */
    int resolved() {
        return resolved + siteBuilder.resolved();
    }

    /** Returns how many outputs were rendered. */
    int rendered() {
        return phoneRenderer.rendered() + siteBuilder.rendered();
    }
}
