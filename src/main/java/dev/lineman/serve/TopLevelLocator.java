package dev.lineman.serve;

import dev.lineman.access.KnownPhones;
import dev.lineman.access.RequestedMac;
import dev.lineman.fs.FileNames;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishedFile;
import org.jspecify.annotations.Nullable;

/**
 * Finds the published file that a name at the top means: at the second port for plain HTTP, and by TFTP. A name is the
 * path below the prefix of the other ports, without a token. If no file has it, a name with the MAC of a phone finds the
 * file of this phone in its site's folder, because a MAC is unique over all sites. {@link ServingPolicy} asks it for each
 * request. Immutable; thread-safe as its parts are.
 *
 * @param rules the parsed access rules
 */
record TopLevelLocator(AccessCache rules) {

    /**
     * Finds the file of a request path in a publication.
     *
     * @param path begins with {@code /}; null is returned for any other text
     */
    PathLocator.@Nullable LocatedFile find(Publication publication, String path, KnownPhones phones) {
        if (!path.startsWith("/")) {
            return null;
        }
        String name = PathLocator.FOLDER + path.substring(1);
        PublishedFile entry = publication.find(name);
        String mac = entry == null ? RequestedMac.find(name, PathLocator.FOLDER.length(), phones) : null;
        if (mac != null && path.lastIndexOf('/') == 0) {
            entry = findOfPhone(publication, '/' + FileNames.fold(path.substring(1)), phones, mac);
        }
        return entry == null
                ? new PathLocator.LocatedFile(name, "", null, mac, mac)
                : PathLocator.LocatedFile.of(entry, "", rules);
    }

    /**
     * Returns the published file of a phone with a name in any folder; null if there is none.
     *
     * @param end the folded name behind a slash
     */
    private static @Nullable PublishedFile findOfPhone(
            Publication publication, String end, KnownPhones phones, String mac) {
        for (String path : phones.filesOf(mac)) {
            if (path.startsWith(PathLocator.FOLDER) && FileNames.fold(path).endsWith(end)) {
                return publication.find(path);
            }
        }
        return null;
    }
}
