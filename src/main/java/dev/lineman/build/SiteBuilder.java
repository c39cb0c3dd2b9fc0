package dev.lineman.build;

import dev.lineman.access.FileAccess;
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
import dev.lineman.build.plan.SiteRules;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.DependencySet;
import dev.lineman.resolve.value.SiteFields;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Template;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    /** The keys of these targets. */
    private final Set<String> made = new HashSet<>();
    /** By site, the last combined rules with what they were combined from. */
    private final Map<String, CombinedRules> accesses = new HashMap<>();

    private record CombinedRules(SiteRules of, SiteAccess access) {}

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
        made.add(key);
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
        SiteOutputs siteOutputs = siteOutputSource.outputsOf(key, () -> siteRenderer.make(key, template, before));
        if (siteOutputs == null
                || !siteOutputs.template().equals(template)
                || !siteOutputs.before().equals(before)) {
            return false;
        }
        resolved++;
        rendered += siteOutputs.rendered();
        siteOutputs.bodies().forEach(bodies::put);
        Set<Dependency> dependencies = new LinkedHashSet<>(siteOutputs.dependencies());
        dependencies.addAll(access.dependencies());
        OutputRenderer.RenderedOutput output = siteOutputs.made();
        cycleResult.record(
                key,
                old,
                dependencies,
                new LinkedHashSet<>(Set.of(template.path())),
                output.withOutputs(withAccess(access.access(), output, before)));
        cycleResult.addNames(key);
        // A background rendering is current if its inputs are, or if no change reached it meanwhile. New
        // dependencies were not observed during the rendering, so they count as a change.
        BuildTarget now = cycleResult.target(key);
        boolean watched = old != null && now != null && now.dependencies().equals(old.dependencies());
        boolean current = siteOutputs.inputs().equals(siteRenderer.inputs()) || (watched && !siteOutputs.outdated());
        if (!current && now != null) {
            List<Output> outputs = withoutNewClients(access.access(), now.outputs(), before);
            cycleResult.replace(
                    key,
                    now,
                    new BuildTarget(key, outputs, now.dependencies(), now.sourceFiles()),
                    cycleResult.problemIndex().of(key));
        }
        return current;
    }

    /** Applies a rule to what was made. Old outputs that stay after a failure get no more clients. */
    private static List<Output> withAccess(String access, OutputRenderer.RenderedOutput rendered, List<Output> before) {
        List<Output> outputs = AccessPolicy.withAccess(access, rendered.outputs());
        return rendered.failed() ? withoutNewClients(access, outputs, before) : outputs;
    }

    /** Applies a rule to outputs whose bytes may be those of inputs before. */
    private static List<Output> withoutNewClients(String access, List<Output> outputs, List<Output> before) {
        Map<String, Output> byPath = new HashMap<>();
        before.forEach(output -> byPath.put(output.path(), output));
        return outputs.stream()
                .map(output -> {
                    Output old = byPath.get(output.path());
                    return old == null ? output : withoutNewClients(access, output.withAccess(old.access()));
                })
                .toList();
    }

    /**
     * Applies a rule to an output that is not rendered again yet: its bytes can lead to the token that all its clients had, so
     * only clients with this token get it.
     */
    private static Output withoutNewClients(String access, Output output) {
        return AccessPolicy.withAccess(FileAccess.keepingToken(output.access(), access), List.of(output))
                .get(0);
    }

    private static boolean serves(Template template) {
        return template.configs().stream().anyMatch(DeviceConfig::serve);
    }

    private SiteAccess access(String site) {
        SiteRules rules = cycleResult.outputIndex().siteRules();
        CombinedRules known = accesses.get(site);
        if (known == null || known.of() != rules) {
            known = new CombinedRules(rules, accessPolicy.siteAccess(site, rules));
            accesses.put(site, known);
        }
        return known.access();
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
                List.of());
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
        cycleResult.setProblems(AccessPolicy.subject(site), access.problems());
        boolean again = cycleResult.hasFirstOrLastPhone(site);
        for (Template template : serving) {
            String key = TargetKey.ofSite(site, template.path());
            BuildTarget target = cycleResult.target(key);
            if (target != null && !cycleResult.outputIndex().isWaiting(key)) {
                updateAccess(target, access, again);
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
        String rule = access.access();
        List<Output> outputs = target.outputs().stream()
                .map(output -> withoutNewClients(rule, output))
                .toList();
        // A contested site is made again when its extensions no longer contradict each other.
        boolean held = !outputs.equals(AccessPolicy.withAccess(rule, outputs))
                && !made.contains(key)
                && !siteRenderer.inputs().inventory().contested(TargetKey.site(key));
        cycleResult.replace(
                key,
                target,
                new BuildTarget(key, outputs, target.dependencies(), target.sourceFiles()),
                cycleResult.problemIndex().of(key));
        if (again
                || held
                || cycleResult.pending().targets(PendingReason.UNAVAILABLE).contains(key)) {
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
