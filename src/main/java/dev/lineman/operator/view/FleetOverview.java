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
 * The state of the agent and its fleet in numbers, for the start page, {@code /api/status} and the metrics.
 *
 * @param version of the program
 * @param ready whether the inputs were published since the start
 * @param started when the agent started
 * @param commit the commit that the work tree of the inputs has checked out; null without a work tree
 * @param watching how the agent notices changes
 * @param tls the provider of TLS; null if TLS is off
 * @param waiting what the agent waits for now
 * @param extensions the number of extensions
 * @param phones the number of phones in each state
 * @param age quantiles 0.5, 0.9 and 1 of the time since the last served request of each phone, in seconds; empty if
 *     none was ever served
 * @param files the numbers of published files
 * @param errors the number of problems that are errors
 * @param warnings the number of problems that are warnings
 * @param unknown the number of MACs that asked for a file and that no extension names
 * @param cycles the last cycles with a change, the newest first
 */
public record FleetOverview(
        String version,
        boolean ready,
        Instant started,
        @Nullable CheckedOutCommit commit,
        WatchMode watching,
        @Nullable String tls,
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
     * The numbers of published files.
     *
     * @param published all files
     * @param lastGood those that were kept because their phone or site failed
     * @param held those that no target makes any more and that stay until you approve their removal
     * @param heldDigest the digest to approve it with; null if none are held
     */
    public record Files(
            int published, int lastGood, int held, @Nullable String heldDigest) {}

    /** The number of phones in a state. */
    public int phones(PhoneState state) {
        return phones.getOrDefault(state, 0);
    }

    /** The number of phones. */
    public int total() {
        return phones.values().stream().mapToInt(Integer::intValue).sum();
    }
}
