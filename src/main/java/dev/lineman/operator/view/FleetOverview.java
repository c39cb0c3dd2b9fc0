package dev.lineman.operator.view;

import dev.lineman.build.report.CheckedOutCommit;
import dev.lineman.build.report.CycleEntry;
import dev.lineman.build.report.WaitReason;
import dev.lineman.build.report.WatchMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fleet at a glance.
 *
 * @param version of the program
 * @param ready whether the inputs have been published since the start
 * @param commit what the inputs' work tree has checked out; null when it is none
 * @param waiting what the agent waits for now
 * @param phones how many there are in each state
 * @param age in seconds, since the last request that was served, of the quantiles 0.5, 0.9 and 1 of all phones that were
 *     ever served; empty when none was
 * @param cycles the last that did something, the newest first
 * @param unknown how many MACs that nobody has were asked for
 */
public record FleetOverview(
        String version,
        boolean ready,
        Instant started,
        @Nullable CheckedOutCommit commit,
        WatchMode watching,
        List<WaitReason> waiting,
        int extensions,
        Map<PhoneState, Integer> phones,
        Map<Double, Long> age,
        Files files,
        int errors,
        int warnings,
        int unknown,
        List<CycleEntry> cycles) {

    public FleetOverview {
        waiting = List.copyOf(waiting);
        phones = Map.copyOf(phones);
        age = Map.copyOf(age);
        cycles = List.copyOf(cycles);
    }

    /**
     * What is published.
     *
     * @param published how many files
     * @param lastGood how many of them are what their phone or site had before it failed
     * @param held how many that nothing makes any more stay until somebody confirms that they may go
     * @param heldDigest the digest to confirm; null when nothing is held
     */
    public record Files(
            int published, int lastGood, int held, @Nullable String heldDigest) {}

    /** How many phones are in a state. */
    public int phones(PhoneState state) {
        return phones.getOrDefault(state, 0);
    }

    /** How many phones there are. */
    public int total() {
        return phones.values().stream().mapToInt(Integer::intValue).sum();
    }
}
