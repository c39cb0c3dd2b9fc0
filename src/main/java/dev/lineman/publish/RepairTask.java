package dev.lineman.publish;

import dev.lineman.fs.FileNames;
import dev.lineman.fs.FileOperations;
import dev.lineman.publish.body.BodyVerification;
import dev.lineman.publish.body.NotStoredException;
import dev.lineman.publish.body.StoredBody;
import dev.lineman.publish.mirror.Mirror;
import dev.lineman.publish.mirror.MirrorUpdate;
import dev.lineman.publish.mirror.StrayFileWalk;
import dev.lineman.publish.store.DurablePublication;
import dev.lineman.publish.store.PublicationChange;
import dev.lineman.publish.store.PublishTransaction;
import dev.lineman.publish.store.PublishedFile;
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
final class RepairTask {
    private final FileOperations fileOperations;
    private final Path out;
    private final DurablePublication store;
    private final Mirror mirror;
    private final BodyVerification verification;
    /** Bodies have not all been verified, nor files compared, since the start. */
    private boolean unfinished;

    /** What there was at the start, in the order in which the bodies lie: one read serves many. Null before the first piece. */
    private @Nullable List<PublishedFile> filesToCheck;

    private int nextIndex;

    RepairTask(
            FileOperations fileOperations,
            Path out,
            DurablePublication store,
            Mirror mirror,
            BodyVerification verification) {
        this.fileOperations = fileOperations;
        this.out = out;
        this.store = store;
        this.mirror = mirror;
        this.verification = verification;
    }

    /** From now on, everything is to be repaired. */
    void begin() {
        filesToCheck = null;
        unfinished = true;
    }

    boolean isDue() {
        return unfinished || verification.hasDamaged();
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
    void runStep(int files, long bytes, MirrorUpdate pass, List<String> lost) throws IOException {
        if (unfinished) {
            List<PublishedFile> all = filesToCheck == null ? listFiles() : filesToCheck;
            List<PublishedFile> piece = nextFiles(all, files, bytes);
            unfinished = nextIndex < all.size();
            try {
                List<PublishedFile> damaged = findDamaged(piece);
                if (!damaged.isEmpty()) {
                    piece.removeAll(Set.copyOf(damaged));
                    replaceDamaged(damaged, pass, lost);
                }
            } finally {
                mirror.repair(piece, pass);
                filesToCheck = unfinished ? all : null;
            }
        }
        Set<StoredBody> found = verification.takeDamaged();
        if (!found.isEmpty()) {
            List<PublishedFile> damaged = store.current().entries().stream()
                    .filter(entry -> found.contains(entry.body()))
                    .toList();
            replaceDamaged(damaged, pass, lost);
        }
    }

    private List<PublishedFile> listFiles() throws IOException {
        new StrayFileWalk(fileOperations, out).removeTemporaries(store.current());
        List<PublishedFile> all = new ArrayList<>(store.current().entries());
        all.sort(Comparator.comparingInt(
                        (PublishedFile entry) -> entry.body().file().number())
                .thenComparingLong(entry -> entry.body().position()));
        filesToCheck = all;
        nextIndex = 0;
        store.deleteUnknownFiles();
        return all;
    }

    private List<PublishedFile> nextFiles(List<PublishedFile> all, int files, long bytes) {
        List<PublishedFile> piece = new ArrayList<>();
        long size = 0;
        while (nextIndex < all.size() && piece.size() < files && size < bytes) {
            // What has been published since may be damaged no less: nobody looked at the file that it replaced.
            PublishedFile now =
                    store.current().findFolded(FileNames.fold(all.get(nextIndex).path()));
            nextIndex++;
            if (now != null) {
                piece.add(now);
                size += now.length();
            }
        }
        return piece;
    }

    /** Hashing all that was ever published takes long: on all processors, half as long with two. */
    private List<PublishedFile> findDamaged(List<PublishedFile> piece) throws IOException {
        for (PublishedFile entry : piece) {
            if (entry.body().seal() != null) {
                verification.request(entry.body());
            }
        }
        try {
            return piece.parallelStream().filter(RepairTask::isDamaged).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isDamaged(PublishedFile entry) {
        try {
            return entry.body().seal() == null && !entry.body().verify();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes content back from the mirror, where that has it still, and drops the rest. */
    private void replaceDamaged(List<PublishedFile> damaged, MirrorUpdate pass, List<String> lost) throws IOException {
        List<String> dropped = new ArrayList<>();
        PublishTransaction publishTransaction = store.begin();
        for (PublishedFile entry : damaged) {
            if (!restoreFromMirror(entry, publishTransaction, pass)) {
                publishTransaction.drop(entry.path());
                dropped.add(entry.path());
            }
        }
        PublicationChange change = new PublicationChange(store.current(), publishTransaction);
        store.commit(publishTransaction, change);
        lost.addAll(dropped);
        mirror.apply(store.current(), change, pass);
    }

    private boolean restoreFromMirror(PublishedFile entry, PublishTransaction publishTransaction, MirrorUpdate pass)
            throws NotStoredException {
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
                if (!entry.digest().equals(publishTransaction.addContent(content))) {
                    return false;
                }
            }
            publishTransaction.put(entry.path(), entry.access(), entry.digest(), Instant.EPOCH);
            return true;
        } catch (NotStoredException e) {
            throw e;
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }
}
