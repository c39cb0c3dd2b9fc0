package dev.lineman.cycle;

import dev.lineman.disk.Disk;
import dev.lineman.source.Mount;
import dev.lineman.source.Mounts;
import dev.lineman.source.Scan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file below {@code out/.lineman} that says which mounts the inputs lay on, so that a start knows which are missing. There
 * is none where no input lies on a mount. For one thread.
 */
public final class MountMemory {
    private static final Logger LOG = LoggerFactory.getLogger(MountMemory.class);

    private static final String FORM = "lineman-mounts 1";
    private static final int FIELDS = 5;

    private final Path file;
    private SortedMap<String, Mount> written = new TreeMap<>();

    /** @param out the folder with the outputs */
    public MountMemory(Path out) {
        this.file = out.resolve(".lineman").resolve("mounts");
    }

    /** What the last run has noted. */
    public Mounts read() {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Mounts.NONE;
        }
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            if (lines.isEmpty() || !lines.get(0).equals(FORM)) {
                throw new IOException("another version wrote it");
            }
            Mounts mounts = Mounts.NONE;
            for (String line : lines.subList(1, lines.size())) {
                mounts = mount(line, mounts);
            }
            written = mounts.known();
            return mounts;
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be read ({}): files of a file system that is not mounted now will be removed",
                    file,
                    Disk.reason(e));
            return Mounts.NONE;
        }
    }

    private static Mounts mount(String line, Mounts others) throws IOException {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS || !fields[3].matches("[0-9]{1,4}")) {
            throw new IOException("it is damaged");
        }
        Mount mount = new Mount(unescaped(fields[1]), fields[2], Integer.parseInt(fields[3]), fields[4]);
        return others.with(unescaped(fields[0]), mount);
    }

    /**
     * What the inputs are seen through, when their mounts are noted before anything is made of what was seen.
     *
     * @param disk writes them down
     */
    public Cycle.Sight noting(Cycle.Sight sight, Disk disk) {
        return (last, hints) -> {
            Scan scan = sight.scan(last, hints);
            write(scan.snapshot().mounts().known(), disk);
            return scan;
        };
    }

    private void write(SortedMap<String, Mount> mounts, Disk disk) throws IOException {
        if (mounts.equals(written)) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(FORM));
        mounts.forEach((path, mount) -> lines.add(String.join(
                "\t",
                escaped(path),
                escaped(mount.point()),
                mount.type(),
                Integer.toString(mount.depth()),
                mount.identity())));
        byte[] bytes = (String.join("\n", lines) + '\n').getBytes(StandardCharsets.UTF_8);
        disk.replace(file, opened -> {
            opened.write(ByteBuffer.wrap(bytes), 0);
            opened.flush();
        });
        written = mounts;
    }

    private static String escaped(String path) {
        return path.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    }

    private static String unescaped(String text) {
        StringBuilder path = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                path.append(next == 't' ? '\t' : next == 'n' ? '\n' : next);
            } else {
                path.append(c);
            }
        }
        return path.toString();
    }
}
