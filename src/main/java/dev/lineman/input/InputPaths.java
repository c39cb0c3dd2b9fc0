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
 * Which folders and single files are inputs, and how a path is named. A path below the root has a name: its parts
 * joined with {@code /}. A single file outside the root is named by its absolute path.
 *
 * <p>Immutable. Every stage of the input flow uses these names as keys.
 *
 * @param root the folder that contains all inputs except single files; absolute
 * @param kinds the folders of each kind of input, by their names: in the root, or one level deeper, in a folder of
 *     the root that contains several of them. A kind in the root must exist; the others need not
 * @param files single input files, in the root or elsewhere; absolute
 * @param links where symbolic links may lead
 */
public record InputPaths(Path root, List<String> kinds, List<Path> files, SymlinkPolicy links) {
    /** Stands in a file name for bytes that the locale cannot decode (Java's replacement character). */
    public static final char UNDECODABLE = '\uFFFD';

    /** Lower-case names of files for people, except {@code *.md}. */
    private static final Pattern DOCUMENTATION =
            Pattern.compile("(readme|license|copying|changelog)(\\.(txt|rst|adoc))?");

    public InputPaths {
        root = root.toAbsolutePath().normalize();
        kinds = List.copyOf(kinds);
        files = files.stream().map(f -> f.toAbsolutePath().normalize()).toList();
    }

    /** The names of the folders in the root that are an input folder, or contain input folders. */
    public List<String> folders() {
        return kinds.stream().map(InputPaths::firstName).distinct().toList();
    }

    /** The first part of a path: the folder or file in the root. */
    public static String firstName(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    /** The input folder that contains a path, or the path itself. Without such a folder, the first part of the path. */
    public String inputFolderOf(String path) {
        for (String kind : kinds) {
            if (isWithin(kind, path)) {
                return kind;
            }
        }
        return firstName(path);
    }

    /** Whether a path is a folder, or lies below it. */
    public static boolean isWithin(String folder, String path) {
        return path.startsWith(folder) && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
    }

    /** Of a path and its parent folders, the topmost one that passes a test; null if none does. */
    public static @Nullable String topmost(String path, Predicate<String> test) {
        for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String folder = path.substring(0, slash);
            if (test.test(folder)) {
                return folder;
            }
        }
        return test.test(path) ? path : null;
    }

    /**
     * Whether a name is hidden, or belongs to a temporary or backup file of an editor. Such a file is not an input.
     * ({@code 4913} is Vim's test file; {@code #name#} is an Emacs autosave file.)
     */
    public static boolean isIgnoredName(String name) {
        return name.isEmpty()
                || name.charAt(0) == '.'
                || name.endsWith("~")
                || name.endsWith(".swp")
                || name.endsWith(".tmp")
                || name.equals("4913")
                || (name.length() > 1 && name.charAt(0) == '#' && name.endsWith("#"));
    }

    /** Whether a file is documentation for people by its name, such as {@code README.md}. */
    public static boolean isDocumentation(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return name.endsWith(".md") || DOCUMENTATION.matcher(name).matches();
    }

    /**
     * Why an input folder must not be the symbolic link that it is. Null if it is not a link, or is a permitted one.
     */
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

    /** The name of an absolute path. */
    public String name(Path path) {
        return path.startsWith(root) ? join(root.relativize(path)) : path.toString();
    }

    /** The absolute path of a name. */
    public Path resolve(String path) {
        return root.resolve(path);
    }

    /** The single file with this name; null if there is none. */
    @Nullable
    public Path singleFile(String path) {
        for (Path file : files) {
            if (name(file).equals(path)) {
                return file;
            }
        }
        return null;
    }

    /** Whether an absolute path lies below an input folder, or below a folder that contains input folders. */
    public boolean isBelowFolder(Path path) {
        int depth = root.getNameCount();
        return path.startsWith(root)
                && path.getNameCount() > depth + 1
                && folders().contains(path.getName(depth).toString());
    }

    /** The names of all inputs: the folders of the root and the single files. */
    public SortedSet<String> all() {
        SortedSet<String> all = new TreeSet<>(folders());
        files.forEach(f -> all.add(name(f)));
        return all;
    }

    /**
     * The names of the inputs at these hints. Ignores hints at other paths. A hint at the root, or above it, stands
     * for all inputs.
     */
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

    /** Whether a name is that of an input, or lies below an input folder. */
    public boolean isInput(String path) {
        return !hintedPaths(List.of(new Hint.PathHint(resolve(path)))).isEmpty();
    }

    /** Whether no part of a relative path is an ignored name, see {@link #isIgnoredName}. */
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
