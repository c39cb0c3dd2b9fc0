package dev.lineman.access;

import java.util.List;

/**
 * One way to a file.
 *
 * @param macs the phones whose file it is by this way
 * @param anyPhone whether it is that of so many phones that any phone of ours counts as one of them
 */
public record Way(Rule rule, List<String> macs, boolean anyPhone) {
    public Way {
        macs = List.copyOf(macs);
    }

    /** Whether a MAC is that of a phone whose file this is. */
    boolean isOf(String mac, Asker asker) {
        return anyPhone ? asker.isPhone(mac) : macs.contains(mac);
    }

    /** Whether it is no phone's at all. */
    boolean isNobodys() {
        return macs.isEmpty() && !anyPhone;
    }
}
