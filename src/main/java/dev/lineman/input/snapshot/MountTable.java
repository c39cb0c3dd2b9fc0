package dev.lineman.input.snapshot;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileContents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The mounts of the system, as Linux lists them for this process in {@code mountinfo} (proc(5)). Immutable.
 *
 * <p>Leaves out two kinds of mounts: a folder that is mounted on itself, as systemd does for services, and autofs,
 * which shows nothing before the first access.
 */
public final class MountTable {
    /** The file on Linux. */
    public static final Path LINUX_FILE = Path.of("/proc/self/mountinfo");

    private static final String AUTOFS = "autofs";
    /** Fields of a line without optional ones. */
    private static final int FIELDS = 10;
    /** Length of a mount's identity, in hex digits. */
    private static final int DIGITS = 12;
    /** A blank or another special character in a path: a backslash and three octal digits. */
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");

    /**
     * One line of the file.
     *
     * @param root the folder of the file system that is mounted
     * @param point where it is mounted
     */
    private record MountLine(int id, int parent, String device, String root, String point, String type, String source) {
        /** The folder of the file system that a path shows. */
        String shownFolder(String path) {
            String rest = point.equals("/") ? path : path.substring(point.length());
            return root.equals("/") && !rest.isEmpty() ? rest : root + (rest.equals("/") ? "" : rest);
        }

        /** The mount as a value, with an identity made of everything that names its file system. */
        Mount mount(int depth) {
            String all = String.join("\n", device, root, type, source);
            String identity =
                    Digest.of(all.getBytes(StandardCharsets.UTF_8)).toString().substring(0, DIGITS);
            return new Mount(point, type, depth, identity);
        }
    }

    /** The mounts on each mount, by its number. Mounts without a known parent are under -1. */
    private final Map<Integer, List<MountLine>> children = new HashMap<>();

    /** All mount points. */
    private final Set<String> points = new HashSet<>();

    /** Reads a file in this format. Without it, as on other systems, the table is empty. */
    public static MountTable read(Path file) {
        try {
            return new MountTable(new String(FileContents.read(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new MountTable("");
        }
    }

    private MountTable(String text) {
        List<MountLine> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            // Optional fields follow the sixth field, up to a single '-'.
            int more = 6;
            while (more < fields.length && !fields[more].equals("-")) {
                more++;
            }
            if (fields.length >= FIELDS - 1 && more + 2 < fields.length) {
                lines.add(new MountLine(
                        Integer.parseInt(fields[0]),
                        Integer.parseInt(fields[1]),
                        fields[2],
                        unescaped(fields[3]),
                        unescaped(fields[4]),
                        fields[more + 1],
                        fields[more + 2]));
            }
        }
        Set<Integer> ids = new HashSet<>();
        lines.forEach(line -> ids.add(line.id()));
        for (MountLine line : lines) {
            boolean first = line.parent() == line.id() || !ids.contains(line.parent());
            children.computeIfAbsent(first ? -1 : line.parent(), id -> new ArrayList<>())
                    .add(line);
            points.add(line.point());
        }
    }

    /** The mount that a real path is on; null for the topmost mount, or if nothing is known. */
    @Nullable
    public Mount mountOf(String path) {
        MountLine base = null;
        int depth = 0;
        for (MountLine on = covering(-1, path); on != null; on = covering(on.id(), path)) {
            boolean same = base != null
                    && base.device().equals(on.device())
                    && base.shownFolder(on.point()).equals(on.root());
            if (!same && !on.type().equals(AUTOFS)) {
                depth = base != null && base.point().equals(on.point()) ? depth + 1 : 1;
                base = on;
            }
        }
        return base == null || base.point().equals("/") ? null : base.mount(depth);
    }

    /** Of the mounts on a mount, the one nearest to the root on the way to a path. It may cover others. */
    private @Nullable MountLine covering(int id, String path) {
        MountLine first = null;
        for (MountLine line : children.getOrDefault(id, List.of())) {
            boolean on = line.point().equals("/")
                    || (path.startsWith(line.point())
                            && (path.length() == line.point().length()
                                    || path.charAt(line.point().length()) == '/'));
            if (on && (first == null || line.point().length() <= first.point().length())) {
                first = line;
            }
        }
        return first;
    }

    /** The mount points below a real path. */
    public List<String> mountPointsBelow(String folder) {
        List<String> below = new ArrayList<>();
        for (String point : points) {
            Mount mount = point.startsWith(folder + '/') ? mountOf(point) : null;
            if (mount != null && mount.point().equals(point)) {
                below.add(point);
            }
        }
        return below;
    }

    /** Decodes a path in {@code mountinfo}: octal escapes, then UTF-8. */
    private static String unescaped(String bytes) {
        String plain = OCTAL.matcher(bytes)
                .replaceAll(
                        octal -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(octal.group(1), 8))));
        return new String(plain.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
