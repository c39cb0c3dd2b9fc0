package dev.lineman.access;

import java.util.List;

/**
 * One way to a file.
 *
 * @param owners whose file it is by this way
 * @param macs those phones, where they are listed
 */
public record AccessGrant(AccessRule rule, Owners owners, List<String> macs) {
    public AccessGrant {
        macs = List.copyOf(macs);
    }

    /** Whose a file is. */
    enum Owners {
        /** The phone's that stands in its name; nobody's when none does. */
        NAMED,
        /** That of the phones that are listed. */
        LISTED,
        /** That of so many phones that any of ours counts as one of them. */
        ANY
    }

    /** Whether a MAC is that of a phone whose file this is. */
    boolean belongsTo(String mac, Client client) {
        return switch (owners) {
            case NAMED -> mac.equals(client.requestedMac());
            case LISTED -> macs.contains(mac);
            case ANY -> client.isPhone(mac);
        };
    }

    /** Whether it is no phone's at all. */
    boolean hasNoPhone(Client client) {
        return owners == Owners.NAMED && client.requestedMac() == null;
    }
}
