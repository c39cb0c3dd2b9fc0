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
 * Identifies a folder or file, to detect that another one has replaced it. {@link FileWatcher} compares identities
 * once a second. Immutable.
 *
 * @param real its path with all symbolic links resolved
 * @param key the file system's key, such as device and inode; null if the file system has none
 * @param version of a file's content; null for a folder
 */
record FileIdentity(
        Path real, @Nullable Object key, @Nullable Object version) {

    /** Whether a watch over this folder includes another one: it lies here, and no name on the way is hidden. */
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

    /** Size in bytes, and modification time. */
    private record Version(long size, Object modified) {}

    /**
     * The identities of the folders that exist. Leaves out folders inside another one of them, which one watch
     * covers.
     */
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

    /** The identities of the files that exist. */
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
