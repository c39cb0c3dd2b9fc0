package dev.lineman.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.publish.store.DurablePublication;
import dev.lineman.publish.store.Publication;
import dev.lineman.publish.store.PublishTransaction;
import dev.lineman.publish.store.PublishedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers while a writer publishes, moves bodies and deletes packs. */
@Timeout(60)
class ReadersTest {
    private static final Instant TIME = Instant.ofEpochSecond(1_000_000);
    private static final int NAMES = 20;

    @TempDir
    Path out;

    private Publisher publisher;

    @BeforeEach
    void open() throws IOException {
        publisher = Publisher.open(
                out,
                new FileOperations(FileMode.DEFAULT),
                new DurablePublication.Sizes(20_000, 5_000, 1000, Publisher.LARGE));
    }

    @AfterEach
    void close() throws IOException {
        publisher.close();
    }

    @Test
    void readersSeeCompletePublicationsInOrder() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        publishRound(0);
        ExecutorService readers = Executors.newFixedThreadPool(3);
        List<Future<Integer>> reads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            long seed = i;
            reads.add(readers.submit(() -> readUntil(done, seed)));
        }
        for (int round = 1; round <= 60; round++) {
            assertThat(publishRound(round).problems()).isEmpty();
        }
        done.set(true);
        for (Future<Integer> read : reads) {
            assertThat(read.get()).isPositive();
        }
        readers.shutdown();
    }

    /** Reads until the writer is done. Two files of one publication belong to one round, and rounds never go back. */
    private int readUntil(AtomicBoolean done, long seed) throws IOException {
        Random random = new Random(seed);
        int newest = 0;
        int reads = 0;
        while (!done.get()) {
            Publication publication = publisher.current();
            int one = round(publication, random.nextInt(NAMES));
            int other = round(publication, random.nextInt(NAMES));
            assertThat(one).isEqualTo(other).isGreaterThanOrEqualTo(newest);
            newest = one;
            reads++;
        }
        return reads;
    }

    private int round(Publication publication, int name) throws IOException {
        PublishedFile entry = publication.find("provisioning/" + name);
        if (entry == null) {
            throw new AssertionError("a name is missing");
        }
        byte[] content = FolderTree.content(publisher, entry);
        assertThat(Digest.of(content)).isEqualTo(entry.digest());
        return ByteBuffer.wrap(content).getInt(4);
    }

    private PublishResult publishRound(int round) {
        PublishTransaction publishTransaction = publisher.beginTransaction();
        for (int name = 0; name < NAMES; name++) {
            byte[] content = new byte[200 + name];
            ByteBuffer.wrap(content).putInt(name).putInt(round);
            publishTransaction.put("provisioning/" + name, content, TIME);
        }
        return publisher.publish(publishTransaction);
    }

    @Test
    void anOldFileIsReadableAfterItsPackIsDeleted() throws IOException {
        publishRound(0);
        Publication old = publisher.current();
        Path pack = out.resolve(".lineman/bodies/1.pack");
        for (int round = 1; Files.exists(pack); round++) {
            publishRound(round);
        }

        for (int name = 0; name < NAMES; name++) {
            assertThat(round(old, name)).isZero();
        }
    }

    @Test
    void bodiesInUseMoveOutOfAPackOfGarbage() throws IOException {
        PublishTransaction first = publisher.beginTransaction();
        first.put("provisioning/lasting", FolderTree.bytes("lasting"), TIME);
        publisher.publish(first);
        for (int round = 1; round < 50; round++) {
            publishRound(round);
        }

        assertThat(out.resolve(".lineman/bodies/1.pack")).doesNotExist();
        PublishedFile lasting = publisher.current().find("provisioning/lasting");
        assertThat(lasting)
                .isNotNull()
                .satisfies(entry ->
                        assertThat(FolderTree.content(publisher, entry)).isEqualTo(FolderTree.bytes("lasting")));
        assertThat(size(out.resolve(".lineman"))).isLessThan(80_000);
    }

    @Test
    void descriptorsOfDeletedPacksAreClosed() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors));
        for (int round = 0; round < 60; round++) {
            publishRound(round);
            round(publisher.current(), 3);
        }
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (deletedButOpen(descriptors) > 0 && System.nanoTime() < deadline) {
            System.gc();
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(deletedButOpen(descriptors)).isZero();
    }

    private long deletedButOpen(Path descriptors) throws IOException {
        try (Stream<Path> open = Files.list(descriptors)) {
            return open.filter(descriptor -> {
                        try {
                            String target = Files.readSymbolicLink(descriptor).toString();
                            return target.contains(out.getFileName().toString()) && target.endsWith("(deleted)");
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        }
    }

    @Test
    void anInterruptedReaderDoesNotDisturbOthers() throws Exception {
        publishRound(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        assertThatThrownBy(() -> other.submit(() -> {
                            Thread.currentThread().interrupt();
                            return round(publisher.current(), 1);
                        })
                        .get())
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(ClosedByInterruptException.class);
        other.shutdown();

        assertThat(round(publisher.current(), 1)).isEqualTo(1);
        assertThat(publishRound(2).problems()).isEmpty();
        assertThat(round(publisher.current(), 1)).isEqualTo(2);
    }

    @Test
    void aBodyCanBeReadInPieces() throws IOException {
        PublishTransaction publishTransaction = publisher.beginTransaction();
        publishTransaction.put("provisioning/a", FolderTree.bytes("0123456789"), TIME);
        publishTransaction.put("provisioning/b", FolderTree.bytes("beyond"), TIME);
        publishTransaction.put("provisioning/empty", new byte[0], TIME);
        publisher.publish(publishTransaction);
        Publication publication = publisher.current();
        PublishedFile entry = publication.find("provisioning/a");
        PublishedFile empty = publication.find("provisioning/empty");
        if (entry == null || empty == null) {
            throw new AssertionError();
        }
        ByteBuffer target = ByteBuffer.allocateDirect(7);

        assertThat(publisher.read(entry, 0, target)).isEqualTo(7);
        assertThat(publisher.read(entry, 7, target.clear())).isEqualTo(3);
        assertThat(target.flip().get(2)).isEqualTo((byte) '9');
        assertThat(publisher.read(entry, 10, target.clear())).isEqualTo(-1);
        assertThat(publisher.read(empty, 0, target.clear())).isEqualTo(-1);
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
