package dev.lineman.operator.fleet;

import dev.lineman.access.FileAccess;
import dev.lineman.access.MacFinder;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.operator.view.PhoneFile;
import dev.lineman.operator.view.PhoneState;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishedFile;
import dev.lineman.serve.visits.Visit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is published for phones, held against what they fetched. */
final class PhoneFileStatus {
    private PhoneFileStatus() {}

    /**
     * The files that are published for a phone.
     *
     * @param buildTarget what the phone makes; null when it is not known
     * @param visits the phone's
     */
    static List<PhoneFile> of(
            String mac, @Nullable BuildTarget buildTarget, Publication publication, List<Visit> visits) {
        List<PhoneFile> files = new ArrayList<>(1);
        Set<String> seen = new HashSet<>();
        for (Output output : buildTarget == null ? List.<Output>of() : buildTarget.outputs()) {
            PublishedFile entry = publication.find(output.path());
            if (entry != null && seen.add(entry.path())) {
                files.add(file(mac, entry, visits));
            }
        }
        return files;
    }

    private static PhoneFile file(String mac, PublishedFile entry, List<Visit> visits) {
        Visit served = null;
        Visit refused = null;
        Visit latest = null;
        for (Visit visit : visits) {
            if (visit.served() && (latest == null || visit.second() > latest.second())) {
                latest = visit;
            }
            if (visit.file().equals(entry.path())) {
                served = served == null && visit.served() ? visit : served;
                refused = refused == null && !visit.served() ? visit : refused;
            }
        }
        PhoneState state = isOf(mac, entry) ? state(entry, served, refused, latest) : null;
        return new PhoneFile(entry.path(), entry.length(), entry.digest(), entry.modified(), state, served, refused);
    }

    /** Whether requests for a file are put down to this phone. */
    private static boolean isOf(String mac, PublishedFile entry) {
        String named = MacFinder.findInPath(entry.path());
        String access = entry.access();
        return mac.equals(access.isEmpty() ? named : FileAccess.parse(access).owner(named));
    }

    /**
     * Whether the phone has this file. Not every phone asks for every file that its model may have: one that it never asked
     * for is not missing when it has asked for others since this one was published.
     *
     * @param latest when it was last served any of its files
     */
    private static PhoneState state(
            PublishedFile entry, @Nullable Visit served, @Nullable Visit refused, @Nullable Visit latest) {
        boolean unwanted = served == null && refused == null;
        if (unwanted && latest != null && latest.second() > entry.modifiedEpochSecond()) {
            return PhoneState.UP_TO_DATE;
        }
        if (served != null && served.digest().equals(entry.digest())) {
            return PhoneState.UP_TO_DATE;
        }
        if (refused != null && (served == null || refused.second() > served.second())) {
            return PhoneState.REFUSED;
        }
        return latest == null ? PhoneState.NEVER : PhoneState.OLDER;
    }

    /** The state of a phone with these files. */
    static PhoneState state(List<PhoneFile> files) {
        PhoneState worst = null;
        for (PhoneFile file : files) {
            PhoneState state = file.state();
            if (state != null && (worst == null || worst == PhoneState.UP_TO_DATE || state == PhoneState.REFUSED)) {
                worst = state;
            }
        }
        return worst == null ? PhoneState.NO_FILE : worst;
    }
}
