package dev.lineman.inventory;

import dev.lineman.inventory.extension.FolderDefaults;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;

/**
 * Finds the {@code _defaults.yaml} that apply to a file, and those that have a profile. {@link Inventory} has one.
 * Immutable, so thread-safe.
 */
final class DefaultsIndex {
    /** By folder, without a slash at the end. */
    private final PMap<String, FolderDefaults> folders;
    /** The first file by path with each profile; null until the first question. */
    private volatile @Nullable Map<String, String> profileFiles;

    DefaultsIndex(PMap<String, FolderDefaults> folders) {
        this.folders = folders;
    }

    /** Returns the file at a path; null if there is none. */
    @Nullable
    FolderDefaults at(String path) {
        FolderDefaults found = folders.get(path.substring(0, path.lastIndexOf('/')));
        return found == null || !found.path().equals(path) ? null : found;
    }

    /** Returns those that apply to a file, the deepest folder first. */
    List<FolderDefaults> over(String path) {
        List<FolderDefaults> found = new ArrayList<>(2);
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            FolderDefaults defaults = folders.get(path.substring(0, slash));
            if (defaults != null) {
                found.add(defaults);
            }
        }
        return found;
    }

    /** Returns the site that the folders of a file set, the nearest first; empty for the unnamed site. */
    String site(String path) {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            FolderDefaults defaults = folders.get(path.substring(0, slash));
            String site = defaults == null ? null : defaults.plain().text("site");
            if (site != null) {
                return site;
            }
        }
        return "";
    }

    /** Returns those of some folders, sorted by path. */
    List<FolderDefaults> in(Collection<String> named) {
        return named.stream()
                .sorted()
                .map(folders::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Returns the folder nearest to a file that has a list of site templates; null if there is none. */
    @Nullable
    String siteTemplatesFolder(String path) {
        for (FolderDefaults defaults : over(path)) {
            if (defaults.siteTemplates() != null) {
                return defaults.folder();
            }
        }
        return null;
    }

    /** Returns the path of the first file by path that has a profile, in any folder; null if none has. */
    @Nullable
    String fileWithProfile(String name) {
        Map<String, String> files = profileFiles;
        if (files == null) {
            files = new HashMap<>();
            for (FolderDefaults defaults : folders.values()) {
                for (String profile : defaults.profiles().keys()) {
                    files.merge(profile, defaults.path(), BinaryOperator.minBy(Comparator.naturalOrder()));
                }
            }
            profileFiles = files;
        }
        return files.get(name);
    }
}
