package dev.lineman.cycle;

import dev.lineman.disk.FileName;
import dev.lineman.impact.Dependencies;
import dev.lineman.impact.Inputs;
import dev.lineman.impact.UnitKey;
import dev.lineman.plan.Held;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Removals;
import dev.lineman.plan.Unit;
import dev.lineman.problem.Findings;
import dev.lineman.problem.Problem;
import dev.lineman.recall.Remembered;
import dev.lineman.report.Waiting;
import dev.lineman.source.Mounts;
import dev.lineman.source.Snapshot;
import dev.lineman.source.StaticFile;
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
 * @param ledger who makes which file
 * @param dependencies who looked what up
 * @param findings the problems of phones, sites and names; those of files are in the snapshot
 * @param removals the files that go when nobody claims them for long enough
 * @param pending what is still to be made
 */
public record State(
        Snapshot snapshot,
        Inputs inputs,
        Ledger ledger,
        Dependencies dependencies,
        Findings findings,
        Removals removals,
        PendingWork pending) {

    /** Before the first cycle: only what earlier runs have made is known. */
    public static State of(Ledger restored) {
        return of(restored, Set.of());
    }

    /** The same, with what is remembered of an earlier run. */
    public static State of(Remembered last) {
        return of(Ledger.of(last.units().values()), last.costly());
    }

    private static State of(Ledger restored, Set<String> costly) {
        return new State(
                Snapshot.empty(),
                Inputs.NONE,
                restored,
                Dependencies.none(),
                Findings.none(),
                Removals.NONE,
                PendingWork.atStart(costly));
    }

    /** Whether the inputs were looked at since the start. */
    public boolean reconciled() {
        return !pending.starting();
    }

    /** This state when other mounts are known: those that earlier runs have noted. */
    public State with(Mounts mounts) {
        return new State(snapshot.with(mounts), inputs, ledger, dependencies, findings, removals, pending);
    }

    /** This state when somebody has said that files are meant to go whose mounts are gone. */
    State lettingGo(Predicate<String> confirmed) {
        Set<String> paths = snapshot.mounts().meant(confirmed);
        if (paths.isEmpty()) {
            return this;
        }
        Set<String> names = new LinkedHashSet<>();
        for (Unit unit : ledger.units()) {
            if (unit.owners().stream().anyMatch(owner -> paths.stream().anyMatch(path -> isWithin(path, owner)))) {
                unit.outputs().forEach(output -> names.add(FileName.fold(output.path())));
            }
        }
        Removals meant = removals.meaning(names);
        return new State(snapshot, inputs, ledger, dependencies, findings, meant, pending)
                .with(snapshot.mounts().forgetting(paths));
    }

    private static boolean isWithin(String folder, String path) {
        return path.equals(folder) || path.startsWith(folder + '/');
    }

    /** This state when a file has just these problems besides those of its content. */
    State finding(String file, List<Problem> problems) {
        return new State(snapshot, inputs, ledger, dependencies, findings.with(file, problems), removals, pending);
    }

    /** Whether a MAC is a phone's: by the inputs, or while they cannot be read by what was made of them. */
    public boolean hasPhone(String mac) {
        return inputs.inventory().macs().contains(mac) || ledger.unit(mac) != null;
    }

    /** Every problem there is, without those it concerns; see {@link #described}. */
    public Set<Problem> problems() {
        Set<Problem> problems = new TreeSet<>(snapshot.problems());
        problems.addAll(inputs.inventory().conflicts());
        problems.addAll(findings.problems());
        return problems;
    }

    /** Whether nothing was found or solved since another state; does not look at those of phones one by one. */
    public boolean hasTheProblemsOf(State other) {
        return findings == other.findings
                && snapshot.problems().equals(other.snapshot.problems())
                && Set.copyOf(inputs.inventory().conflicts())
                        .equals(Set.copyOf(other.inputs.inventory().conflicts()));
    }

    /** What keeps changes of the inputs from being published. */
    public Set<Waiting.Cause> waiting() {
        Set<Waiting.Cause> causes = new LinkedHashSet<>();
        snapshot.mounts()
                .gone()
                .values()
                .forEach(mount -> causes.add(new Waiting.Cause(Waiting.Reason.MOUNT, mount.point())));
        snapshot.beingWritten()
                .forEach((path, cutShort) -> causes.add(new Waiting.Cause(
                        cutShort ? Waiting.Reason.FILE_CUT_SHORT : Waiting.Reason.FILE_BEING_WRITTEN, path)));
        largeFiles().forEach(path -> causes.add(new Waiting.Cause(Waiting.Reason.LARGE_FILE, path)));
        Held held = removals.held();
        if (held != null) {
            causes.add(new Waiting.Cause(Waiting.Reason.REMOVAL_GUARD, held.digest()));
        } else if (!removals.unclaimed().isEmpty()) {
            causes.add(new Waiting.Cause(Waiting.Reason.REMOVALS, "files that nothing makes any more"));
        }
        return causes;
    }

    /** Large static files that are being hashed or copied in the background. */
    public Set<String> largeFiles() {
        Set<String> paths = new TreeSet<>(snapshot.beingHashed());
        for (String unit : pending.units(PendingWork.Reason.UNAVAILABLE)) {
            if (UnitKey.isStatic(unit)
                    && findings.of(unit).isEmpty()
                    && snapshot.document(UnitKey.path(unit)) instanceof StaticFile) {
                paths.add(UnitKey.path(unit));
            }
        }
        return paths;
    }

    /** Problems as people are told of them. */
    public List<Problem> described(Collection<Problem> problems) {
        return problems.stream()
                .map(problem -> findings.described(problem, UnitKey::shown))
                .sorted()
                .toList();
    }
}
