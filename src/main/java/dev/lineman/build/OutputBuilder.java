package dev.lineman.build;

import dev.lineman.build.PendingWork.PendingReason;
import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.AccessPolicy;
import dev.lineman.build.make.OutputRenderer;
import dev.lineman.build.make.PhoneRenderer;
import dev.lineman.build.make.SiteOutputSource;
import dev.lineman.build.make.SiteOutputs;
import dev.lineman.build.make.SiteRenderer;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.input.watch.Hint;
import dev.lineman.inventory.Phone;
import dev.lineman.problem.Problem;
import dev.lineman.render.Renderer;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.resolve.Resolution;
import dev.lineman.resolve.Resolver;
import dev.lineman.resolve.access.AccessResolution;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.DependencySet;
import dev.lineman.resolve.value.SiteFields;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One cycle's making of outputs: touched phones and static files in, their new units out. What fails keeps its last
 * good outputs; what reads the same values as before is not rendered again.
 */
public final class OutputBuilder {
    /** How many phones of costly templates one cycle makes at most: those that have not changed take no steps, but time. */
    private static final int MOST_COSTLY = 200;

    private final BuildInputs inputs;
    private final SiteOutputSource siteOutputSource;
    private final AccessPolicy accessPolicy;
    private final OutputStore.BodySink bodies;
    private final PhoneRenderer phoneRenderer;
    private final SiteRenderer siteRenderer;
    private final StaticFileBuilder files;
    private final CycleResult cycleResult;
    private int resolved;
    private int rendered;
    private long steps;

    /**
     * The making of outputs for one cycle.
     *
     * @param snapshot the inputs as they are now
     * @param inputs what they say
     */
    public OutputBuilder(
            State before, Snapshot snapshot, BuildInputs inputs, Cycle.RenderSetup setup, OutputStore.BodySink bodies) {
        this.inputs = inputs;
        this.siteOutputSource = setup.siteOutputSource();
        this.bodies = bodies;
        this.accessPolicy = new AccessPolicy(inputs, setup.environment());
        Resolver resolver = new Resolver(inputs.inventory(), inputs.catalog(), inputs.secrets(), setup.environment());
        this.siteRenderer = new SiteRenderer(inputs, resolver, setup.renderer(), setup.buildShortcuts());
        this.cycleResult = new CycleResult(before, snapshot);
        this.phoneRenderer = new PhoneRenderer(siteRenderer, accessPolicy, bodies::put, cycleResult::unit);
        phoneRenderer.leaveCostly(before.pending().costlyTemplates(), PendingWork::isCostly);
        this.files = new StaticFileBuilder(snapshot, inputs.inventory(), accessPolicy.fleet(), bodies, cycleResult);
        cycleResult.find(AccessPolicy.FLEET, accessPolicy.fleet().problems());
    }

    /** Says what will be made next, in this order. */
    void expect(Collection<String> units) {
        phoneRenderer.expect(units.stream()
                .filter(unit -> !TargetKey.isSite(unit)
                        && !TargetKey.isStatic(unit)
                        && !cycleResult.ledger().isWaiting(unit))
                .toList());
    }

    /** Makes the outputs of a unit where they differ from before. */
    void make(String key) {
        make(key, false);
    }

    /**
     * Makes the outputs of a site's unit as far as they are ready.
     *
     * @return whether nothing is left to make
     */
    boolean makeSite(String key) {
        return guarded(key, old -> site(key, old, siteOutputSource));
    }

    /**
     * Makes pending phones of costly templates, until that has taken as long as one file may, or there were {@link #MOST_COSTLY}.
     *
     * @param between is run before each
     */
    void makeCostly(Runnable between) {
        phoneRenderer.leaveNone();
        List<String> pending = cycleResult.pending().units(PendingReason.COSTLY_TEMPLATE).stream()
                .limit(MOST_COSTLY)
                .toList();
        for (String mac : pending) {
            if (steps >= Renderer.MAX_STEPS_PER_FILE) {
                return;
            }
            between.run();
            make(mac);
            cycleResult.settle(PendingReason.COSTLY_TEMPLATE, mac);
        }
    }

    private void make(String key, boolean forced) {
        guarded(key, old -> {
            if (TargetKey.isStatic(key)) {
                files.make(key, old);
            } else if (TargetKey.isSite(key)) {
                site(key, old, SiteOutputSource.HERE);
            } else {
                phone(key, old, forced);
            }
            return true;
        });
    }

    /** A bug that one unit comes upon must cost that unit alone, and its last good outputs stay. */
    private boolean guarded(String key, Predicate<@Nullable BuildTarget> making) {
        BuildTarget old = cycleResult.unit(key);
        if (old != null && cycleResult.ledger().isWaiting(key)) {
            return true;
        }
        try {
            return making.test(old);
        } catch (RuntimeException | StackOverflowError e) {
            cycleResult.find(key, List.of(TargetProblems.failure(key, e)));
            cycleResult.pend(PendingReason.UNAVAILABLE, key);
            return true;
        }
    }

