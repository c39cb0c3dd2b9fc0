package dev.lineman.access;

import java.util.List;

/**
 * One of several rules that give access to a file, with the phones that it is for. A {@link FileAccess} has one
 * for each group of phones with the same rule. Immutable.
 *
 * @param rule the conditions that a request must meet
 * @param owners which phones the file belongs to
 * @param macs the MACs for {@link Owners#LISTED}, in 12 lower-case digits; otherwise empty
 */
public record AccessGrant(AccessRule rule, Owners owners, List<String> macs) {
    public AccessGrant {
        macs = List.copyOf(macs);
    }

    /** Which phones a file belongs to. */
    enum Owners {
        /** The phone with the MAC in the file's name; no phone if the name has no MAC. */
        NAMED,
        /** The phones in the list. */
        LISTED,
        /** So many phones that every known phone counts as one of them. */
        ANY
    }

    /** Whether the file belongs to the phone with this MAC. */
    boolean belongsTo(String mac, Client client) {
        return switch (owners) {
            case NAMED -> mac.equals(client.requestedMac());
            case LISTED -> macs.contains(mac);
            case ANY -> client.isPhone(mac);
        };
    }

    /** Whether the file belongs to no phone, such as a firmware file. */
    boolean hasNoPhone(Client client) {
        return owners == Owners.NAMED && client.requestedMac() == null;
    }
}
