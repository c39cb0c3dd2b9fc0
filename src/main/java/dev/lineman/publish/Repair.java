package dev.lineman.publish;

import dev.lineman.disk.Disk;
import dev.lineman.disk.FileName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Puts right what a crash or a hand left, piece by piece: every body that was there at the start is verified and every
 * file in {@code out/} compared with its body. Publishing may go on between two pieces. Of the writing thread.
 */
final class Repair {
    private final Healing healing;
    private final Store store;
    private final Mirror mirror;
    private final Verification verification;
    private final List<Entry> entries;
    private int next;

    Repair(Disk disk, Path out, Healing healing, Verification verification) {
        this.healing = healing;
        this.store = healing.store();
        this.mirror = healing.mirror();
        this.verification = verification;
        new OutFolder(disk, out).removeTemporaries(store.current());
        entries = new ArrayList<>(store.current().entries());
        // In the order in which the bodies lie, one read serves many.
        entries.sort(
                Comparator.comparingInt((Entry entry) -> entry.body().file().number())
                        .thenComparingLong(entry -> entry.body().position()));
    }

    boolean isDone() {
        return next >= entries.size();
    }

    /**
     * Puts a piece right.
     *
     * @param files how many at most
     * @param bytes ends the piece when it has as many
     * @param lost is told the names that are published no longer, since their content was damaged and no whole copy was
     *     found
     * @throws IOException when nobody can tell, or nothing can be published: this piece has files that are damaged still
     */
    void piece(int files, long bytes, MirrorPass pass, List<String> lost) throws IOException {
        boolean first = next == 0;
        List<Entry> piece = new ArrayList<>();
        long size = 0;
        while (!isDone() && piece.size() < files && size < bytes) {
            // What has been published since may be damaged no less: nobody looked at the file that it replaced.
            Entry now =
                    store.current().findFolded(FileName.fold(entries.get(next).path()));
            next++;
            if (now != null) {
                piece.add(now);
                size += now.length();
            }
        }
        try {
            if (first) {
                store.clean();
            }
            List<Entry> damaged = damaged(piece);
            if (!damaged.isEmpty()) {
                piece.removeAll(Set.copyOf(damaged));
                healing.heal(damaged, pass, lost);
            }
        } finally {
            mirror.restore(piece, pass);
        }
    }

    /** Hashing all that was ever published takes long: on all processors, half as long with two. */
    private List<Entry> damaged(List<Entry> entries) throws IOException {
        for (Entry entry : entries) {
            if (entry.body().seal() != null) {
                verification.demand(entry.body());
            }
        }
        try {
            return entries.parallelStream().filter(Repair::isDamaged).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isDamaged(Entry entry) {
        try {
            return entry.body().seal() == null && !entry.body().verify();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
