package dev.lineman.zerotouch.pnp;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Knows the phones of the inventory and their URLs. Thread-safe. */
public interface PhoneDirectory {
    /** Whether the inventory has been read. Before that, no phone is known. */
    boolean isReady();

    /**
     * Finds a phone.
     *
     * @param mac 12 lower-case hex digits
     * @param local the address of this host on the network of the phone
     * @return null if the inventory has no such phone
     */
    @Nullable
    PnpPhone find(String mac, InetAddress local);

    /**
     * A phone of the inventory.
     *
     * @param name for the log, such as {@code 000413246672 (extension 100, snom D785)}
     * @param url the URL of its configuration; empty if there is an obstacle
     * @param shownUrl the URL for the log, with {@code ***} in place of secrets
     * @param obstacle why it gets no URL, and what to do; empty if it gets one
     */
    record PnpPhone(String name, String url, String shownUrl, String obstacle) {
        /** Returns a phone that gets no URL. */
        public static PnpPhone withoutUrl(String name, String obstacle) {
            return new PnpPhone(name, "", "", obstacle);
        }

        /** Whether the URL contains a secret. */
        boolean hasSecret() {
            return !url.equals(shownUrl);
        }
    }
}
