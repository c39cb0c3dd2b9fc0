package dev.lineman.input;

import dev.lineman.input.watch.Hint;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which folders and single files are inputs, and what each is called. A path below the root is known by its names
 * joined with {@code /}; a single file elsewhere by its absolute path.
 *
 * @param root the folder that holds all inputs but single files; absolute
 * @param kinds the folders of each kind of input, by their paths: in the root, or in a folder of the root that holds
 *     several of them. Only a folder of the root must exist
 * @param files single input files, in the root or elsewhere; absolute
 * @param links where symbolic links may lead
 */
public record InputPaths(Path root, List<String> kinds, List<Path> files, SymlinkPolicy links) {
    /** What a name that the locale cannot decode has in place of the bytes. */
    public static final char UNDECODABLE = '\uFFFD';

    private static final Pattern DOCUMENTATION =
            Pattern.compile("(readme|license|copying|changelog)(\\.(txt|rst|adoc))?");

    public InputPaths {
        root = root.toAbsolutePath().normalize();
        kinds = List.copyOf(kinds);
        files = files.stream().map(f -> f.toAbsolutePath().normalize()).toList();
    }

    /** The names of the folders in the root that are, or hold, the folders of each kind. */
    public List<String> folders() {
        return kinds.stream().map(InputPaths::firstName).distinct().toList();
    }

    /** The first name of a path. */
    public static String firstName(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    /** The folder of a kind that a path is or lies in; the folder of the root where it lies in none. */
    public String inputFolderOf(String path) {
        for (String kind : kinds) {
            if (isWithin(kind, path)) {
                return kind;
            }
        }
        return firstName(path);
    }

    /** Whether a path is that of a folder or lies below it. */
    public static boolean isWithin(String folder, String path) {
        return path.startsWith(folder) && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
    }

    /** The topmost of a path and the folders that it lies in of which something is true; null when it is of none. */
    public static @Nullable String topmost(String path, Predicate<String> test) {
        for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String folder = path.substring(0, slash);
            if (test.test(folder)) {
                return folder;
            }
        }
        return test.test(path) ? path : null;
    }

    /** Whether people's and editors' habits make this name something else than an input. */
    public static boolean isIgnoredName(String name) {
        return name.isEmpty()
                || name.charAt(0) == '.'
                || name.endsWith("~")
                || name.endsWith(".swp")
                || name.endsWith(".tmp")
                || name.equals("4913")
                || (name.length() > 1 && name.charAt(0) == '#' && name.endsWith("#"));
    }

    /** Whether a file is for people, as its name says, so that nobody takes it for an input. */
    public static boolean isDocumentation(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return name.endsWith(".md") || DOCUMENTATION.matcher(name).matches();
    }

    /** Why an input folder must not be the symbolic link that it is; null when it is none, or may be one. */
    public @Nullable String linkViolation(String folder) {
        SymlinkBounds symlinkBounds = SymlinkBounds.onDisk(this);
        Path real = SymlinkBounds.realPathOrNull(resolve(folder));
        if (symlinkBounds == null
                || real == null
                || real.equals(symlinkBounds.root().resolve(folder))) {
            return null;
        }
        return symlinkBounds.inputFolderViolation(folder, real);
    }

    /** What an absolute path is called. */
    public String name(Path path) {
        return path.startsWith(root) ? join(root.relativize(path)) : path.toString();
    }

    /** Where a named path lies. */
    public Path resolve(String path) {
        return root.resolve(path);
    }

    /** The single file of this name. */
    @Nullable
    public Path singleFile(String path) {
        for (Path file : files) {
            if (name(file).equals(path)) {
                return file;
            }
        }
        return null;
    }

    /** Whether an absolute path lies below an input folder, or a folder that holds some. */
    public boolean isBelowFolder(Path path) {
        int depth = root.getNameCount();
        return path.startsWith(root)
                && path.getNameCount() > depth + 1
                && folders().contains(path.getName(depth).toString());
    }

    /** All inputs. */
    public SortedSet<String> all() {
        SortedSet<String> all = new TreeSet<>(folders());
        files.forEach(f -> all.add(name(f)));
        return all;
    }

    /** Which inputs these hints mean; those that mean none are left out. */
    public SortedSet<String> hintedPaths(Collection<Hint> hints) {
        SortedSet<String> meant = new TreeSet<>();
        for (Hint hint : hints) {
            if (!(hint instanceof Hint.PathHint at) || root.startsWith(at.path())) {
                return all();
            }
            Path path = at.path().normalize();
            if (files.contains(path)) {
                meant.add(name(path));
            } else if (path.startsWith(root) && isVisible(root.relativize(path))) {
                String name = name(path);
                if (kinds.stream().anyMatch(kind -> isWithin(kind, name) || isWithin(name, kind))) {
                    meant.add(name);
                }
            }
        }
        return meant;
    }

    /** Whether a named path is that of an input, or lies below an input folder. */
    public boolean isInput(String path) {
        return !hintedPaths(List.of(new Hint.PathHint(resolve(path)))).isEmpty();
    }

    /** Whether no name on a relative path is one that {@link #isIgnoredName} tells. */
    public static boolean isVisible(Path relative) {
        for (Path name : relative) {
            if (isIgnoredName(name.toString())) {
                return false;
            }
        }
        return true;
    }

    private static String join(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }
}
