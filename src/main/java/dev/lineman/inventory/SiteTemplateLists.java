package dev.lineman.inventory;

import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The folders whose {@code site_templates} count for the extensions of each site: for an extension, that of the nearest
 * folder with such a list. A part of {@link Inventory}, so that a change costs what it touches. Immutable and persistent.
 */
final class SiteTemplateLists {
    /** No folder has a list. */
    static final SiteTemplateLists EMPTY = new SiteTemplateLists(HashTreePMap.empty(), HashTreePMap.empty());

    /** How many extensions of a site use the list of a folder, by site and folder. */
    private final PMap<String, PMap<String, Integer>> bySite;
    /** How many extensions use the list of a folder. */
    private final PMap<String, Integer> byFolder;

    private SiteTemplateLists(PMap<String, PMap<String, Integer>> bySite, PMap<String, Integer> byFolder) {
        this.bySite = bySite;
        this.byFolder = byFolder;
    }

    /**
     * Returns the lists after some extensions came or went.
     *
     * @param folder the folder whose list they use
     * @param by the number of extensions that came; negative if they went
     */
    SiteTemplateLists with(String site, String folder, int by) {
        PMap<String, Integer> ofSite = count(folders(site), folder, by);
        return new SiteTemplateLists(
                ofSite.isEmpty() ? bySite.minus(site) : bySite.plus(site, ofSite), count(byFolder, folder, by));
    }

    private static PMap<String, Integer> count(PMap<String, Integer> counts, String folder, int by) {
        int now = counts.getOrDefault(folder, 0) + by;
        return now == 0 ? counts.minus(folder) : counts.plus(folder, now);
    }

    private PMap<String, Integer> folders(String site) {
        return bySite.getOrDefault(site, HashTreePMap.empty());
    }

    /** Returns the folders whose lists count for a site. */
    Set<String> foldersOf(String site) {
        return folders(site).keySet();
    }

    /** Returns the folders whose lists count for any site. */
    Set<String> folders() {
        return byFolder.keySet();
    }
}
