package dev.lineman.command.adopt;

import dev.lineman.build.make.FolderNames;
import dev.lineman.fs.FileNames;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.serve.visits.UnknownPhone;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The site and the folder of a phone to adopt: from the options, else from the path that the phone asked for. For {@link
 * PhoneAdoption}. Immutable.
 *
 * @param site the site of the new extension; empty for none
 * @param inherited the site that the defaults of the folder give; empty for none
 * @param folder the folder of the new file, below the root
 * @param conflict why the folder does not fit the path that the phone asked for; null when it does
 * @param notes what the user should know of the path
 */
record SiteChoice(
        String site,
        String inherited,
        String folder,
        @Nullable String conflict,
        List<String> notes) {
    SiteChoice {
        notes = List.copyOf(notes);
    }

    /**
     * Chooses the site.
     *
     * @param given the site of the options; null if it is not given
     * @param into the folder of the options; null if it is not given
     * @param phone the requests of the phone; null if there are none
     * @param names how the user gives the site and the folder
     */
    static SiteChoice of(
            Inventory inventory,
            @Nullable String given,
            @Nullable String into,
            @Nullable UnknownPhone phone,
            ValueNames names) {
        String asked = phone == null ? "" : phone.folder();
        String known = inventory.allSites().stream()
                .filter(site -> !site.isEmpty() && FileNames.fold(site).equals(FileNames.fold(asked)))
                .findFirst()
                .orElse(null);
        String wanted = given == null ? known : given;
        String folder = into != null ? into : wanted == null ? FolderNames.EXTENSIONS : folderOf(inventory, wanted);
        String ofFolder = inventory.defaultsOf(folder).text("site");
        String inherited = ofFolder == null ? "" : ofFolder;
        String site = wanted == null ? inherited : wanted;
        boolean fits = given != null || known == null || inherited.isEmpty() || inherited.equals(known);
        return new SiteChoice(
                site,
                inherited,
                folder,
                fits
                        ? null
                        : "the phone asked for a file of site '" + known + "', and this folder is of site '" + inherited
                                + "'; name another folder with " + names.of("into") + ", or the site with "
                                + names.of("site"),
                notes(site, known, phone, names));
    }

    private static List<String> notes(
            String site, @Nullable String known, @Nullable UnknownPhone phone, ValueNames names) {
        if (phone == null
                || phone.name().isEmpty()
                || site.equals(known)
                || (site.isEmpty() && phone.folder().isEmpty())) {
            return List.of();
        }
        return List.of("to do: the phone asked for " + phone.name() + ", and its files will be below "
                + FolderNames.PROVISIONING
                + (site.isEmpty() ? "" : site + '/')
                + ": correct the provisioning URL in the phone, or give another " + names.of("site"));
    }

    /**
     * Returns the topmost folder whose defaults give a site; {@code extensions.d} if there is none, or more than one.
     */
    private static String folderOf(Inventory inventory, String site) {
        Set<String> folders = new TreeSet<>();
        for (ExtensionFile file : inventory.filesBelow(FolderNames.EXTENSIONS)) {
            String path = file.path();
            for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                folders.add(path.substring(0, slash));
            }
        }
        for (FolderDefaults defaults : inventory.defaults()) {
            folders.add(defaults.path().substring(0, defaults.path().lastIndexOf('/')));
        }
        folders.removeIf(folder -> !site.equals(inventory.defaultsOf(folder).text("site")));
        List<String> topmost = folders.stream()
                .filter(folder -> folders.stream().noneMatch(other -> folder.startsWith(other + '/')))
                .toList();
        return topmost.size() == 1 ? topmost.get(0) : FolderNames.EXTENSIONS;
    }
}
