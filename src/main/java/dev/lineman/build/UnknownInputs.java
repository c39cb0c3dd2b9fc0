package dev.lineman.build;

import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.FolderDefaults;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What becomes of units that were made from something which nobody can read since the start. */
final class UnknownInputs {
    private UnknownInputs() {}

    /**
     * At the start, units that were made from what cannot be read now have to wait: what it said, nobody knows any more. What
     * breaks later has its last good content, and what is broken from its first moment has said nothing yet.
     */
    static OutputIndex waiting(OutputIndex outputIndex, Snapshot snapshot) {
        Set<String> doubts = new TreeSet<>(snapshot.unknownFiles());
        snapshot.blocked().stream().filter(snapshot::isUnknown).forEach(doubts::add);
        if (doubts.isEmpty()) {
            return outputIndex;
        }
        Set<String> extensions = new TreeSet<>(doubts);
        extensions.removeIf(path -> !(path + '/').startsWith(FolderNames.EXTENSIONS + '/'));
        OutputIndex waiting = outputIndex;
        for (BuildTarget buildTarget : outputIndex.targets()) {
            for (String owner : buildTarget.sourceFiles()) {
                waiting = snapshot.isUnknown(owner) ? waiting.withWaiting(owner, buildTarget.key()) : waiting;
            }
            for (String path : TargetKey.isSite(buildTarget.key()) ? extensions : Set.<String>of()) {
                waiting = waiting.withWaiting(path, buildTarget.key());
            }
        }
        return waiting;
    }

    /** The defaults over a new phone that others wait for: they may say who may fetch its files. Null when there are none. */
    static @Nullable String over(Phone phone, OutputIndex outputIndex) {
        if (outputIndex.awaitedInputs().isEmpty()) {
            return null;
        }
        for (Account account : phone.accounts()) {
            String path = account.file();
            for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                String defaults = path.substring(0, slash + 1) + FolderDefaults.FILE_NAME;
                if (outputIndex.awaitedInputs().contains(defaults)) {
                    return defaults;
                }
            }
        }
        return null;
    }

    /** The ledger in which nobody waits for what can be read by now. */
    static OutputIndex arrived(OutputIndex outputIndex, Snapshot snapshot) {
        OutputIndex rest = outputIndex;
        for (String input : outputIndex.awaitedInputs()) {
            if (!snapshot.isUnknown(input)) {
                rest = rest.withoutWaitingFor(input);
            }
        }
        return rest;
    }
}
