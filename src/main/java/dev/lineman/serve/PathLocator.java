package dev.lineman.serve;

import dev.lineman.access.AccessRule;
import dev.lineman.access.KnownPhones;
import dev.lineman.access.MacFinder;
import dev.lineman.access.RequestedMac;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishedFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the published file that a request path names. {@link ServingPolicy} asks it for each request.
 * Below the prefix, a path is a file name, or a token, a slash and a file name. Immutable; thread-safe as its parts
 * are.
 *
 * @param prefix the path below which phones ask, with {@code /} at both ends
 * @param tokens the tokens of all access rules
 * @param rules the parsed access rules
 */
record PathLocator(String prefix, TokenRedaction tokens, AccessCache rules) {
    /** The folder of the publication that phones see, relative to {@code out/}. */
    static final String FOLDER = "provisioning/";

    /**
     * The result of a search.
     *
     * @param file the path below {@code out/}; spelled as published if the file exists, otherwise as requested
     * @param token the hash of the token in the path; empty when there is none
     * @param entry the published file; null when the path names none
     * @param named the MAC in the file name; null when there is none. If no file exists, see {@link RequestedMac}
     * @param mac the phone that the file belongs to, or would belong to; null when it belongs to no phone
     */
    record LocatedFile(
            String file,
            String token,
            @Nullable PublishedFile entry,
            @Nullable String named,
            @Nullable String mac) {

        /** The result for a published file. */
        static LocatedFile of(PublishedFile entry, String token, AccessCache rules) {
            String named = MacFinder.findInPath(entry.path());
            String access = entry.access();
            String mac = access.isEmpty() ? named : rules.of(access).owner(named);
            return new LocatedFile(entry.path(), token, entry, named, mac);
        }
    }

    /** Finds the file of a request path in a publication. Returns null if the path is not below the prefix. */
    @Nullable
    LocatedFile find(Publication publication, String path, KnownPhones phones) {
        if (!path.startsWith(prefix)) {
            return null;
        }
        String token = token(path);
        int from = token.isEmpty() ? prefix.length() : path.indexOf('/', prefix.length()) + 1;
        String name = FOLDER + path.substring(from);
        PublishedFile entry = publication.find(name);
        if (entry == null) {
            // A token may look like a MAC. So the search ignores known tokens and segments that may be replaced tokens.
            String searched = tokens.text(name);
            int begin = tokens.hasTokens() ? tokens.tokenEnd(searched, FOLDER.length()) : FOLDER.length();
            String mac = RequestedMac.find(searched, begin, phones);
            return new LocatedFile(name, token, null, mac, mac);
        }
        return LocatedFile.of(entry, token, rules);
    }

    /**
     * Finds a published file that belongs to the phone of an upload: its rules are those of the upload too. If there is
     * none, the result has no entry.
     *
     * @param path a path below the prefix
     * @param mac the phone that the upload's name has
     */
    LocatedFile findForUpload(Publication publication, String path, String mac, List<String> files) {
        for (String file : files) {
            PublishedFile entry = publication.find(file);
            LocatedFile own = entry == null ? null : LocatedFile.of(entry, token(path), rules);
            if (own != null && mac.equals(own.mac())) {
                return own;
            }
        }
        return new LocatedFile(FOLDER + path.substring(prefix.length()), token(path), null, mac, mac);
    }

    /** Returns the hash of the token in a path below the prefix; empty when there is none. */
    private String token(String path) {
        if (tokens.isEmpty()) {
            return "";
        }
        int slash = path.indexOf('/', prefix.length());
        String hash = AccessRule.hashToken(path.substring(prefix.length(), slash < 0 ? path.length() : slash));
        // Only a known token is split off: a folder of the publication may have any other name.
        return slash >= 0 && tokens.has(hash) ? hash : "";
    }
}
