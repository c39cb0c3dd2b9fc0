package dev.lineman.publish;

import dev.lineman.disk.Disk;
import dev.lineman.disk.FileName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts right what a crash or a hand left, piece by piece: every body that was there at the start is verified and every
 * file in {@code out/} compared with its body. Also puts right the bodies that a verification found damaged. Publishing may go on
 * between two pieces. Of the writing thread.
 */
final class Repair {
    private final Disk disk;
    private final Path out;
    private final Store store;
    private final Mirror mirror;
    private final Verification verification;
    /** Bodies have not all been verified, nor files compared, since the start. */
    private boolean unrepaired;

    /** What there was at the start, in the order in which the bodies lie: one read serves many. Null before the first piece. */
    private @Nullable List<Entry> entries;

    private int next;

    Repair(Disk disk, Path out, Store store, Mirror mirror, Verification verification) {
        this.disk = disk;
        this.out = out;
        this.store = store;
        this.mirror = mirror;
        this.verification = verification;
    }

    /** From now on, everything is to be repaired. */
    void begin() {
        entries = null;
        unrepaired = true;
    }

    boolean isDue() {
        return unrepaired || verification.hasFound();
    }

    /**
     * Puts a piece right, and what a verification found damaged.
     *
     * @param files how many at most
     * @param bytes ends the piece when it has as many
     * @param lost is told the names that are published no longer, since their content was damaged and no whole copy was
     *     found
     * @throws IOException when nobody can tell, or nothing can be published: this piece has files that are damaged still
     */
    void piece(int files, long bytes, MirrorPass pass, List<String> lost) throws IOException {
        if (unrepaired) {
            List<Entry> all = entries == null ? begun() : entries;
            List<Entry> piece = next(all, files, bytes);
            unrepaired = next < all.size();
            try {
                List<Entry> damaged = damaged(piece);
                if (!damaged.isEmpty()) {
                    piece.removeAll(Set.copyOf(damaged));
                    heal(damaged, pass, lost);
                }
            } finally {
                mirror.restore(piece, pass);
                entries = unrepaired ? all : null;
            }
        }
        Set<Body> found = verification.takeDamaged();
        if (!found.isEmpty()) {
            List<Entry> damaged = store.current().entries().stream()
                    .filter(entry -> found.contains(entry.body()))
                    .toList();
            heal(damaged, pass, lost);
        }
    }

    private List<Entry> begun() throws IOException {
        new OutFolder(disk, out).removeTemporaries(store.current());
        List<Entry> all = new ArrayList<>(store.current().entries());
        all.sort(Comparator.comparingInt((Entry entry) -> entry.body().file().number())
                .thenComparingLong(entry -> entry.body().position()));
        entries = all;
        next = 0;
        store.clean();
        return all;
    }

    private List<Entry> next(List<Entry> all, int files, long bytes) {
        List<Entry> piece = new ArrayList<>();
        long size = 0;
        while (next < all.size() && piece.size() < files && size < bytes) {
            // What has been published since may be damaged no less: nobody looked at the file that it replaced.
            Entry now = store.current().findFolded(FileName.fold(all.get(next).path()));
            next++;
            if (now != null) {
                piece.add(now);
                size += now.length();
            }
        }
        return piece;
    }

    /** Hashing all that was ever published takes long: on all processors, half as long with two. */
    private List<Entry> damaged(List<Entry> piece) throws IOException {
        for (Entry entry : piece) {
            if (entry.body().seal() != null) {
                verification.demand(entry.body());
            }
        }
        try {
            return piece.parallelStream().filter(Repair::isDamaged).toList();
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

    /** Takes content back from the mirror, where that has it still, and drops the rest. */
    private void heal(List<Entry> damaged, MirrorPass pass, List<String> lost) throws IOException {
        List<String> dropped = new ArrayList<>();
        Edition edition = store.begin();
        for (Entry entry : damaged) {
            if (!restored(entry, edition, pass)) {
                edition.drop(entry.path());
                dropped.add(entry.path());
            }
        }
        Change change = new Change(store.current(), edition);
        store.commit(edition, change);
        lost.addAll(dropped);
        mirror.bring(store.current(), change, pass);
    }

    private boolean restored(Entry entry, Edition edition, MirrorPass pass) throws NotStored {
        if (entry.body().seal() != null) {
            // It is one file with that in the mirror, or else takes too long to hash here.
            return false;
        }
        try {
            Path file = out.resolve(entry.path());
            if (!entry.digest().equals(pass.inspection().digest(file))) {
                return false;
            }
            try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                if (!entry.digest().equals(edition.keep(content))) {
                    return false;
                }
            }
            edition.put(entry.path(), entry.access(), entry.digest(), Instant.EPOCH);
            return true;
        } catch (NotStored e) {
            throw e;
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }
}
