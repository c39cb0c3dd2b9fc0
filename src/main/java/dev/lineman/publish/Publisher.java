package dev.lineman.publish;

import dev.lineman.fs.FileOperations;
import dev.lineman.fs.WriterLock;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.publish.body.BodyCopier;
import dev.lineman.publish.body.BodySeal;
import dev.lineman.publish.body.BodyVerification;
import dev.lineman.publish.body.SequentialBodyReader;
import dev.lineman.publish.mirror.Mirror;
import dev.lineman.publish.mirror.MirrorUpdate;
import dev.lineman.publish.mirror.StrayFileWalk;
import dev.lineman.publish.store.DurablePublication;
import dev.lineman.publish.store.MemoListener;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublicationChange;
import dev.lineman.publish.store.PublishTransaction;
import dev.lineman.publish.store.PublishedFile;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Keeps the published files of one output folder: bodies and a journal in {@code out/.lineman}, the
 * {@link Publication} that readers see, and its mirror in {@code out/}.
 *
 * <p>A change takes these steps, in this order. Its bodies go to the disk. One flush covers all of them. Its journal
 * record goes to the disk, with a second flush. Readers see the change. Its files appear in {@code out/}, each by a
 * rename. If the process stops at any point, the next start finds the old publication or the new one, never a
 * mixture.
 *
 * <p>{@code build.PublicationStore} writes through this class, and {@code serve} reads from it. {@link #current},
 * {@link #read} and {@link #isReady} are for any thread and never wait for a cycle. All other methods are for the
 * writing thread. The {@link WriterLock} keeps other processes out.
 */
public final class Publisher implements AutoCloseable {
    /**
     * Bytes. A larger body is hashed in the background: hashing takes seconds, and the changes of a cycle would wait
     * for it.
     */
    public static final long LARGE = 32 << 20;

    /** Bytes that one repair step checks at most. An edit can be published between two steps. */
    private static final long REPAIR_STEP_BYTES = 8 << 20;

    /** The sizes of a real publisher. Tests use smaller ones. */
    static final DurablePublication.Sizes SIZES = new DurablePublication.Sizes(64 << 20, 4 << 20, 1000, LARGE);

    private final FileOperations fileOperations;
    /** The real path of the output folder, without symbolic links. */
    private final Path out;
    /** The name of the output folder in problems. */
    private final String folderLabel;

    private final WriterLock lock;
    private final DurablePublication store;
    private final Mirror mirror;
    private final BodyVerification verification;
    private final int parallelThreshold;
    private final int repairStepFiles;
    /** One buffer for all bodies that are copied into {@code out/} on the writing thread. */
    private final SequentialBodyReader bodyReader = new SequentialBodyReader();
    /**
     * The buffers of the other threads, made when they are needed. They are outside the heap, and a collection of all of
     * it would have to free them.
     */
    private final Queue<SequentialBodyReader> otherReaders = new ConcurrentLinkedQueue<>();

    private final RepairTask repair;

    private Publisher(FileOperations fileOperations, Path out, WriterLock lock, Options options) throws IOException {
        DurablePublication.Sizes sizes = options.sizes();
        this.fileOperations = fileOperations;
        this.out = out;
        this.lock = lock;
        this.parallelThreshold = options.parallelThreshold();
        verification = new BodyVerification(options.background());
        Path name = out.getFileName();
        folderLabel = name == null ? "out" : name.toString();
        store = new DurablePublication(fileOperations, out.resolve(Publication.STATE), sizes);
        mirror = new Mirror(store.leftovers());
        repair = new RepairTask(fileOperations, out, store, mirror, verification);
        repairStepFiles = sizes.repairStepFiles();
    }

    /**
     * Opens an output folder for writing and reads its last publication. Until the first publication or repair, only
     * the lock file changes.
     *
     * @param out the folder; created if it is missing
     * @throws WriterLock.AnotherWriterException if another process writes in this folder
     * @throws IOException if the folder cannot be used
     */
    public static Publisher open(Path out, FileOperations fileOperations) throws IOException {
        return open(out, fileOperations, Runnable::run);
    }

    /** As {@link #open(Path, FileOperations)}, with an executor that verifies large bodies in the background. */
    public static Publisher open(Path out, FileOperations fileOperations, Executor background) throws IOException {
        return open(out, fileOperations, new Options(SIZES, MirrorUpdate.PARALLEL_THRESHOLD, background));
    }

    /** As {@link #open(Path, FileOperations)}, with other sizes. */
    static Publisher open(Path out, FileOperations fileOperations, DurablePublication.Sizes sizes) throws IOException {
        return open(out, fileOperations, new Options(sizes, MirrorUpdate.PARALLEL_THRESHOLD, Runnable::run));
    }

    /**
     * How a publisher works.
     *
     * @param sizes the limits of packs, journal and repair steps
     * @param parallelThreshold from this number of files on, all processors write files into {@code out/}
     * @param background verifies large bodies, one after the other
     */
    record Options(DurablePublication.Sizes sizes, int parallelThreshold, Executor background) {}

    /** As {@link #open(Path, FileOperations)}, with all options. */
    static Publisher open(Path out, FileOperations fileOperations, Options options) throws IOException {
        fileOperations.createFolders(out);
        Path real = out.toRealPath();
        Path state = real.resolve(Publication.STATE);
        // Through a link, two output folders could share one journal, each with its own lock.
        if (Files.isSymbolicLink(state)) {
            throw new IOException(state + " is a symbolic link: move it away");
        }
        fileOperations.createFolders(state);
        WriterLock lock = WriterLock.acquire(fileOperations, state.resolve("lock"));
        try {
            return new Publisher(fileOperations, real, lock, options);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Returns what readers see. A reader calls this once for all values that must fit together. */
    public Publication current() {
        return store.current();
    }

    /** Whether a journal exists but cannot be read. Then nothing of it is published. */
    public boolean journalLost() {
        return store.journalLost();
    }

    /** Passes every memo to a listener, oldest first. A later memo replaces an earlier one with the same key. */
    public synchronized void readMemos(MemoListener reader) throws IOException {
        store.readMemos(reader);
    }

    /**
     * Passes the path of each file in {@code out/} that is not published, in no order. Paths are relative to
     * {@code out/}.
     */
    public void forEachStrayFile(Consumer<String> reader) {
        new StrayFileWalk(fileOperations, out).forEachStrayFile(current(), reader);
    }

    /**
     * Reads content from a position until the buffer is full or the content ends. The first read of a body after a
     * start also checks its digest.
     *
     * @param position in bytes, from the start of the content
     * @return the number of bytes read, or -1 at the end
     * @throws IOException if the disk fails, or if its bytes differ from the published ones
     */
    public int read(PublishedFile entry, long position, ByteBuffer target) throws IOException {
        return entry.body().read(position, target);
    }

    /** Returns the bytes that the disk can still take, or {@link Long#MAX_VALUE} if the file system does not say. */
    public long usableBytes() {
        File folder = out.toFile();
        return folder.getTotalSpace() == 0 ? Long.MAX_VALUE : folder.getUsableSpace();
    }

    /**
     * Whether the content of an entry can be read now. A large body is not ready after a change of its file: a background
     * thread hashes it, and a damaged body is replaced by a later repair.
     */
    public boolean isReady(PublishedFile entry) {
        BodySeal bodySeal = entry.body().seal();
        if (bodySeal == null || bodySeal.isIntact()) {
            return true;
        }
        verification.request(entry.body());
        return false;
    }

    /** Returns the copier that writes large contents before a transaction needs them. */
    public BodyCopier bodyCopier() {
        return store.bodyCopier();
    }

    /** Begins a transaction. An earlier transaction that was not published is rolled back. */
    public synchronized PublishTransaction beginTransaction() {
        return store.begin();
    }

    /**
     * Publishes a transaction, all of it or nothing. An empty transaction retries the writes that {@code out/} still
     * lacks.
     *
     * @return the result; if the transaction is not accepted, the last publication stays and a problem gives the
     *     reason
     * @throws IllegalStateException if another transaction was begun later, or if this one is already published
     */
    public synchronized PublishResult publish(PublishTransaction publishTransaction) {
        return publish(publishTransaction, Integer.MAX_VALUE);
    }

    /**
     * As {@link #publish(PublishTransaction)}, but does not write the files of a large change into {@code out/}. {@link
     * #continueRepair} writes them, so that the next change can be published meanwhile.
     *
     * @param atOnce how many files a change may have to be written at once
     */
    public synchronized PublishResult publish(PublishTransaction publishTransaction, int atOnce) {
        if (!store.isOpen(publishTransaction)) {
            throw new IllegalStateException("only the transaction that was begun last can be published, and only once");
        }
        PublicationChange change = new PublicationChange(store.current(), publishTransaction);
        long bytesWritten = store.uncommittedBytes();
        try {
            store.commit(publishTransaction, change);
        } catch (IOException e) {
            return new PublishResult(false, 0, 0, 0, List.of(notPublished(e)));
        }
        MirrorUpdate update = newMirrorUpdate();
        mirror.apply(store.current(), change, update, atOnce);
        List<Problem> problems = new ArrayList<>(update.problems());
        tidyStore(problems);
        return new PublishResult(true, bytesWritten, update.written(), update.removed(), problems);
    }

    /**
     * Repairs what a crash or a manual change left in {@code out/}. Verifies every body, compares every file with its
     * body, and removes leftovers. Files of other programs stay. A transaction in progress is rolled back.
     */
    public synchronized RepairResult repair() {
        repair.begin();
        return runRepair((update, lost) -> {
            mirror.repair(List.of(), update);
            repair.runStep(Integer.MAX_VALUE, Long.MAX_VALUE, update, lost);
        });
    }

    /**
     * As {@link #repair}, but does only the part that must come before a publication. {@link #continueRepair} does
     * the rest.
     */
    public synchronized RepairResult beginRepair() {
        repair.begin();
        return runRepair((update, lost) -> mirror.repair(List.of(), update));
    }

    /** Whether {@link #continueRepair} has work left. */
    public synchronized boolean isRepairPending() {
        return mirror.isDelayed() || repair.isDue();
    }

    /** Whether {@code out/} does not have all files of a large change yet. */
    public synchronized boolean isMirrorDelayed() {
        return mirror.isDelayed();
    }

    /**
     * Writes the next files of a large change into {@code out/}, or does the next repair step, in a fraction of a second
     * unless files are large. A transaction in progress is rolled back.
     */
    public synchronized RepairResult continueRepair() {
        return runRepair((update, lost) -> {
            if (mirror.isDelayed()) {
                mirror.writeDelayed(store.current(), repairStepFiles, update);
            } else {
                repair.runStep(repairStepFiles, REPAIR_STEP_BYTES, update, lost);
            }
        });
    }

    private MirrorUpdate newMirrorUpdate() {
        return new MirrorUpdate(fileOperations, out, folderLabel, bodyReader, otherReaders, parallelThreshold);
    }

    private RepairResult runRepair(RepairAction action) {
        store.rollback();
        List<Problem> problems = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        MirrorUpdate update = newMirrorUpdate();
        try {
            action.run(update, lost);
        } catch (IOException e) {
            problems.add(notPublished(e));
        }
        problems.addAll(update.problems());
        tidyStore(problems);
        return new RepairResult(lost, update.written(), update.removed(), problems);
    }

    /** A part of a repair; adds to {@code lost} the paths of files without an intact copy. */
    private interface RepairAction {
        void run(MirrorUpdate update, List<String> lost) throws IOException;
    }

    /** Notes that the mirror is up to date and frees disk space. A failure loses no data, so it is a warning. */
    private void tidyStore(List<Problem> problems) {
        store.recordMirrored();
        try {
            store.compact();
        } catch (IOException e) {
            problems.add(Problem.warning(
                    Position.of(folderLabel + '/' + Publication.STATE),
                    "cannot be cleaned up, so it grows: " + FileOperations.reason(e)));
        }
    }

    /** The problem for an administrator when a publication or a repair fails. */
    private Problem notPublished(IOException e) {
        return Problem.blocking(
                Position.of(folderLabel + '/' + Publication.STATE),
                "nothing new can be published: " + FileOperations.reason(e)
                        + "; what was published last is still served");
    }

    /**
     * Closes all files and releases the lock, so that another process can write here. Afterwards nothing can be read.
     */
    @Override
    public synchronized void close() throws IOException {
        try {
            store.close();
        } finally {
            lock.close();
        }
    }
}
