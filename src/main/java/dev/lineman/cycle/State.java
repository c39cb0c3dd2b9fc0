package dev.lineman.cycle;

import dev.lineman.disk.FileName;
import dev.lineman.impact.Dependencies;
import dev.lineman.impact.Inputs;
import dev.lineman.impact.UnitKey;
import dev.lineman.inventory.Secrets;
import dev.lineman.make.Folders;
import dev.lineman.plan.Held;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Removals;
import dev.lineman.plan.Unit;
import dev.lineman.problem.Findings;
import dev.lineman.problem.Problem;
import dev.lineman.recall.Lookups;
import dev.lineman.recall.Recalled;
import dev.lineman.report.Waiting;
import dev.lineman.source.Mounts;
import dev.lineman.source.Snapshot;
import dev.lineman.source.StaticFile;
import dev.lineman.template.Catalog;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
 * @param due the units that are to be made in any case: those of sites, after the phones, and at the start what is not known of
 * @param owed the units with files whose bytes could not be had, and that are to be made again
 * @param deferred the phones that are made after all others; those that wait are due
 * @param reconciled whether the inputs were looked at since the start
 */
public record State(
        Snapshot snapshot,
        Inputs inputs,
        Ledger ledger,
        Dependencies dependencies,
        Findings findings,
        Removals removals,
        Set<String> due,
        Set<String> owed,
        Deferred deferred,
        boolean reconciled) {

    /** Before the first cycle: only what earlier runs have made is known. */
    public static State of(Ledger restored) {
        return new State(
                Snapshot.empty(),
                Inputs.NONE,
                restored,
                Dependencies.none(),
                Findings.none(),
                Removals.NONE,
                Set.of(),
                Set.of(),
                Deferred.NONE,
                false);
    }

    /**
     * Before the first cycle, when it is remembered what the inputs said as well.
     *
     * @param restored the units, by their keys
     */
    public static State of(Map<String, Unit> restored, Recalled recalled) {
        Lookups.Recognised recognised = recalled.lookups().recognise(restored);
        Set<String> due = new LinkedHashSet<>(recalled.due().keySet());
        Map<String, String> waiting = new HashMap<>(recalled.due());
        waiting.values().removeIf(String::isEmpty);
        due.addAll(recognised.strange());
        Ledger ledger = Ledger.of(recognised.units());
        Dependencies dependencies = Dependencies.of(recognised.readers());
        return new State(
                Snapshot.recalling(recalled.files()),
                new Inputs(recalled.inventory().join(), Catalog.EMPTY, Secrets.NONE),
                ledger,
                dependencies,
                Findings.none(),
                Removals.NONE,
                due,
                Set.of(),
                Deferred.of(waiting),
                false);
    }

    /** This state when other mounts are known: those that earlier runs have noted. */
    public State with(Mounts mounts) {
        return new State(
                snapshot.with(mounts),
                inputs,
                ledger,
                dependencies,
                findings,
                removals,
                due,
                owed,
                deferred,
                reconciled);
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
        return new State(
                snapshot.with(snapshot.mounts().forgetting(paths)),
                inputs,
                ledger,
                dependencies,
                findings,
                removals.meaning(names),
                due,
                owed,
                deferred,
                reconciled);
    }

    private static boolean isWithin(String folder, String path) {
        return path.equals(folder) || path.startsWith(folder + '/');
    }

    /** This state when a file has just these problems besides those of its content. */
    State finding(String file, List<Problem> problems) {
        return new State(
                snapshot,
                inputs,
                ledger,
                dependencies,
                findings.with(file, problems),
                removals,
                due,
                owed,
                deferred,
                reconciled);
    }

    /** Whether a MAC is a phone's: by the inputs, or while they cannot be read by what was made of them. */
    public boolean hasPhone(String mac) {
        return inputs.inventory().macs().contains(mac) || ledger.unit(mac) != null;
    }

    /**
     * The units that the next start has to make again in any case: what has problems tells of them only then, what has no
     * files is not remembered with them, and nor is what a file has said that is broken now.
     *
     * @return their keys, each with the path of its template where that is to be made after all others, else with an empty text
     */
    public Map<String, String> unsettled() {
        Set<String> unsettled = new LinkedHashSet<>(due);
        unsettled.addAll(owed);
        ledger.awaited().forEach(input -> unsettled.addAll(ledger.waitingFor(input)));
        for (String subject : findings.subjects()) {
            if (hasPhone(subject) || UnitKey.isSite(subject) || UnitKey.isStatic(subject)) {
                unsettled.add(subject);
            }
        }
        // The files of a site were made of all extensions, which are not among their owners.
        boolean sites = snapshot.complainsWithin(Folders.EXTENSIONS);
        for (Unit unit : ledger.units()) {
            if (unit.outputs().isEmpty()
                    || (sites && UnitKey.isSite(unit.key()))
                    || unit.owners().stream().anyMatch(snapshot::complains)) {
                unsettled.add(unit.key());
            }
        }
        Map<String, String> templates = new LinkedHashMap<>();
        for (String unit : unsettled) {
            String waiting = deferred.waiting().getOrDefault(unit, "");
            templates.put(unit, deferred.expensive().getOrDefault(unit, waiting));
        }
        return templates;
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
        for (String unit : owed) {
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
