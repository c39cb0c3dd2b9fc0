package dev.lineman.input.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tells a folder or file from another that has taken its place.
 *
 * @param real its path with all symbolic links resolved
 * @param key what the file system knows it by; null where there is no such thing
 * @param version of a file's content; null for a folder
 */
record FileIdentity(
        Path real, @Nullable Object key, @Nullable Object version) {

    /** Whether a folder lies here so that it is watched, too: no name on the way is hidden. */
    boolean covers(Path folder) {
        if (!folder.startsWith(real)) {
            return false;
        }
        for (Path name : real.relativize(folder)) {
            if (name.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private record Version(long size, Object modified) {}

    /** Those of the folders that are there, without those that lie in another of them. */
    static Map<Path, FileIdentity> ofFolders(Collection<Path> folders) {
        Map<Path, FileIdentity> all = of(folders, false);
        Set<Path> within = new HashSet<>();
        all.forEach((folder, identity) -> {
            FileIdentity above = all.get(folder.getParent());
            if (above != null && above.real().resolve(folder.getFileName()).equals(identity.real())) {
                within.add(folder);
            }
        });
        all.keySet().removeAll(within);
        return all;
    }

    /** Those of the files that are there. */
    static Map<Path, FileIdentity> ofFiles(Collection<Path> files) {
        return of(files, true);
    }

    private static Map<Path, FileIdentity> of(Collection<Path> paths, boolean files) {
        Map<Path, FileIdentity> all = new HashMap<>();
        for (Path path : paths) {
            try {
                Path real = path.toRealPath();
                BasicFileAttributes found = Files.readAttributes(real, BasicFileAttributes.class);
                if (files || found.isDirectory()) {
                    Object version = files ? new Version(found.size(), found.lastModifiedTime()) : null;
                    all.put(path, new FileIdentity(real, found.fileKey(), version));
                }
            } catch (IOException e) {
                all.remove(path);
            }
        }
        return all;
    }
}
