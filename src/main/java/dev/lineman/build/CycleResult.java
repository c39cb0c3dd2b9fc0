package dev.lineman.build;

import dev.lineman.build.PendingWork.PendingReason;
import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.impact.DependencyIndex;
import dev.lineman.build.make.AccessPolicy;
import dev.lineman.build.make.OutputRenderer;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.HeldRemovals;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.plan.Plan;
import dev.lineman.build.plan.SharedFiles;
import dev.lineman.build.plan.SiteRules;
import dev.lineman.fs.FileNames;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.problem.Problem;
import dev.lineman.problem.ProblemIndex;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.DependencySet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects what one cycle makes of its targets: the next output index, dependency index, problem index and pending
 * work. {@link OutputBuilder} and {@link StaticFileBuilder} write it, {@link Planner} and {@link Cycle} read it. For
 * one thread.
 */
final class CycleResult {
    /** Folded file names; see {@link #affectedNames()}. */
    private final Set<String> affectedNames = new HashSet<>();

    /** By key; see {@link #changedTargets()}. */
    private final Map<String, @Nullable BuildTarget> changedTargets = new LinkedHashMap<>();

    /** See {@link #sitesWithOtherRules()}. */
    private final Set<String> sitesOfRules = new TreeSet<>();

    /** The last rule of a phone. Most phones of a fleet have equal rules, and share the instance. */
    private SiteRules.@Nullable PhoneRule lastRule;

    /** The dependencies of the last target that was recorded. Most phones of a fleet have equal ones. */
    private Set<Dependency> lastDependencies = Set.of();

    /** {@link #lastDependencies} as outputs keep them. */
    private DependencySet lastSet = DependencySet.none();

    /** The input files of {@link #lastDependencies}. */
    private final Set<String> lastFiles = new LinkedHashSet<>();

    private final BuildInputs inputs;
    private final SiteRules rulesBefore;
    private final SharedFiles sharedFiles;
    private OutputIndex outputIndex;
    private DependencyIndex dependencyIndex;
    private ProblemIndex problemIndex;
    private PendingWork pending;

    /**
     * Starts with the indices of the last state.
     *
     * @param snapshot the inputs of this cycle; it says which waiting targets can be made again
     * @param inputs the content of the input files
     */
    CycleResult(State before, Snapshot snapshot, BuildInputs inputs) {
        this.inputs = inputs;
        this.rulesBefore = before.outputIndex().siteRules();
        this.outputIndex = before.reconciled()
                ? UnknownInputs.releaseTargets(before.outputIndex(), snapshot)
                : UnknownInputs.holdTargets(before.outputIndex(), snapshot);
        this.sharedFiles = new SharedFiles(before.outputIndex());
        this.dependencyIndex = before.dependencyIndex();
        this.problemIndex = before.problemIndex();
        this.pending = before.pending();
    }

    /** Returns a target as it is now; null when there is none. */
    @Nullable
    BuildTarget target(String key) {
        return outputIndex.target(key);
    }

    /** Returns which target makes which file. */
    OutputIndex outputIndex() {
        return outputIndex;
    }

    /**
     * Whether phones with different tokens make the file with a folded name: after the last cycle, and from {@link
     * #updateSharedFiles} on in this one. For any thread.
     */
    boolean hasSeveralTokens(String name) {
        return sharedFiles.hasSeveralTokens(name);
    }

    /**
     * Finds the shared files that got or lost their token in this cycle. Run it when all phones are made.
     *
     * @return the keys of the phones to make again
     */
    Set<String> updateSharedFiles() {
        return sharedFiles.update(outputIndex, affectedNames);
    }

    /** Returns which target depends on which fact. */
    DependencyIndex dependencyIndex() {
        return dependencyIndex;
    }

    /** Returns the problems of targets. */
    ProblemIndex problemIndex() {
        return problemIndex;
    }

    /**
     * Returns all problems: those of targets, of the plan and of publishing, such as name collisions, held removals and
     * failures below {@code out/}.
     */
    ProblemIndex problemIndex(Plan plan, OutputStore.OutputReceipt receipt) {
        ProblemIndex all = problemIndex;
        for (String name : plan.names()) {
            all = all.with("out/" + name, plan.collisions().getOrDefault(name, List.of()));
        }
        List<Problem> out = new ArrayList<>(receipt.problems());
        HeldRemovals heldRemovals = plan.pendingRemovals().held();
        if (heldRemovals != null) {
            out.add(heldRemovals.problem());
        }
        return all.with("out", out);
    }

    /** Returns the folded file names with claims that this cycle may have changed. Only these are planned again. */
    Set<String> affectedNames() {
        return affectedNames;
    }

    /** Returns the targets that changed, for the journal; null for those that are gone. */
    Map<String, @Nullable BuildTarget> changedTargets() {
        return changedTargets;
    }

    /** Returns the work for later cycles. */
    PendingWork pending() {
        return pending;
    }

