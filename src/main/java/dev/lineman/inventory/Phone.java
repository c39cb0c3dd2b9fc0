package dev.lineman.inventory;

import dev.lineman.problem.Problem;
import java.util.List;

/**
 * A device with its accounts.
 *
 * @param mac 12 lower-case hex digits
 * @param site the customer that it belongs to, empty for the unnamed one
 * @param accounts one at least, ordered by line
 * @param layers all that is said of the phone, the nearest first
 * @param conflicts what its extensions say against each other; a phone with conflicts is not rendered
 */
public record Phone(String mac, String site, List<Account> accounts, LayerStack layers, List<Problem> conflicts) {
    public Phone {
        accounts = List.copyOf(accounts);
        conflicts = List.copyOf(conflicts);
    }

    /** The account of the lowest line. */
    public Account first() {
        return accounts.get(0);
    }
}
