package dev.lineman.publish;

import dev.lineman.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Many files put into their places at the same time: what a file costs is mostly the file system's work. */
final class Volley {
    /** Fewer are written before other threads have begun. */
    static final int WORTHWHILE = 256;

    /**
     * One file.
     *
     * @param target where nothing is that has to be looked at first
     */
    record File(Entry entry, Path target) {}

    private Volley() {}

    /** Returns the entries whose files are there now; the others say why when they are tried alone. */
    static Set<Entry> put(Disk disk, List<File> files) {
        if (files.isEmpty()) {
            // Windows are memory outside the heap, which runs out where each small change takes some.
            return Set.of();
        }
        Set<Entry> done = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        int hands = Runtime.getRuntime().availableProcessors();
        IntStream.range(0, hands).parallel().forEach(i -> {
            BodyWindow window = new BodyWindow();
            for (File file : files.subList(share(files, i, hands), share(files, i + 1, hands))) {
                try {
                    disk.replace(
                            file.target(), target -> window.copy(file.entry().body(), target));
                    done.add(file.entry());
                } catch (IOException e) {
                    // It is tried again, alone, and then told of.
                }
            }
        });
        return done;
    }

    private static int share(List<File> files, int hand, int hands) {
        return (int) ((long) files.size() * hand / hands);
    }
}
