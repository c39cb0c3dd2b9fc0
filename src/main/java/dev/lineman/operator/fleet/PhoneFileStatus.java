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
import dev.lineman.serve.visits.VisitLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the files that are published for a phone with those that it fetched. Stateless. */
final class PhoneFileStatus {
    private PhoneFileStatus() {}

    /**
     * The published files of a phone.
     *
     * @param buildTarget the target of the phone; null if it has none
     * @param log the requests of all phones
     */
    static List<PhoneFile> of(String mac, @Nullable BuildTarget buildTarget, Publication publication, VisitLog log) {
        List<Visit> visits = log.of(mac);
        // The state of a phone that was served does not depend on what it asked for in vain.
        PhoneState unserved =
                visits.stream().anyMatch(Visit::served) || log.missed(mac).isEmpty()
                        ? PhoneState.NEVER
                        : PhoneState.NOT_FOUND;
        List<PhoneFile> files = new ArrayList<>(1);
        Set<String> seen = new HashSet<>();
        for (Output output : buildTarget == null ? List.<Output>of() : buildTarget.outputs()) {
            PublishedFile entry = publication.find(output.path());
            if (entry != null && seen.add(entry.path())) {
                files.add(file(mac, entry, visits, unserved));
            }
        }
        return files;
    }

    /**
     * The state of one file, from the last request that was served and the last one that was refused.
     *
     * @param unserved the state of a phone that was served no file
     */
    private static PhoneFile file(String mac, PublishedFile entry, List<Visit> visits, PhoneState unserved) {
        Visit served = null;
        Visit refused = null;
        Visit latest = null;
        for (Visit visit : visits) {
            // The latest served request for any file of the phone, published or not.
            if (visit.served() && (latest == null || visit.second() > latest.second())) {
                latest = visit;
            }
            if (visit.file().equals(entry.path())) {
                served = served == null && visit.served() ? visit : served;
                refused = refused == null && !visit.served() ? visit : refused;
            }
        }
        PhoneState state = isOf(mac, entry) ? state(entry, served, refused, latest, unserved) : null;
        return new PhoneFile(entry.path(), entry.length(), entry.digest(), entry.modified(), state, served, refused);
    }

    /** Whether the agent attributes requests for a file to this phone. */
    private static boolean isOf(String mac, PublishedFile entry) {
        String named = MacFinder.findInPath(entry.path());
        String access = entry.access();
        return mac.equals(access.isEmpty() ? named : FileAccess.parse(access).owner(named));
    }

    /**
     * Whether the phone has this file. Some phones never ask for every file of their model. So a file without any
     * request counts as up to date if the phone was served another file after it was published.
     *
     * @param latest the last request for any of its files that was served
     * @param unserved the state without one
     */
    private static PhoneState state(
            PublishedFile entry,
            @Nullable Visit served,
            @Nullable Visit refused,
            @Nullable Visit latest,
            PhoneState unserved) {
        // No request for this file is known, served or refused.
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
        return latest == null ? unserved : PhoneState.OLDER;
    }

    /** The state of a phone: that of its worst file. */
    static PhoneState state(List<PhoneFile> files) {
        PhoneState worst = null;
        for (PhoneFile file : files) {
            PhoneState state = file.state();
            // From best to worst: up to date, older or unserved, refused.
            if (state != null && (worst == null || worst == PhoneState.UP_TO_DATE || state == PhoneState.REFUSED)) {
                worst = state;
            }
        }
        return worst == null ? PhoneState.NO_FILE : worst;
    }
}
