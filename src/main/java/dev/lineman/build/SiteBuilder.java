package dev.lineman.build;

import dev.lineman.build.PendingWork.PendingReason;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.AccessPolicy;
import dev.lineman.build.make.OutputRenderer;
import dev.lineman.build.make.SiteOutputSource;
import dev.lineman.build.make.SiteOutputs;
import dev.lineman.build.make.SiteRenderer;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.SiteAccess;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.DependencySet;
import dev.lineman.resolve.value.SiteFields;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Template;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes the outputs of site templates, and applies the access rules of phones to the files of their sites. Part of {@link
 * OutputBuilder}, for one cycle and one thread.
 */
final class SiteBuilder {
    private static final SiteAccess NOT_SERVED = new SiteAccess("", Set.of(), List.of());

    private final Snapshot snapshot;
    private final SiteRenderer siteRenderer;
    private final AccessPolicy accessPolicy;
    private final OutputStore.BodySink bodies;
    private final CycleResult cycleResult;
    /** The sites with a target that this cycle has made. */
    private final Set<String> madeSites = new TreeSet<>();

    private int resolved;
    private int rendered;

    /**
     * Creates the builder of one cycle.
     *
     * @param cycleResult receives targets, problems and pending work
     */
    SiteBuilder(
            Snapshot snapshot,
            SiteRenderer siteRenderer,
            AccessPolicy accessPolicy,
            OutputStore.BodySink bodies,
            CycleResult cycleResult) {
        this.snapshot = snapshot;
        this.siteRenderer = siteRenderer;
        this.accessPolicy = accessPolicy;
        this.bodies = bodies;
        this.cycleResult = cycleResult;
    }

    /**
     * Makes the outputs of a site template for one site, unless its extensions contradict each other.
     *
     * @return whether no work is left
     */
    boolean make(String key, @Nullable BuildTarget old, SiteOutputSource siteOutputSource) {
        String site = TargetKey.site(key);
        madeSites.add(site);
        Template template = siteRenderer.template(key);
        if (template == null) {
            siteOutputSource.cancel(key);
            cycleResult.replace(key, old, null, List.of());
            return true;
        }
        List<Output> before = old == null ? List.of() : old.outputs();
        if (siteRenderer.inputs().inventory().contested(site)) {
            // The old outputs stay until the contradiction is resolved.
            siteOutputSource.cancel(key);
            Set<Dependency> dependencies = Set.of(SiteFields.dependency(site, "number"));
            cycleResult.replace(
                    key,
                    old,
                    new BuildTarget(key, before, DependencySet.of(dependencies), List.of(template.path())),
                    List.of());
            return true;
        }
        SiteAccess access = serves(template) ? access(site) : NOT_SERVED;
        String unreadable = serves(template) && before.isEmpty() ? UnknownInputs.unreadableExtensions(snapshot) : null;
        if (unreadable != null) {
            siteOutputSource.cancel(key);
            cycleResult.awaitInput(unreadable, key);
            return true;
        }
        if (access.access() == null) {
            siteOutputSource.cancel(key);
            awaitAccess(key, old, access);
            return true;
        }
        SiteOutputs made = siteOutputSource.outputsOf(key, () -> siteRenderer.make(key, template, before));
        if (made == null || !made.template().equals(template) || !made.before().equals(before)) {
            return false;
        }
        resolved++;
        rendered += made.rendered();
        made.bodies().forEach(bodies::put);
        Set<Dependency> dependencies = new LinkedHashSet<>(made.dependencies());
        dependencies.addAll(access.dependencies());
        OutputRenderer.RenderedOutput output = made.made();
        cycleResult.record(
                key,
                old,
                dependencies,
                new LinkedHashSet<>(Set.of(template.path())),
                output.withOutputs(AccessPolicy.withAccess(access.access(), output.outputs())));
        cycleResult.addNames(key);
        // A background rendering is current if its inputs are, or if no change reached it meanwhile. New
        // dependencies were not observed during the rendering, so they count as a change.
        BuildTarget now = cycleResult.target(key);
        boolean watched = old != null && now != null && now.dependencies().equals(old.dependencies());
        return made.inputs().equals(siteRenderer.inputs()) || (watched && !made.outdated());
    }

    private static boolean serves(Template template) {
        return template.configs().stream().anyMatch(DeviceConfig::serve);
    }

    private SiteAccess access(String site) {
        return accessPolicy.siteAccess(site, cycleResult.outputIndex().siteRules());
    }

    /** Leaves a target as it is until its access rule is known: a file without a rule would be open to every client. */
    private void awaitAccess(String key, @Nullable BuildTarget old, SiteAccess access) {
        cycleResult.addPending(PendingReason.UNAVAILABLE, key);
        Set<Dependency> dependencies = new LinkedHashSet<>(access.dependencies());
        if (old != null) {
            dependencies.addAll(old.dependencies().dependencies());
        }
        cycleResult.replace(
                key,
                old,
                new BuildTarget(
                        key,
                        old == null ? List.of() : old.outputs(),
                        DependencySet.of(dependencies),
                        old == null ? List.of(TargetKey.path(key)) : old.sourceFiles()),
                access.problems());
    }

    /**
     * Applies the access rules of phones to the files of the sites that this cycle has made, or whose phones have other
     * rules, without rendering. If no rule of a site is known, the old one stays.
     */
    void updateAccess() {
        Set<String> sites = new TreeSet<>(cycleResult.sitesWithOtherRules());
        sites.addAll(madeSites);
        sites.forEach(this::updateAccess);
    }

    private void updateAccess(String site) {
        List<Template> serving = siteRenderer.inputs().inventory().sites().contains(site)
                ? siteRenderer.inputs().siteTemplates(site).stream()
                        .filter(SiteBuilder::serves)
                        .toList()
                : List.of();
        SiteAccess access = serving.isEmpty() ? NOT_SERVED : access(site);
        List<Problem> problems = access.access() == null ? List.of() : access.problems();
        cycleResult.setProblems(AccessPolicy.subject(site), problems);
        for (Template template : serving) {
            String key = TargetKey.ofSite(site, template.path());
            BuildTarget target = cycleResult.target(key);
            if (target != null && !cycleResult.outputIndex().isWaiting(key)) {
                updateAccess(target, access, cycleResult.hasFirstOrLastPhone(site));
            }
        }
    }

    /**
     * Applies an access rule to the outputs of a target.
     *
     * @param again whether to make the target again, because it has other dependencies now
     */
    private void updateAccess(BuildTarget target, SiteAccess access, boolean again) {
        String key = target.key();
        if (access.access() == null) {
            awaitAccess(key, target, access);
            return;
        }
        List<Output> outputs = AccessPolicy.withAccess(access.access(), target.outputs());
        cycleResult.replace(
                key,
                target,
                new BuildTarget(key, outputs, target.dependencies(), target.sourceFiles()),
                cycleResult.problemIndex().of(key));
        if (again || cycleResult.pending().targets(PendingReason.UNAVAILABLE).contains(key)) {
            cycleResult.removePending(PendingReason.UNAVAILABLE, key);
            cycleResult.addPending(PendingReason.SITE, key);
        }
    }

    /** Returns how many sites were resolved. */
    int resolved() {
        return resolved;
    }

    /** Returns how many outputs were rendered. */
    int rendered() {
        return rendered;
    }
}