    /**
     * Replaces a target and its problems.
     *
     * @param before the target before; null when there was none
     * @param after the target now; null when it is gone
     * @param problems why a part of it failed; empty when none did
     */
    void replace(String key, @Nullable BuildTarget before, @Nullable BuildTarget after, List<Problem> problems) {
        setProblems(key, problems);
        BuildTarget shared = after == null
                ? null
                : new BuildTarget(
                        key,
                        after.outputs(),
                        dependencyIndex.intern(after.dependencies()),
                        // Equal lists are stored once.
                        before != null && before.sourceFiles().equals(after.sourceFiles())
                                ? before.sourceFiles()
                                : after.sourceFiles());
        if (Objects.equals(before, shared)) {
            return;
        }
        DependencySet none = DependencySet.none();
        dependencyIndex = dependencyIndex.with(
                key, before == null ? none : before.dependencies(), shared == null ? none : shared.dependencies());
        affectedNames.addAll(OutputIndex.changedNames(before, shared));
        outputIndex = shared == null ? outputIndex.without(key) : outputIndex.with(shared);
        if (before == null || shared == null || !shared.hasSameMemo(before)) {
            changedTargets.put(key, shared);
        }
    }

    /**
     * Replaces a target with what was made, and records its dependencies and the input files that it came from. After
     * a failure, the old input files still count, because old outputs stay.
     */
    void record(
            String key,
            @Nullable BuildTarget old,
            Set<Dependency> lookedUp,
            Set<String> sourceFiles,
            OutputRenderer.RenderedOutput made) {
        Set<Dependency> dependencies = new LinkedHashSet<>(lookedUp);
        made.fragments().forEach(path -> dependencies.add(new Dependency(Dependency.DependencyKind.FRAGMENT, path)));
        if (!dependencies.equals(lastDependencies)) {
            lastDependencies = dependencies;
            lastSet = DependencySet.of(dependencies);
            lastFiles.clear();
            dependencies.forEach(dependency -> lastFiles.addAll(inputs.filesOf(dependency)));
        }
        sourceFiles.addAll(lastFiles);
        if (made.failed() && old != null) {
            sourceFiles.addAll(old.sourceFiles());
        }
        replace(key, old, new BuildTarget(key, made.outputs(), lastSet, List.copyOf(sourceFiles)), made.problems());
    }

    /**
     * Records the access rule of a phone for the files of its site.
     *
     * @param rule null if the phone is gone
     */
    void setPhoneRule(String mac, SiteRules.@Nullable PhoneRule rule) {
        SiteRules rules = outputIndex.siteRules();
        SiteRules.PhoneRule before = rules.phone(mac);
        if (rule != null && !rule.equals(lastRule)) {
            lastRule = rule;
        }
        outputIndex = outputIndex.with(rules.with(mac, rule == null ? null : lastRule));
        for (SiteRules.PhoneRule version : Arrays.asList(before, rule)) {
            // A problem of the site names the place of a phone, which can be another one now.
            for (String site : version == null ? Set.<String>of() : version.sites()) {
                if (outputIndex.siteRules() != rules
                        || !problemIndex.of(AccessPolicy.subject(site)).isEmpty()) {
                    sitesOfRules.add(site);
                }
            }
        }
    }

    /**
     * Returns the targets whose problems name places in files. If the extensions of these have other lines now, making the
     * targets again finds the places as they are. Notes the sites whose problems name such places.
     */
    Set<String> targetsNaming(Set<String> files) {
        Set<String> subjects = files.isEmpty() ? Set.of() : problemIndex.subjectsNaming(files);
        inputs.inventory().sites().stream()
                .filter(site -> subjects.contains(AccessPolicy.subject(site)))
                .forEach(sitesOfRules::add);
        return subjects.stream()
                .filter(subject -> inputs.inventory().macs().contains(subject) || target(subject) != null)
                .collect(Collectors.toSet());
    }

    /** Returns the sites whose access rules, or the problems with them, may have changed. */
    Set<String> sitesWithOtherRules() {
        return sitesOfRules;
    }

    /** Whether a site had phones after the last cycle and has none now, or the reverse. */
    boolean hasFirstOrLastPhone(String site) {
        return rulesBefore.hasPhones(site) != outputIndex.siteRules().hasPhones(site);
    }

    /** Replaces the problems of a subject: the key of a target, or another name such as {@code AccessPolicy.FLEET}. */
    void setProblems(String subject, List<Problem> problems) {
        problemIndex = problemIndex.with(subject, problems);
    }

    /** Notes that a target waits until an input is readable. */
    void awaitInput(String input, String targetKey) {
        outputIndex = outputIndex.withWaiting(input, targetKey);
    }

    /** Notes that a later cycle makes a target. */
    void addPending(PendingReason reason, String targetKey) {
        pending = pending.with(reason, targetKey);
    }

    /** Removes a target from the pending ones of a reason. */
    void removePending(PendingReason reason, String targetKey) {
        pending = pending.without(reason, targetKey);
    }

    /** Records how many steps a phone's files took; 0 when nothing was rendered. */
    void recordSteps(String mac, String template, long steps) {
        pending = steps == 0 ? pending : pending.withSteps(mac, template, steps);
    }

    /** Forgets the costly template of a phone, because the phone has no template now. */
    void forgetSteps(String mac) {
        pending = pending.withoutSteps(mac);
    }

    /** Plans these folded names too. */
    void addNames(Collection<String> names) {
        affectedNames.addAll(names);
    }

    /** Plans all file names of a target again, also those that did not change. */
    void addNames(String key) {
        BuildTarget buildTarget = target(key);
        if (buildTarget != null) {
            buildTarget.outputs().forEach(output -> affectedNames.add(FileNames.fold(output.path())));
        }
    }
}
