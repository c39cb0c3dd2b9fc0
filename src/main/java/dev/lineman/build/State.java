package dev.lineman.build;

import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.impact.DependencyIndex;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.memory.TargetMemos;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.HeldRemovals;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.plan.PendingRemovals;
import dev.lineman.build.report.WaitReason;
import dev.lineman.fs.FileNames;
import dev.lineman.input.StaticFile;
import dev.lineman.input.snapshot.InputMounts;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.problem.Problem;
import dev.lineman.problem.ProblemIndex;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * All that the agent knows between two cycles. Immutable and persistent: the next one shares all that did not change.
 *
 * @param snapshot the input files
 * @param inputs what they say
 * @param outputIndex who makes which file
 * @param dependencyIndex who looked what up
 * @param problemIndex the problems of phones, sites and names; those of files are in the snapshot
 * @param pendingRemovals the files that go when nobody claims them for long enough
 * @param pending what is still to be made
 */
public record State(
        Snapshot snapshot,
        BuildInputs inputs,
        OutputIndex outputIndex,
        DependencyIndex dependencyIndex,
        ProblemIndex problemIndex,
        PendingRemovals pendingRemovals,
        PendingWork pending) {

    /** Before the first cycle: only what earlier runs have made is known. */
    public static State of(OutputIndex restored) {
        return of(restored, Set.of());
    }

    /** The same, with what is remembered of an earlier run. */
    public static State of(TargetMemos last) {
        return of(OutputIndex.of(last.buildTargets().values()), last.slowTemplates());
    }

    private static State of(OutputIndex restored, Set<String> costly) {
        return new State(
                Snapshot.empty(),
                BuildInputs.NONE,
                restored,
                DependencyIndex.empty(),
                ProblemIndex.empty(),
                PendingRemovals.NONE,
                PendingWork.atStart(costly));
    }

    /** Whether the inputs were looked at since the start. */
    public boolean reconciled() {
        return !pending.starting();
    }

    /** This state when other mounts are known: those that earlier runs have noted. */
    public State with(InputMounts mounts) {
        return new State(
                snapshot.with(mounts), inputs, outputIndex, dependencyIndex, problemIndex, pendingRemovals, pending);
    }

    /** This state when somebody has said that files are meant to go whose mounts are gone. */
    State lettingGo(Predicate<String> confirmed) {
        Set<String> paths = snapshot.mounts().confirmedPaths(confirmed);
        if (paths.isEmpty()) {
            return this;
        }
        Set<String> names = new LinkedHashSet<>();
        for (BuildTarget buildTarget : outputIndex.targets()) {
            if (buildTarget.sourceFiles().stream()
                    .anyMatch(owner -> paths.stream().anyMatch(path -> isWithin(path, owner)))) {
                buildTarget.outputs().forEach(output -> names.add(FileNames.fold(output.path())));
            }
        }
        PendingRemovals meant = pendingRemovals.withConfirmed(names);
        return new State(snapshot, inputs, outputIndex, dependencyIndex, problemIndex, meant, pending)
                .with(snapshot.mounts().withoutKnown(paths));
    }

    private static boolean isWithin(String folder, String path) {
        return path.equals(folder) || path.startsWith(folder + '/');
    }

    /** This state when a file has just these problems besides those of its content. */
    State finding(String file, List<Problem> problems) {
        return new State(
                snapshot,
                inputs,
                outputIndex,
                dependencyIndex,
                problemIndex.with(file, problems),
                pendingRemovals,
                pending);
    }

    /** Whether a MAC is a phone's: by the inputs, or while they cannot be read by what was made of them. */
    public boolean hasPhone(String mac) {
        return inputs.inventory().macs().contains(mac) || outputIndex.target(mac) != null;
    }

    /** Every problem there is, without those it concerns; see {@link #described}. */
    public Set<Problem> problems() {
        Set<Problem> problems = new TreeSet<>(snapshot.problems());
        problems.addAll(inputs.inventory().conflicts());
        problems.addAll(problemIndex.problems());
        return problems;
    }

    /** Whether nothing was found or solved since another state; does not look at those of phones one by one. */
    public boolean hasTheProblemsOf(State other) {
        return problemIndex == other.problemIndex
                && snapshot.problems().equals(other.snapshot.problems())
                && Set.copyOf(inputs.inventory().conflicts())
                        .equals(Set.copyOf(other.inputs.inventory().conflicts()));
    }

    /** What keeps changes of the inputs from being published. */
    public Set<WaitReason.WaitCause> waiting() {
        Set<WaitReason.WaitCause> causes = new LinkedHashSet<>();
        snapshot.mounts()
                .lostMounts()
                .values()
                .forEach(mount -> causes.add(new WaitReason.WaitCause(WaitReason.WaitKind.MOUNT, mount.point())));
        snapshot.beingWritten()
                .forEach((path, cutShort) -> causes.add(new WaitReason.WaitCause(
                        cutShort ? WaitReason.WaitKind.FILE_CUT_SHORT : WaitReason.WaitKind.FILE_BEING_WRITTEN, path)));
        largeFiles().forEach(path -> causes.add(new WaitReason.WaitCause(WaitReason.WaitKind.LARGE_FILE, path)));
        HeldRemovals heldRemovals = pendingRemovals.held();
        if (heldRemovals != null) {
            causes.add(new WaitReason.WaitCause(WaitReason.WaitKind.REMOVAL_GUARD, heldRemovals.digest()));
        } else if (!pendingRemovals.unclaimed().isEmpty()) {
            causes.add(new WaitReason.WaitCause(WaitReason.WaitKind.REMOVALS, "files that nothing makes any more"));
        }
        return causes;
    }

    /** Large static files that are being hashed or copied in the background. */
    public Set<String> largeFiles() {
        Set<String> paths = new TreeSet<>(snapshot.beingHashed());
        for (String unit : pending.units(PendingWork.PendingReason.UNAVAILABLE)) {
            if (TargetKey.isStatic(unit)
                    && problemIndex.of(unit).isEmpty()
                    && snapshot.document(TargetKey.path(unit)) instanceof StaticFile) {
                paths.add(TargetKey.path(unit));
            }
        }
        return paths;
    }

    /** Problems as people are told of them. */
    public List<Problem> described(Collection<Problem> problems) {
        return problems.stream()
                .map(problem -> problemIndex.withSubjectNames(problem, TargetKey::shown))
                .sorted()
                .toList();
    }
}
