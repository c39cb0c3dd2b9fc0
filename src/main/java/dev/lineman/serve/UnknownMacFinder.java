package dev.lineman.serve;

import dev.lineman.access.KnownPhones;
import dev.lineman.access.MacFinder;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds MACs of unknown phones in refused requests, for the guessing limiter and for the list of unknown phones.
 * A client can forge its User-Agent and query. So they do not count if the requested name has the MAC of a known
 * phone, or names no file and has any MAC. Stateless.
 */
final class UnknownMacFinder {
    private UnknownMacFinder() {}

    /** Returns the MACs that count against the sender as guesses. */
    static List<String> guessedMacs(PathLocator.LocatedFile located, PhoneClient client, KnownPhones phones) {
        String named = located.named();
        if (named != null && phones.contains(named)) {
            return List.of();
        }
        if (named != null && located.entry() == null) {
            return List.of(named);
        }
        List<String> claimed = claimedMacs(client);
        // A phone may send a second MAC, such as that of its Wi-Fi. But a rule may require a MAC in the User-Agent of
        // this file.
        boolean ours = located.entry() == null && claimed.stream().anyMatch(phones::contains);
        return claimed.stream().filter(mac -> !ours && !phones.contains(mac)).toList();
    }

    /** Returns the MAC of the unknown phone that sent a request. Returns null if the MAC is missing or known. */
    static @Nullable String senderMac(PathLocator.LocatedFile located, PhoneClient client, KnownPhones phones) {
        String named = located.entry() == null ? located.named() : located.mac();
        if (named != null) {
            return located.entry() == null && !phones.contains(named) ? named : null;
        }
        List<String> claimed = claimedMacs(client);
        return claimed.isEmpty() || claimed.stream().anyMatch(phones::contains) ? null : claimed.get(0);
    }

    /** Returns the MACs in the User-Agent, and in a {@code mac} field of the query. */
    static List<String> claimedMacs(PhoneClient client) {
        List<String> macs = new ArrayList<>(MacFinder.findAll(client.agent()));
        for (String field : client.query().split("&", -1)) {
            if (field.regionMatches(true, 0, "mac=", 0, 4)) {
                macs.addAll(MacFinder.findAll(decoded(field.substring(4))));
            }
        }
        macs.removeIf(mac -> MacFinder.findInPath(mac) == null);
        return macs;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
