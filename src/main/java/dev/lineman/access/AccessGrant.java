package dev.lineman.access;

import java.util.List;

/**
 * One of several rules that give access to a file, with the phones that it is for. A {@link FileAccess} has one
 * for each group of phones with the same rule. Immutable.
 *
 * @param rule the conditions that a request must meet
 * @param owners which phones the file belongs to
 * @param macs the MACs for {@link Owners#LISTED}, in 12 lower-case digits; otherwise empty
 * @param site the name of the site for {@link Owners#SITE}; empty for the unnamed site and otherwise
 */
public record AccessGrant(AccessRule rule, Owners owners, List<String> macs, String site) {
    public AccessGrant {
        macs = List.copyOf(macs);
    }

    /** A grant that is for no site. */
    AccessGrant(AccessRule rule, Owners owners, List<String> macs) {
        this(rule, owners, macs, "");
    }

    /** Which phones a file belongs to. */
    enum Owners {
        /** The phone with the MAC in the file's name; no phone if the name has no MAC. */
        NAMED,
        /** The phones in the list. */
        LISTED,
        /** So many phones that every known phone counts as one of them. */
        ANY,
        /** The phones of a site. */
        SITE
    }

    /** Whether the file belongs to the phone with this MAC. */
    boolean belongsTo(String mac, Client client) {
        return switch (owners) {
            case NAMED -> mac.equals(client.requestedMac());
            case LISTED -> macs.contains(mac);
            case ANY -> client.isPhone(mac);
            case SITE -> client.isPhoneOf(mac, site);
        };
    }

    /** Whether the file belongs to no phone, such as a firmware file. */
    boolean hasNoPhone(Client client) {
        return owners == Owners.NAMED && client.requestedMac() == null;
    }
}