    /** Makes the outputs of a phone anew where its values differ, or all of them when {@code forced}. */
    private void phone(String mac, @Nullable BuildTarget old, boolean forced) {
        PhoneRenderer.PhoneWork work = phoneRenderer.of(mac, forced);
        cycleResult.settle(PendingReason.COSTLY_TEMPLATE, mac);
        if (work == null) {
            cycleResult.forget(mac);
            cycleResult.replace(mac, old, null, List.of());
            return;
        }
        Phone phone = work.phone();
        String doubt = old == null ? UnknownInputs.over(phone, cycleResult.ledger()) : null;
        if (doubt != null) {
            cycleResult.await(doubt, mac);
            cycleResult.find(mac, List.of(TargetProblems.waiting(phone, doubt)));
            return;
        }
        Resolution resolution = work.resolution();
        Template template = resolution.template();
        if (template != null && work.pending()) {
            cycleResult.pend(PendingReason.COSTLY_TEMPLATE, mac);
            if (old != null && phone.conflicts().isEmpty()) {
                List<Output> outputs = AccessPolicy.admitting(work.accessResolution(), old.outputs());
                BuildTarget now = new BuildTarget(mac, outputs, old.dependencies(), old.sourceFiles());
                cycleResult.replace(mac, old, now, cycleResult.findings().of(mac));
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
            cycleResult.forget(mac);
        }
        if (template == null || values == null || made == null) {
            List<Output> before = old == null ? List.of() : old.outputs();
            List<String> owners = old == null ? List.of() : old.sourceFiles();
            List<Problem> problems = new ArrayList<>(resolution.problems());
            problems.addAll(accessResolution.problems());
            List<Output> kept = phone.conflicts().isEmpty() ? AccessPolicy.admitting(accessResolution, before) : before;
            cycleResult.replace(mac, old, new BuildTarget(mac, kept, DependencySet.of(dependencies), owners), problems);
            return;
        }
        Set<String> owners = new LinkedHashSet<>();
        phone.accounts().forEach(account -> owners.addAll(account.layers().files()));
        owners.add(template.path());
        dependencies.addAll(values.dependencies());
        steps += made.steps();
        cycleResult.rendered(mac, template.path(), made.steps());
        finish(mac, old, dependencies, owners, made.under(accessResolution));
    }

    /** Makes what a site template says for one site, unless its extensions are in doubt; whether nothing is left to make. */
    private boolean site(String key, @Nullable BuildTarget old, SiteOutputSource siteOutputSource) {
        Template template = siteRenderer.template(key);
        if (template == null) {
            siteOutputSource.drop(key);
            cycleResult.replace(key, old, null, List.of());
            return true;
        }
        String site = TargetKey.site(key);
        List<Output> before = old == null ? List.of() : old.outputs();
        if (inputs.inventory().contested(site)) {
            siteOutputSource.drop(key);
            Set<Dependency> dependencies = Set.of(SiteFields.dependency(site, "number"));
            cycleResult.replace(
                    key,
                    old,
                    new BuildTarget(key, before, DependencySet.of(dependencies), List.of(template.path())),
                    List.of());
            return true;
        }
        if (accessPolicy.fleet().rule() == null && template.configs().stream().anyMatch(DeviceConfig::serve)) {
            siteOutputSource.drop(key);
            cycleResult.pend(PendingReason.UNAVAILABLE, key);
            return true;
        }
        SiteOutputs made = siteOutputSource.of(key, () -> siteRenderer.make(key, template, before));
        if (made == null || !made.template().equals(template) || !made.before().equals(before)) {
            return false;
        }
        resolved++;
        rendered += made.rendered();
        made.bodies().forEach(bodies::put);
        Set<String> owners = new LinkedHashSet<>(Set.of(template.path()));
        finish(key, old, made.dependencies(), owners, made.made().under(accessPolicy.fleet()));
        cycleResult.judge(key);
        // What it looks up now and did not before, nobody has watched while it was made.
        BuildTarget now = cycleResult.unit(key);
        boolean watched = old != null && now != null && now.dependencies().equals(old.dependencies());
        return made.inputs().equals(inputs) || (watched && !made.outdated());
    }

    private void finish(
            String key,
            @Nullable BuildTarget old,
            Set<Dependency> looked,
            Set<String> owners,
            OutputRenderer.RenderedOutput made) {
        Set<Dependency> dependencies = new LinkedHashSet<>(looked);
        made.fragments().forEach(path -> dependencies.add(new Dependency(Dependency.DependencyKind.FRAGMENT, path)));
        dependencies.forEach(dependency -> owners.addAll(inputs.filesOf(dependency)));
        if (!made.problems().isEmpty() && old != null) {
            owners.addAll(old.sourceFiles());
        }
        cycleResult.replace(
                key,
                old,
                new BuildTarget(key, made.outputs(), DependencySet.of(dependencies), List.copyOf(owners)),
                made.problems());
    }

    /**
     * Applies the access rule for files of no phone to a site's or a static file's unit, without rendering it. If the rule is unknown, the old
     * one stays.
     */
    void admit(String key) {
        BuildTarget buildTarget = cycleResult.unit(key);
        if (buildTarget == null) {
            make(key);
            return;
        }
        if (cycleResult.ledger().waitingFor(AccessPolicy.DEFAULTS).contains(key)) {
            return;
        }
        List<Output> outputs = AccessPolicy.admitting(accessPolicy.fleet(), buildTarget.outputs());
        List<String> owners = TargetKey.isStatic(key) ? files.owners(key) : buildTarget.sourceFiles();
        cycleResult.replace(
                key,
                buildTarget,
                new BuildTarget(key, outputs, buildTarget.dependencies(), owners),
                cycleResult.findings().of(key));
    }

    /** Makes a unit again, bytes and all, whatever it is; all its names are to be judged. */
    public void again(String key) {
        if (TargetKey.isStatic(key)) {
            files.bytes(key);
        }
        make(key, true);
        cycleResult.judge(key);
    }

    /** What has come of it. */
    CycleResult register() {
        return cycleResult;
    }

    /** Where to look again, since it changed after it was looked at. */
    List<Hint> moving() {
        return files.moving();
    }

    int resolved() {
        return resolved;
    }

    int rendered() {
        return phoneRenderer.rendered() + rendered;
    }
}
