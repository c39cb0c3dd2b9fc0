package dev.lineman.inventory;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * A phone as the extension files describe it, with its accounts. {@link PhoneAssembler} makes it, and the
 * resolver turns it into named values. Immutable.
 *
 * @param mac 12 lower-case hex digits
 * @param site the site that the phone belongs to; empty for the unnamed site
 * @param accounts at least one, ordered by line
 * @param layers all values that apply to the phone, the nearest first
 * @param lineLayers for each account, the values that apply to its line, the nearest first; those of the first account are
 *     the layers of the phone
 * @param bases the bases of the DECT system that the phone is a part of, the first one first; empty for other phones
 * @param conflicts contradictions between its extensions; a phone with conflicts is not rendered
 */
public record Phone(
        String mac,
        String site,
        List<Account> accounts,
        LayerStack layers,
        List<LayerStack> lineLayers,
        List<DectBase> bases,
        List<Problem> conflicts) {
    public Phone {
        accounts = List.copyOf(accounts);
        lineLayers = List.copyOf(lineLayers);
        bases = List.copyOf(bases);
        conflicts = List.copyOf(conflicts);
    }

    /** Returns the account of the lowest line. Its extension decides the phone's site and folders. */
    public Account first() {
        return accounts.get(0);
    }
}
