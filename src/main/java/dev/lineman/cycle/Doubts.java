package dev.lineman.cycle;

import dev.lineman.impact.UnitKey;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Defaults;
import dev.lineman.inventory.Phone;
import dev.lineman.make.Folders;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Unit;
import dev.lineman.source.Snapshot;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What becomes of units that were made from something which nobody can read since the start. */
final class Doubts {
    private Doubts() {}

    /**
     * At the start, units that were made from what cannot be read now have to wait: what it said, nobody knows any more. What
     * breaks later has its last good content, and what is broken from its first moment has said nothing yet.
     */
    static Ledger waiting(Ledger ledger, Snapshot snapshot) {
        Set<String> doubts = new TreeSet<>(snapshot.unknowns());
        snapshot.blocked().stream().filter(snapshot::unknown).forEach(doubts::add);
        if (doubts.isEmpty()) {
            return ledger;
        }
        Set<String> extensions = new TreeSet<>(doubts);
        extensions.removeIf(path -> !(path + '/').startsWith(Folders.EXTENSIONS + '/'));
        Ledger waiting = ledger;
        for (Unit unit : ledger.units()) {
            for (String owner : unit.owners()) {
                waiting = snapshot.unknown(owner) ? waiting.waiting(owner, unit.key()) : waiting;
            }
            for (String path : UnitKey.isSite(unit.key()) ? extensions : Set.<String>of()) {
                waiting = waiting.waiting(path, unit.key());
            }
        }
        return waiting;
    }

    /** The defaults over a new phone that others wait for: they may say who may fetch its files. Null when there are none. */
    static @Nullable String over(Phone phone, Ledger ledger) {
        if (ledger.awaited().isEmpty()) {
            return null;
        }
        for (Account account : phone.accounts()) {
            String path = account.file();
            for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                String defaults = path.substring(0, slash + 1) + Defaults.FILE_NAME;
                if (ledger.awaited().contains(defaults)) {
                    return defaults;
                }
            }
        }
        return null;
    }

    /** The ledger in which nobody waits for what can be read by now. */
    static Ledger arrived(Ledger ledger, Snapshot snapshot) {
        Ledger rest = ledger;
        for (String input : ledger.awaited()) {
            if (!snapshot.unknown(input)) {
                rest = rest.arrived(input);
            }
        }
        return rest;
    }
}
