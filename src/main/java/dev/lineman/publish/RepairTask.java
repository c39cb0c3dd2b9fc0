package dev.lineman.publish;

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
 * Repairs what a crash or a manual change left, step by step. It verifies every body that exists at the start and
 * compares every file in {@code out/} with its body. It also replaces bodies that a background verification finds
 * damaged.
 *
 * <p>{@link Publisher} runs the steps on the writing thread and can publish between two of them.
 */
final class RepairTask {
    private final FileOperations fileOperations;
    private final Path out;
    private final DurablePublication store;
    private final Mirror mirror;
    private final BodyVerification verification;
    /** Whether bodies or files remain that this task has not checked since the start. */
    private boolean unfinished;

    /**
     * The paths of the files at the start, in the order of their bodies on the disk, so that one read serves many.
     * Null before the first step. Paths alone, since the files would keep all bodies of the start in memory.
     */
    private @Nullable List<String> filesToCheck;

    /** The index in {@link #filesToCheck} at which the next step begins. */
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

    /** Starts over: all files must be checked. */
    void begin() {
        filesToCheck = null;
        unfinished = true;
    }

    /** Whether a step has work to do. */
    boolean isDue() {
        return unfinished || verification.hasDamaged();
    }

    /**
     * Checks and repairs the next files, and replaces the bodies that a background verification found damaged.
     *
     * @param files how many files at most
     * @param bytes the step ends when its files have this many bytes
     * @param lost receives the paths of files that are removed from the publication, since their content is damaged
     *     and no intact copy exists
     * @throws IOException if a body cannot be checked or nothing can be published; the damaged files of this step
     *     stay as they are
     */
    void runStep(int files, long bytes, MirrorUpdate update, List<String> lost) throws IOException {
        if (unfinished) {
            List<String> all = filesToCheck == null ? listFiles() : filesToCheck;
            List<PublishedFile> piece = nextFiles(all, files, bytes);
            unfinished = nextIndex < all.size();
            try {
                List<PublishedFile> damaged = findDamaged(piece);
                if (!damaged.isEmpty()) {
                    piece.removeAll(Set.copyOf(damaged));
                    replaceDamaged(damaged, update, lost);
                }
            } finally {
                mirror.repair(piece, update);
                filesToCheck = unfinished ? all : null;
            }
        }
        Set<StoredBody> found = verification.takeDamaged();
        if (!found.isEmpty()) {
            List<PublishedFile> damaged = store.current().entries().stream()
                    .filter(entry -> found.contains(entry.body()))
                    .toList();
            replaceDamaged(damaged, update, lost);
        }
    }

    /** Removes temporary files and lists the files to check. Runs once, before the first step. */
    private List<String> listFiles() throws IOException {
        new StrayFileWalk(fileOperations, out).removeTemporaries(store.current());
        List<String> all = store.current().entries().stream()
                .sorted(Comparator.comparingInt(
                                (PublishedFile entry) -> entry.body().file().number())
                        .thenComparingLong(entry -> entry.body().position()))
                .map(PublishedFile::path)
                .toList();
        filesToCheck = all;
        nextIndex = 0;
        store.deleteUnknownFiles();
        return all;
    }

    private List<PublishedFile> nextFiles(List<String> all, int files, long bytes) {
        List<PublishedFile> piece = new ArrayList<>();
        long size = 0;
        while (nextIndex < all.size() && piece.size() < files && size < bytes) {
            // A file published since the start is checked too: it can have the same damaged body as the file that it
            // replaced.
            PublishedFile now = store.current().find(all.get(nextIndex));
            nextIndex++;
            if (now != null) {
                piece.add(now);
                size += now.length();
            }
        }
        return piece;
    }

    /**
     * Returns the files with a damaged body. Hashes small bodies on all processors, and asks for the background
     * verification of large ones.
     */
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

    /** Publishes the intact copies that {@code out/} still has, and drops the files without one. */
    private void replaceDamaged(List<PublishedFile> damaged, MirrorUpdate update, List<String> lost)
            throws IOException {
        List<String> dropped = new ArrayList<>();
        PublishTransaction publishTransaction = store.begin();
        for (PublishedFile entry : damaged) {
            if (!restoreFromMirror(entry, publishTransaction, update)) {
                publishTransaction.drop(entry.path());
                dropped.add(entry.path());
            }
        }
        PublicationChange change = new PublicationChange(store.current(), publishTransaction);
        store.commit(publishTransaction, change);
        lost.addAll(dropped);
        mirror.apply(store.current(), change, update, Integer.MAX_VALUE);
    }

    /**
     * Takes the content of one file from {@code out/} into the transaction; returns false if no intact copy is there.
     */
    private boolean restoreFromMirror(PublishedFile entry, PublishTransaction publishTransaction, MirrorUpdate update)
            throws NotStoredException {
        if (entry.body().seal() != null) {
            // The file in out/ is a hard link to this body, or else hashing it here takes too long.
            return false;
        }
        try {
            Path file = out.resolve(entry.path());
            if (!entry.digest().equals(update.inspection().digest(file))) {
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
