package dev.lineman.build;

import dev.lineman.build.plan.HeldRemovals;
import dev.lineman.build.plan.PendingRemovals;
import dev.lineman.fs.FileOperations;
import dev.lineman.fs.record.RecordFile;
import dev.lineman.fs.record.RecordFormat;
import dev.lineman.fs.record.RecordWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange of confirmations for held removals between the agent and {@code lineman confirm}. The agent writes the
 * digests of held removals to a file, and {@code confirm} writes the confirmed digests to another; both are below
 * {@code out/.lineman}. A confirmation applies once, and only to the removals that were held then. In one
 * process, {@link #hasNewApproval} is for any thread, all other methods are for the thread of the cycles.
 */
public final class RemovalApproval {
    private static final Logger LOG = LoggerFactory.getLogger(RemovalApproval.class);

    /** One record with all digests of the file. */
    private static final RecordFormat FORMAT = new RecordFormat(5, 1);

    private final FileOperations fileOperations;
    private final Path heldFile;
    private final Path confirmedFile;

    /** The digest from the command line of this process; empty when there is none. */
    private final String confirmedAtStart;

    /** The digests in the file of held removals. */
    private volatile Set<String> recorded = Set.of();

    /** The digests of missing mounts, a part of {@link #recorded}. */
    private Set<String> missingMounts = Set.of();

    /** True before the first cycle: the file then comes from an earlier process. */
    private boolean firstCycle = true;

    /**
     * Creates the exchange for one output folder.
     *
     * @param out the output folder
     * @param confirmedAtStart the digest from the command line; empty when there is none
     */
    public RemovalApproval(FileOperations fileOperations, Path out, String confirmedAtStart) {
        this.fileOperations = fileOperations;
        Path state = out.resolve(".lineman");
        this.heldFile = state.resolve("held");
        this.confirmedFile = state.resolve("confirmed");
        this.confirmedAtStart = confirmedAtStart;
    }

    /** Returns whether the operator confirmed the removals with this digest. */
    public boolean isApproved(String digest) {
        return digest.equals(confirmedAtStart) || read(confirmedFile).contains(digest);
    }

    /** Returns whether there is a confirmation that no cycle has applied yet. */
    boolean hasNewApproval() {
        return !recorded.isEmpty() && Files.exists(confirmedFile, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Writes which removals are held after a cycle, and deletes confirmations of removals that are no longer held. A
     * failure is logged.
     *
     * @param lost the digests of missing mounts
     */
    void recordHeld(PendingRemovals pendingRemovals, Set<String> lost) {
        HeldRemovals heldRemovals = pendingRemovals.held();
        Set<String> now = new TreeSet<>(lost);
        if (heldRemovals != null) {
            now.add(heldRemovals.digest());
        }
        boolean settled = heldRemovals != null || pendingRemovals.next() == null;
        try {
            removeSpent(digest -> !now.contains(digest) && (settled || missingMounts.contains(digest)));
            if (firstCycle || !now.equals(recorded)) {
                write(heldFile, now);
            }
            firstCycle = false;
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be written ({}): held removals cannot be confirmed", heldFile, FileOperations.reason(e));
        }
        recorded = now;
        missingMounts = Set.copyOf(lost);
    }

    /**
     * Deletes confirmations from the file.
     *
     * @param spent selects them by digest
     */
    private void removeSpent(Predicate<String> spent) throws IOException {
        if (Files.exists(confirmedFile, LinkOption.NOFOLLOW_LINKS)) {
            Set<String> left = read(confirmedFile);
            if (left.removeIf(spent) || left.isEmpty()) {
                write(confirmedFile, left);
            }
        }
    }

    /**
     * Confirms held removals, for another process to apply.
     *
     * @return false when no removals with this digest are held
     * @throws IOException if the confirmation cannot be written
     */
    public boolean confirm(String digest) throws IOException {
        if (!read(heldFile).contains(digest)) {
            return false;
        }
        Set<String> all = read(confirmedFile);
        all.add(digest);
        write(confirmedFile, all);
        return true;
    }

    /** Writes digests to a file. Without digests, deletes the file. */
    private void write(Path file, Set<String> digests) throws IOException {
        if (!digests.isEmpty()) {
            RecordWriter record = new RecordWriter(FORMAT);
            digests.forEach(record::putText);
            record.end();
            fileOperations.replace(file, opened -> opened.write(record.bytes(), 0));
        } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            fileOperations.delete(file);
        }
    }

    /** Reads the digests of a file. Empty when the file is missing or unusable. */
    private static Set<String> read(Path file) {
        Set<String> digests = new TreeSet<>();
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                RecordFile.readAll(file, FORMAT, record -> {
                    while (record.hasMore()) {
                        digests.add(record.readText());
                    }
                });
            }
        } catch (IOException e) {
            digests.clear();
        }
        return digests;
    }
}
