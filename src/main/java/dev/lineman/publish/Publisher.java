package dev.lineman.publish;

import dev.lineman.disk.Disk;
import dev.lineman.disk.WriterLock;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
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
    /** Where the publisher's own files are, below {@code out/}. */
    static final String STATE = ".lineman";

    static final Store.Sizes SIZES = new Store.Sizes(64 << 20, 4 << 20);

    private final Disk disk;
    private final Path out;
    private final String label;
    private final WriterLock lock;
    private final Store store;
    private final Mirror mirror;
    private final int together;
    private final BodyWindow window = new BodyWindow();

    private Publisher(Disk disk, Path out, WriterLock lock, Store.Sizes sizes, int together) throws IOException {
        this.disk = disk;
        this.out = out;
        this.lock = lock;
        this.together = together;
        Path name = out.getFileName();
        label = name == null ? "out" : name.toString();
        store = new Store(disk, out.resolve(STATE), sizes);
        mirror = new Mirror(store.leftovers());
    }

    /**
     * Becomes the one that writes in an output folder, and takes up what was published last. Nothing there but the
     * lock is touched before the first edition or repair.
     *
     * @param out made when it is missing
     * @throws WriterLock.AnotherWriter when somebody else writes there
     * @throws IOException when the folder cannot be used
     */
    public static Publisher open(Path out, Disk disk) throws IOException {
        return open(out, disk, SIZES);
    }

    /** As {@link #open(Path, Disk)}, with other sizes. */
    static Publisher open(Path out, Disk disk, Store.Sizes sizes) throws IOException {
        return open(out, disk, sizes, Volley.WORTHWHILE);
    }

    /** As {@link #open(Path, Disk)}, with other sizes, and so many files together on all processors. */
    static Publisher open(Path out, Disk disk, Store.Sizes sizes, int together) throws IOException {
        disk.createFolders(out);
        Path real = out.toRealPath();
        Path state = real.resolve(STATE);
        if (Files.isSymbolicLink(state)) {
            throw new IOException(state + " is a symbolic link: move it away");
        }
        disk.createFolders(state);
        WriterLock lock = WriterLock.take(disk, state.resolve("lock"));
        try {
            return new Publisher(disk, real, lock, sizes, together);
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
    public synchronized void memos(MemoReader reader) throws IOException {
        store.memos(reader);
    }

    /** Tells the files in {@code out/} that no entry claims, by their paths below it, in no order. */
    public void strangers(Consumer<String> reader) {
        new OutFolder(disk, out).strangers(current(), reader);
    }

    /**
     * Reads content, from a place on, as much as the target takes. The first read of a body after a start also finds
     * out whether it is what was published.
     *
     * @return the bytes read, -1 at the end
     * @throws IOException when the disk fails, or has other bytes there than were published
     */
    public int read(Entry entry, long position, ByteBuffer target) throws IOException {
        return entry.body().read(position, target);
    }

    /** Begins an edition. One that was begun before and not published is forgotten. */
    public synchronized Edition edition() {
        return store.begin();
    }

    /**
     * Publishes an edition, whole or not at all. An empty one tries again what {@code out/} lacks.
     *
     * @throws IllegalStateException when it is not the one that was begun last
     */
    public synchronized Published publish(Edition edition) {
        if (!store.isInHand(edition)) {
            throw new IllegalStateException("only the edition that was begun last can be published, and once");
        }
        Change change = new Change(store.current(), edition);
        int bodiesWritten = store.freshCount();
        long bytesWritten = store.freshBytes();
        try {
            store.commit(edition, change);
        } catch (IOException e) {
            return new Published(store.current(), false, 0, 0, 0, 0, 0, 0, List.of(refused(e)));
        }
        MirrorPass pass = new MirrorPass(disk, out, label, window, together);
        mirror.bring(store.current(), change, pass);
        List<Problem> problems = new ArrayList<>(pass.problems());
        settle(problems);
        return new Published(
                store.current(),
                true,
                change.puts().size(),
                change.drops().size(),
                bodiesWritten,
                bytesWritten,
                pass.written(),
                pass.removed(),
                problems);
    }

    /**
     * Puts right what a crash or a hand left in {@code out/}: every file is compared with its body, leftovers go,
     * strangers' files stay. An edition that was begun is forgotten.
     */
    public synchronized Repaired repair() {
        store.abandon();
        List<Problem> problems = new ArrayList<>();
        new OutFolder(disk, out).removeTemporaries(store.current());
        List<Entry> entries = new ArrayList<>(store.current().entries());
        // In the order in which the bodies lie, one read serves many.
        entries.sort(
                Comparator.comparingInt((Entry entry) -> entry.body().file().number())
                        .thenComparingLong(entry -> entry.body().position()));
        MirrorPass pass = new MirrorPass(disk, out, label, window, together);
        List<String> lost = List.of();
        try {
            store.clean();
            List<Entry> damaged = damaged(entries);
            if (!damaged.isEmpty()) {
                entries.removeAll(Set.copyOf(damaged));
                lost = heal(damaged, pass);
            }
        } catch (IOException e) {
            problems.add(refused(e));
        }
        mirror.restore(entries, pass);
        problems.addAll(pass.problems());
        settle(problems);
        return new Repaired(lost, pass.written(), pass.removed(), problems);
    }

    /** Hashing all that was ever published takes long: on all processors, half as long with two. */
    private static List<Entry> damaged(List<Entry> entries) throws IOException {
        try {
            return entries.parallelStream().filter(Publisher::isDamaged).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isDamaged(Entry entry) {
        try {
            return !entry.body().verify();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes content back from the mirror, where that has it still, and drops the rest. */
    private List<String> heal(List<Entry> damaged, MirrorPass pass) throws IOException {
        List<String> lost = new ArrayList<>();
        Edition edition = store.begin();
        for (Entry entry : damaged) {
            if (!restored(entry, edition, pass)) {
                edition.drop(entry.path());
                lost.add(entry.path());
            }
        }
        Change change = new Change(store.current(), edition);
        store.commit(edition, change);
        mirror.bring(store.current(), change, pass);
        return lost;
    }

    private boolean restored(Entry entry, Edition edition, MirrorPass pass) {
        try {
            Path file = out.resolve(entry.path());
            if (!entry.digest().equals(pass.digest(file))) {
                return false;
            }
            try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                return entry.digest().equals(edition.put(entry.path(), entry.access(), content, Instant.EPOCH));
            }
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    private void settle(List<Problem> problems) {
        store.noteMirrored();
        try {
            store.tidy();
        } catch (IOException e) {
            problems.add(Problem.warning(
                    Position.of(label + '/' + STATE), "cannot be tidied, and grows: " + Disk.reason(e)));
        }
    }

    private Problem refused(IOException e) {
        return Problem.error(
                Position.of(label + '/' + STATE),
                "nothing new can be published: " + Disk.reason(e) + "; what was published last is still served");
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
