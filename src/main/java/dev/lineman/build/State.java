package dev.lineman.build;

import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.impact.DependencyIndex;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.memo.TargetMemos;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.HeldRemovals;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.plan.PendingRemovals;
import dev.lineman.build.report.ProblemReport;
import dev.lineman.build.report.WaitReason;
import dev.lineman.build.usage.UsageIndex;
import dev.lineman.fs.FileNames;
import dev.lineman.input.StaticFile;
import dev.lineman.input.snapshot.InputMounts;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.problem.Problem;
import dev.lineman.problem.ProblemFolding;
import dev.lineman.problem.ProblemIndex;
import dev.lineman.resolve.url.ServingPath;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What the agent knows between two cycles. {@link Cycle} makes the next state from it, and readers such as the status
 * page use it at the same time. Immutable and persistent: two states share what did not change.
 *
 * @param snapshot the input files
 * @param inputs the content of the input files: inventory, templates, secrets
 * @param outputIndex which target makes which file
 * @param dependencyIndex which target depends on which fact
 * @param problemIndex the problems of targets and file names; those of input files are in the snapshot
 * @param usageIndex which phones see which layers of defaults
 * @param pendingRemovals published files without a target, which are removed after a wait
 * @param pending targets that are still to be made
 */
public record State(
        Snapshot snapshot,
        BuildInputs inputs,
        OutputIndex outputIndex,
        DependencyIndex dependencyIndex,
        ProblemIndex problemIndex,
        UsageIndex usageIndex,
        PendingRemovals pendingRemovals,
        PendingWork pending) {

    /** The state before the first cycle, when only earlier outputs are known. */
    public static State of(OutputIndex restored) {
        return of(restored, Set.of());
    }

    /** The state before the first cycle, from the memos of an earlier run. */
    public static State of(TargetMemos last) {
        return of(OutputIndex.of(last.buildTargets().values()), last.costlyTemplates());
    }

    /**
     * A state without inputs.
     *
     * @param costly the paths of the templates that were costly in an earlier run
     */
    private static State of(OutputIndex restored, Set<String> costly) {
        return new State(
                Snapshot.empty(),
                BuildInputs.NONE,
                restored,
                DependencyIndex.empty(),
                ProblemIndex.empty(),
                UsageIndex.EMPTY,
                PendingRemovals.NONE,
                PendingWork.atStart(costly));
    }

    /** Returns whether a cycle has read the inputs since the start. */
    public boolean reconciled() {
        return !pending.starting();
    }

    /** Returns this state with the mounts that an earlier run recorded. */
    public State with(InputMounts mounts) {
        return new State(
                snapshot.with(mounts),
                inputs,
                outputIndex,
                dependencyIndex,
                problemIndex,
                usageIndex,
                pendingRemovals,
                pending);
    }

    /**
     * Returns this state, with placeholders for missing secrets and environment variables if they are assumed, in it and
     * in the states after it.
     */
    public State assumingSecrets(boolean assumed) {
        return assumed ? with(inputs.with(inputs.secrets().assumingMissing())) : this;
    }

    /** Returns this state for an agent that serves files below a path, and with it the states after it. */
    public State servedAt(ServingPath servingPath) {
        return with(inputs.servedAt(servingPath));
    }

    private State with(BuildInputs other) {
        return new State(
                snapshot, other, outputIndex, dependencyIndex, problemIndex, usageIndex, pendingRemovals, pending);
    }

    /**
     * Returns this state after the operator approved the loss of missing mounts: it forgets the mounts, and their
     * files may be removed.
     *
     * @param confirmed whether the digest of a missing mount is approved
     */
    State withApprovedMounts(Predicate<String> confirmed) {
        Set<String> paths = snapshot.mounts().confirmedPaths(confirmed);
        if (paths.isEmpty()) {
            return this;
        }
        Set<String> names = new LinkedHashSet<>();
        for (BuildTarget buildTarget : outputIndex.targets()) {
            if (buildTarget.sourceFiles().stream()
                    .anyMatch(sourceFile -> paths.stream().anyMatch(path -> isWithin(path, sourceFile)))) {
                buildTarget.outputs().forEach(output -> names.add(FileNames.fold(output.path())));
            }
        }
        PendingRemovals meant = pendingRemovals.withConfirmed(names);
        return new State(snapshot, inputs, outputIndex, dependencyIndex, problemIndex, usageIndex, meant, pending)
                .with(snapshot.mounts().withoutKnown(paths));
    }

    /** Returns whether a path is a folder or lies below it. */
    private static boolean isWithin(String folder, String path) {
        return path.equals(folder) || path.startsWith(folder + '/');
    }

    /** Returns this state with other problems of a file, besides those of its content. */
    State withProblems(String file, List<Problem> problems) {
        return new State(
                snapshot,
                inputs,
                outputIndex,
                dependencyIndex,
                problemIndex.with(file, problems),
                usageIndex,
                pendingRemovals,
                pending);
    }

    /**
     * Returns whether a MAC belongs to a phone: in the inputs, or in the last publication while the inputs cannot be
     * read.
     */
    public boolean hasPhone(String mac) {
        return inputs.inventory().macs().contains(mac) || outputIndex.target(mac) != null;
    }

    /** Returns all problems, sorted. For people, see {@link #report}. */
    public Set<Problem> problems() {
        Set<Problem> problems = new TreeSet<>(snapshot.problems());
        problems.addAll(inputs.inventory().conflicts());
        problems.addAll(inputs.inventory().contactProblems());
        problems.addAll(inputs.catalog().modelProblems());
        problems.addAll(problemIndex.problems());
        return problems;
    }

    /**
     * Returns whether two states certainly have the same problems. Compares the problem index by identity, so it is
     * fast.
     */
    public boolean hasSameProblemsAs(State other) {
        return problemIndex == other.problemIndex
                && snapshot.problems().equals(other.snapshot.problems())
                && inputs.catalog()
                        .modelProblems()
                        .equals(other.inputs.catalog().modelProblems())
                && Set.copyOf(inputs.inventory().conflicts())
                        .equals(Set.copyOf(other.inputs.inventory().conflicts()))
                && Set.copyOf(inputs.inventory().contactProblems())
                        .equals(Set.copyOf(other.inputs.inventory().contactProblems()));
    }

    /** Returns the reasons why changes of the inputs are not published yet. */
    public Set<WaitReason.WaitCause> waitCauses() {
        Set<WaitReason.WaitCause> causes = new LinkedHashSet<>();
        snapshot.mounts()
                .lostMounts()
                .values()
                .forEach(mount -> causes.add(new WaitReason.WaitCause(WaitReason.WaitKind.MOUNT, mount.point())));
        snapshot.beingWritten()
                .forEach((path, cutShort) -> causes.add(new WaitReason.WaitCause(
                        cutShort ? WaitReason.WaitKind.FILE_CUT_SHORT : WaitReason.WaitKind.FILE_BEING_WRITTEN, path)));
        pendingLargeFiles().forEach(path -> causes.add(new WaitReason.WaitCause(WaitReason.WaitKind.LARGE_FILE, path)));
        HeldRemovals heldRemovals = pendingRemovals.held();
        if (heldRemovals != null) {
            causes.add(new WaitReason.WaitCause(WaitReason.WaitKind.REMOVAL_GUARD, heldRemovals.digest()));
        } else if (!pendingRemovals.unclaimed().isEmpty()) {
            causes.add(new WaitReason.WaitCause(WaitReason.WaitKind.REMOVALS, "files that nothing makes any more"));
        }
        return causes;
    }

    /** Returns the paths of large static files that are being hashed or copied in the background. */
    public Set<String> pendingLargeFiles() {
        Set<String> paths = new TreeSet<>(snapshot.beingHashed());
        for (String targetKey : pending.targets(PendingWork.PendingReason.UNAVAILABLE)) {
            if (TargetKey.isStatic(targetKey)
                    && problemIndex.of(targetKey).isEmpty()
                    && snapshot.document(TargetKey.path(targetKey)) instanceof StaticFile) {
                paths.add(TargetKey.path(targetKey));
            }
        }
        return paths;
    }

    /** Returns the problems for people: causes with their consequences, and the names of the targets that they affect. */
    public ProblemReport report() {
        return new ProblemReport(problems(), snapshot, outputIndex, problemIndex);
    }

    /**
     * Returns problems with the cause in place of those that follow from it.
     *
     * @param some problems of this state
     */
    public List<Problem> causes(Collection<Problem> some) {
        return some.isEmpty() ? List.of() : new ProblemFolding(snapshot.problems()).causes(some);
    }
}
