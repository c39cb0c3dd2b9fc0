package dev.lineman.agent;

import dev.lineman.impact.Dependencies;
import dev.lineman.impact.Inputs;
import dev.lineman.impact.UnitKey;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Removals;
import dev.lineman.problem.Findings;
import dev.lineman.problem.Problem;
import dev.lineman.source.Snapshot;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that the agent knows between two cycles. Immutable and persistent: the next one shares all that did not change.
 *
 * @param snapshot the input files
 * @param inputs what they say
 * @param ledger who makes which file
 * @param dependencies who looked what up
 * @param findings the problems of phones, sites and names; those of files are in the snapshot
 * @param removals the files that go when nobody claims them for long enough
 * @param due the units of sites that are to be made next: phones come first
 * @param owed the units with files whose bytes could not be had, and that are to be made again
 * @param reconciled whether the inputs were looked at since the start
 */
record State(
        Snapshot snapshot,
        Inputs inputs,
        Ledger ledger,
        Dependencies dependencies,
        Findings findings,
        Removals removals,
        Set<String> due,
        Set<String> owed,
        boolean reconciled) {

    /** Before the first cycle: only what earlier runs have made is known. */
    static State of(Ledger restored) {
        return new State(
                Snapshot.empty(),
                Inputs.NONE,
                restored,
                Dependencies.none(),
                Findings.none(),
                Removals.NONE,
                Set.of(),
                Set.of(),
                false);
    }

    /** This state when a file has just these problems besides those of its content. */
    State finding(String file, List<Problem> problems) {
        return new State(
                snapshot, inputs, ledger, dependencies, findings.with(file, problems), removals, due, owed, reconciled);
    }

    /** Whether a MAC is a phone's: by the inputs, or while they cannot be read by what was made of them. */
    boolean hasPhone(String mac) {
        return inputs.inventory().macs().contains(mac) || ledger.unit(mac) != null;
    }

    /** Every problem there is, without those it concerns; see {@link #described}. */
    Set<Problem> problems() {
        Set<Problem> problems = new TreeSet<>(snapshot.problems());
        problems.addAll(inputs.inventory().conflicts());
        problems.addAll(findings.problems());
        return problems;
    }

    /** Whether nothing was found or solved since another state; does not look at those of phones one by one. */
    boolean hasTheProblemsOf(State other) {
        return findings == other.findings
                && snapshot.problems().equals(other.snapshot.problems())
                && Set.copyOf(inputs.inventory().conflicts())
                        .equals(Set.copyOf(other.inputs.inventory().conflicts()));
    }

    /** Problems as people are told of them. */
    List<Problem> described(Collection<Problem> problems) {
        return problems.stream()
                .map(problem -> findings.described(problem, UnitKey::shown))
                .sorted()
                .toList();
    }
}
