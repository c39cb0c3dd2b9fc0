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
 * How a person tells the agent, running or not, that removals which it holds are meant: it writes down the digests of what it
 * holds, {@code confirm} writes down those that are meant, each in a file below {@code out/.lineman}. What was confirmed counts
 * for what was held then, and once.
 */
public final class RemovalApproval {
    private static final Logger LOG = LoggerFactory.getLogger(RemovalApproval.class);

    private static final RecordFormat FORMAT = new RecordFormat(5, 1);

    private final FileOperations fileOperations;
    private final Path held;
    private final Path confirmed;
    private final String given;
    private Set<String> noted = Set.of();
    private Set<String> mounts = Set.of();
    private boolean fresh = true;

    /**
     * @param out the folder with the outputs
     * @param given what was confirmed with the command itself; empty when nothing was
     */
    public RemovalApproval(FileOperations fileOperations, Path out, String given) {
        this.fileOperations = fileOperations;
        Path state = out.resolve(".lineman");
        this.held = state.resolve("held");
        this.confirmed = state.resolve("confirmed");
        this.given = given;
    }

    /** Whether what is held under this digest is meant to go. */
    public boolean of(String digest) {
        return digest.equals(given) || read(confirmed).contains(digest);
    }

    /** Whether somebody has confirmed something that was not looked at yet. */
    boolean waits() {
        return !noted.isEmpty() && Files.exists(confirmed, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Writes down what is held after a cycle, and lets go of what was confirmed and is not held any more.
     *
     * @param lost the digests of mounts that are gone
     */
    void note(PendingRemovals pendingRemovals, Set<String> lost) {
        HeldRemovals guarded = pendingRemovals.held();
        Set<String> now = new TreeSet<>(lost);
        if (guarded != null) {
            now.add(guarded.digest());
        }
        boolean settled = guarded != null || pendingRemovals.next() == null;
        try {
            forget(digest -> !now.contains(digest) && (settled || mounts.contains(digest)));
            if (fresh || !now.equals(noted)) {
                replace(held, now);
            }
            fresh = false;
        } catch (IOException e) {
            LOG.warn(
                    "what is held cannot be written down, so that it cannot be confirmed: {}",
                    FileOperations.reason(e));
        }
        noted = now;
        mounts = Set.copyOf(lost);
    }

    private void forget(Predicate<String> spent) throws IOException {
        if (Files.exists(confirmed, LinkOption.NOFOLLOW_LINKS)) {
            Set<String> left = read(confirmed);
            if (left.removeIf(spent) || left.isEmpty()) {
                replace(confirmed, left);
            }
        }
    }

    /**
     * Confirms what is held.
     *
     * @return whether that is what is held
     * @throws IOException when it cannot be written down
     */
    public boolean confirm(String digest) throws IOException {
        if (!read(held).contains(digest)) {
            return false;
        }
        Set<String> all = read(confirmed);
        all.add(digest);
        replace(confirmed, all);
        return true;
    }

    /** Writes digests; without any there is no file. */
    private void replace(Path file, Set<String> digests) throws IOException {
        if (!digests.isEmpty()) {
            RecordWriter record = new RecordWriter(FORMAT);
            digests.forEach(record::putText);
            record.end();
            fileOperations.replace(file, opened -> opened.write(record.bytes(), 0));
        } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            fileOperations.delete(file);
        }
    }

    /** Empty when there is no such file, or anything else in it. */
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
