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
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Keeps what is published: bodies and a journal in {@code out/.lineman}, the {@link Publication} that readers see, and
 * the mirror of it in {@code out/}.
 *
 * <p>A change goes, in this order: its bodies to the disk, one flush for all of them, its journal record, another
 * flush; then readers see it; then its files appear in {@code out/}, each by a rename. Stopped anywhere, the next start
 * finds the old publication or the new one.
 *
 * <p>{@link #current} and {@link #read} are for any thread and wait for nobody; everything else is for one thread, the
 * writing one, and a lock makes sure of it.
 */
public final class Publisher implements AutoCloseable {
    /** Nobody waits for content with more bytes to be hashed. */
    public static final long LARGE = 32 << 20;

    /** So much is put right while an edit may wait. */
    private static final long REPAIR_STEP_BYTES = 8 << 20;

    static final DurablePublication.Sizes SIZES = new DurablePublication.Sizes(64 << 20, 4 << 20, 1000, LARGE);

    private final FileOperations fileOperations;
    private final Path out;
    private final String folderLabel;
    private final WriterLock lock;
    private final DurablePublication store;
    private final Mirror mirror;
    private final BodyVerification verification;
    private final int parallelThreshold;
    private final int repairStepFiles;
    private final SequentialBodyReader bodyReader = new SequentialBodyReader();
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
     * Becomes the one that writes in an output folder, and takes up what was published last. Nothing there but the
     * lock is touched before the first edition or repair.
     *
     * @param out made when it is missing
     * @throws WriterLock.AnotherWriterException when somebody else writes there
     * @throws IOException when the folder cannot be used
     */
    public static Publisher open(Path out, FileOperations fileOperations) throws IOException {
        return open(out, fileOperations, Runnable::run);
    }

    /** As {@link #open(Path, FileOperations)}, and large bodies are verified in the background. */
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
     * @param parallelThreshold from how many files on they are put into their places on all processors
     * @param background verifies large bodies, one after the other
     */
    record Options(DurablePublication.Sizes sizes, int parallelThreshold, Executor background) {}

    static Publisher open(Path out, FileOperations fileOperations, Options options) throws IOException {
        fileOperations.createFolders(out);
        Path real = out.toRealPath();
        Path state = real.resolve(Publication.STATE);
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

    /** What readers see. A reader takes it once for all that must fit together. */
    public Publication current() {
        return store.current();
    }

    /** Whether there was a journal that could not be understood, so that nothing of it is published. */
    public boolean journalLost() {
        return store.journalLost();
    }

    /** Tells every memo, oldest first: what is told of a key later replaces what was told before. */
    public synchronized void readMemos(MemoListener reader) throws IOException {
        store.readMemos(reader);
    }

    /** Tells the files in {@code out/} that no entry claims, by their paths below it, in no order. */
    public void forEachStrayFile(Consumer<String> reader) {
        new StrayFileWalk(fileOperations, out).forEachStrayFile(current(), reader);
    }

    /**
     * Reads content, from a place on, as much as the target takes. The first read of a body after a start also finds
     * out whether it is what was published.
     *
     * @return the bytes read, -1 at the end
     * @throws IOException when the disk fails, or has other bytes there than were published
     */
    public int read(PublishedFile entry, long position, ByteBuffer target) throws IOException {
        return entry.body().read(position, target);
    }

    /** How many bytes the disk takes yet; {@link Long#MAX_VALUE} where it does not say. */
    public long usableBytes() {
        File folder = out.toFile();
        return folder.getTotalSpace() == 0 ? Long.MAX_VALUE : folder.getUsableSpace();
    }

    /**
     * Whether an entry's content can be read. A large one that something has touched cannot for the moment: it is hashed in the
     * background, and made anew if need be.
     */
    public boolean isReady(PublishedFile entry) {
        BodySeal bodySeal = entry.body().seal();
        if (bodySeal == null || bodySeal.isIntact()) {
            return true;
        }
        verification.request(entry.body());
        return false;
    }

    /** Copies large contents before an edition needs them. */
    public BodyCopier bodyCopier() {
        return store.bodyCopier();
    }

    /** Begins an edition. One that was begun before and not published is forgotten. */
    public synchronized PublishTransaction beginTransaction() {
        return store.begin();
    }

    /**
     * Publishes an edition, whole or not at all. An empty one tries again what {@code out/} lacks.
     *
     * @throws IllegalStateException when it is not the one that was begun last
     */
    public synchronized PublishResult publish(PublishTransaction publishTransaction) {
        if (!store.isOpen(publishTransaction)) {
            throw new IllegalStateException("only the edition that was begun last can be published, and once");
        }
        PublicationChange change = new PublicationChange(store.current(), publishTransaction);
        long bytesWritten = store.uncommittedBytes();
        try {
            store.commit(publishTransaction, change);
        } catch (IOException e) {
            return new PublishResult(false, 0, 0, 0, List.of(notPublished(e)));
        }
        MirrorUpdate pass = new MirrorUpdate(fileOperations, out, folderLabel, bodyReader, parallelThreshold);
        mirror.apply(store.current(), change, pass);
        List<Problem> problems = new ArrayList<>(pass.problems());
        tidyStore(problems);
        return new PublishResult(true, bytesWritten, pass.written(), pass.removed(), problems);
    }

    /**
     * Puts right what a crash or a hand left in {@code out/}: every body is verified, every file compared with its body,
     * leftovers go, strangers' files stay. An edition that was begun is forgotten.
     */
    public synchronized RepairResult repair() {
        repair.begin();
        return runRepair((pass, lost) -> {
            mirror.repair(List.of(), pass);
            repair.runStep(Integer.MAX_VALUE, Long.MAX_VALUE, pass, lost);
        });
    }

    /** The same, but that only what hinders no publication is done at once; {@link #continueRepair} does the rest. */
    public synchronized RepairResult beginRepair() {
        repair.begin();
        return runRepair((pass, lost) -> mirror.repair(List.of(), pass));
    }

    /** Whether there is something to look at that {@link #beginRepair} has left. */
    public synchronized boolean isRepairPending() {
        return repair.isDue();
    }

    /** Goes on with it for a fraction of a second, unless large files take longer. An edition that was begun is forgotten. */
    public synchronized RepairResult continueRepair() {
        return runRepair((pass, lost) -> repair.runStep(repairStepFiles, REPAIR_STEP_BYTES, pass, lost));
    }

    private RepairResult runRepair(RepairAction repairing) {
        store.rollback();
        List<Problem> problems = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        MirrorUpdate pass = new MirrorUpdate(fileOperations, out, folderLabel, bodyReader, parallelThreshold);
        try {
            repairing.run(pass, lost);
        } catch (IOException e) {
            problems.add(notPublished(e));
        }
        problems.addAll(pass.problems());
        tidyStore(problems);
        return new RepairResult(lost, pass.written(), pass.removed(), problems);
    }

    private interface RepairAction {
        void run(MirrorUpdate pass, List<String> lost) throws IOException;
    }

    private void tidyStore(List<Problem> problems) {
        store.recordMirrored();
        try {
            store.compact();
        } catch (IOException e) {
            problems.add(Problem.warning(
                    Position.of(folderLabel + '/' + Publication.STATE),
                    "cannot be tidied, and grows: " + FileOperations.reason(e)));
        }
    }

    private Problem notPublished(IOException e) {
        return Problem.error(
                Position.of(folderLabel + '/' + Publication.STATE),
                "nothing new can be published: " + FileOperations.reason(e)
                        + "; what was published last is still served");
    }

    /** Lets go of everything, so that another may write here. Nothing can be read any more. */
    @Override
    public synchronized void close() throws IOException {
        try {
            store.close();
        } finally {
            lock.close();
        }
    }
}
