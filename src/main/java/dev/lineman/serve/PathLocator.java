package dev.lineman.serve;

import dev.lineman.access.AccessRule;
import dev.lineman.access.KnownPhones;
import dev.lineman.access.MacFinder;
import dev.lineman.access.RequestedMac;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishedFile;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a path leads to: a name below the prefix, or below a token below it.
 *
 * @param prefix the path below which phones ask, with {@code /} at both ends
 */
record PathLocator(String prefix, TokenRedaction tokens, AccessCache rules) {
    /** The folder of the publication that phones see. */
    private static final String FOLDER = "provisioning/";

    /**
     * Where a path leads.
     *
     * @param file below {@code out/}: as it is published, where it is
     * @param token the hash of the token in the path; empty when there is none
     * @param entry null when nothing is there
     * @param named the MAC in the name, of a name that is not published see {@link RequestedMac}; null when there is none
     * @param mac the phone's whose file it is, or would be; null when it is no phone's
     */
    record LocatedFile(
            String file,
            String token,
            @Nullable PublishedFile entry,
            @Nullable String named,
            @Nullable String mac) {}

    /** Where a path leads; null when it is not below the prefix. */
    @Nullable
    LocatedFile find(Publication publication, String path, KnownPhones phones) {
        if (!path.startsWith(prefix)) {
            return null;
        }
        int from = prefix.length();
        String token = "";
        if (!tokens.isEmpty()) {
            int slash = path.indexOf('/', from);
            String hash = AccessRule.hashToken(path.substring(from, slash < 0 ? path.length() : slash));
            if (slash >= 0 && tokens.has(hash)) {
                token = hash;
                from = slash + 1;
            }
        }
        String name = FOLDER + path.substring(from);
        PublishedFile entry = publication.find(name);
        if (entry == null) {
            String searched = tokens.text(name);
            int begin = tokens.hasTokens() ? tokens.tokenEnd(searched, FOLDER.length()) : FOLDER.length();
            String mac = RequestedMac.find(searched, begin, phones);
            return new LocatedFile(name, token, null, mac, mac);
        }
        String named = MacFinder.findInPath(entry.path());
        String access = entry.access();
        String mac = access.isEmpty() ? named : rules.of(access).owner(named);
        return new LocatedFile(entry.path(), token, entry, named, mac);
    }
}
