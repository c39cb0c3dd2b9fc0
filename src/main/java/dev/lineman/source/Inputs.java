package dev.lineman.source;

import dev.lineman.watch.Hint;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which folders and single files are inputs, and what each is called. A path below the root is known by its names
 * joined with {@code /}; a single file elsewhere by its absolute path.
 *
 * @param root the folder that symbolic links must not leave; absolute
 * @param folders names of input folders in the root
 * @param files single input files, in the root or elsewhere; absolute
 * @param closed folders and files that no symbolic link may lead to, besides the single files; absolute
 */
public record Inputs(Path root, List<String> folders, List<Path> files, List<Path> closed) {
    public Inputs {
        root = root.toAbsolutePath().normalize();
        folders = List.copyOf(folders);
        files = files.stream().map(f -> f.toAbsolutePath().normalize()).toList();
        closed = closed.stream().map(f -> f.toAbsolutePath().normalize()).toList();
    }

    /** Whether people's and editors' habits make this name something else than an input. */
    public static boolean ignored(String name) {
        return name.isEmpty()
                || name.charAt(0) == '.'
                || name.endsWith("~")
                || name.endsWith(".swp")
                || name.endsWith(".tmp")
                || name.equals("4913")
                || (name.length() > 1 && name.charAt(0) == '#' && name.endsWith("#"));
    }

    /** What an absolute path is called. */
    String name(Path path) {
        return path.startsWith(root) ? join(root.relativize(path)) : path.toString();
    }

    /** Where a named path lies. */
    Path at(String path) {
        return root.resolve(path);
    }

    /** The single file of this name. */
    @Nullable
    Path file(String path) {
        for (Path file : files) {
            if (name(file).equals(path)) {
                return file;
            }
        }
        return null;
    }

    /** Whether an absolute path lies below an input folder. */
    boolean isBelowFolder(Path path) {
        int depth = root.getNameCount();
        return path.startsWith(root)
                && path.getNameCount() > depth + 1
                && folders.contains(path.getName(depth).toString());
    }

    /** All inputs. */
    SortedSet<String> all() {
        SortedSet<String> all = new TreeSet<>(folders);
        files.forEach(f -> all.add(name(f)));
        return all;
    }

    /** Which inputs these hints mean; those that mean none are left out. */
    SortedSet<String> meant(Collection<Hint> hints) {
        SortedSet<String> meant = new TreeSet<>();
        for (Hint hint : hints) {
            if (!(hint instanceof Hint.At at) || root.startsWith(at.path())) {
                return all();
            }
            Path path = at.path().normalize();
            if (files.contains(path)) {
                meant.add(name(path));
            } else if (path.startsWith(root)
                    && folders.contains(path.getName(root.getNameCount()).toString())
                    && visible(root.relativize(path))) {
                meant.add(name(path));
            }
        }
        return meant;
    }

    /** Whether no name on a relative path is one that {@link #ignored} tells. */
    static boolean visible(Path relative) {
        for (Path name : relative) {
            if (ignored(name.toString())) {
                return false;
            }
        }
        return true;
    }

    private static String join(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }
}
