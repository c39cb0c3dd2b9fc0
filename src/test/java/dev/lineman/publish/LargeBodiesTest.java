package dev.lineman.publish;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.fs.Digest;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.fs.FileStamp;
import dev.lineman.fs.record.RecordWriter;
import dev.lineman.publish.body.BodySealFile;
import dev.lineman.publish.body.StoredBody;
import dev.lineman.publish.store.DurablePublication;
import dev.lineman.publish.store.PublishTransaction;
import dev.lineman.publish.store.PublishedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that take too long to hash before each request: they are served while their files are unchanged. */
class LargeBodiesTest {
    private static final String PATH = "provisioning/fw/a.rom";
    private static final byte[] CONTENT = random(1, 2 << 20);
    private static final DurablePublication.Sizes SIZES =
            new DurablePublication.Sizes(64 << 20, 4 << 20, 1000, 1 << 20);

    @TempDir
    Path out;

    private final Queue<Runnable> background = new ArrayDeque<>();
    private Publisher publisher;

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @BeforeEach
    void open() throws IOException {
        publisher = Publisher.open(
                out, new FileOperations(FileMode.DEFAULT), new Publisher.Options(SIZES, 256, background::add));
        if (publisher.current().size() == 0) {
            publish(CONTENT);
        }
    }

    @AfterEach
    void close() throws IOException {
        publisher.close();
    }

    private void publish(byte[] content) throws IOException {
        PublishTransaction publishTransaction = publisher.beginTransaction();
        Digest digest = publishTransaction.addContent(new ByteArrayInputStream(content));
        publishTransaction.put(PATH, "", digest, Instant.ofEpochSecond(1_000_000));
        assertThat(publisher.publish(publishTransaction).problems()).isEmpty();
    }

    private void restart() throws IOException {
        publisher.close();
        background.clear();
        open();
    }

    private void runBackground() {
        for (Runnable work = background.poll(); work != null; work = background.poll()) {
            work.run();
        }
    }

    private PublishedFile entry() {
        return publisher.current().find(PATH);
    }

    private byte[] read(PublishedFile entry) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) entry.length());
        while (content.hasRemaining() && publisher.read(entry, content.position(), content) > 0) {
            // It is read in pieces.
        }
        return content.array();
    }

    private Path body() {
        return out.resolve(".lineman/bodies").resolve(Digest.of(CONTENT).toString());
    }

    private static void overwrite(Path file) throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(1_000_000);
            open.write("damage".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        Files.setLastModifiedTime(file, modified);
    }

    private void assertServed() throws IOException {
        assertThat(publisher.isReady(entry())).isTrue();
        assertThat(Arrays.equals(read(entry()), CONTENT)).isTrue();
    }

    @Test
    void theMirrorLinksToALargeBody() throws IOException {
        assertServed();
        assertThat(Files.isSameFile(out.resolve(PATH), body())).isTrue();
        assertThat(Files.getAttribute(body(), "unix:nlink")).isEqualTo(2);
        try (var files = Files.list(out.resolve("provisioning/fw"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void afterARestartALargeBodyIsServedBeforeItIsHashed() throws IOException {
        restart();
        assertServed();
        publisher.beginRepair();
        publisher.continueRepair();
        assertThat(background).hasSize(1);
        assertServed();
        runBackground();
        assertThat(publisher.isRepairPending()).isFalse();
        assertServed();
    }

    @Test
    void withoutASealALargeBodyIsServedOnceItIsHashed() throws IOException {
        publisher.close();
        Files.delete(out.resolve(".lineman/seals"));
        open();
        assertThat(publisher.isReady(entry())).isFalse();
        assertThatThrownBy(() -> read(entry())).isInstanceOf(IOException.class);
        runBackground();
        assertServed();
        publisher.publish(publisher.beginTransaction());
        restart();
        assertServed();
    }

    @Test
    void aDamagedSealFileIsIgnored() throws IOException {
        publisher.close();
        byte[] seals = Files.readAllBytes(out.resolve(".lineman/seals"));
        seals[seals.length - 1] ^= 1;
        Files.write(out.resolve(".lineman/seals"), seals);
        open();
        assertThat(publisher.isReady(entry())).isFalse();
        runBackground();
        assertServed();
    }

    @Test
    void aManualChangeInTheMirrorNeverReachesPhones() throws IOException {
        overwrite(out.resolve(PATH));
        assertThat(publisher.isReady(entry())).isFalse();
        assertThatThrownBy(() -> read(entry())).isInstanceOf(StoredBody.DamagedBodyException.class);
        runBackground();
        assertThat(publisher.isRepairPending()).isTrue();
        assertThat(publisher.continueRepair().lost()).containsExactly(PATH);
        assertThat(publisher.isRepairPending()).isFalse();
        publish(CONTENT);
        assertServed();
        assertThat(Files.isSameFile(out.resolve(PATH), body())).isTrue();
        assertThat(Files.mismatch(out.resolve(PATH), body())).isEqualTo(-1);
    }

    @Test
    void damageBetweenTwoRunsIsNeverServed() throws IOException {
        publisher.close();
        overwrite(body());
        open();
        assertThat(publisher.isReady(entry())).isFalse();
        runBackground();
        assertThat(publisher.continueRepair().lost()).containsExactly(PATH);
        publish(CONTENT);
        assertServed();
    }

    @Test
    void damageThatTheStampHidesIsFoundInTheBackground() throws IOException {
        // As after a power loss: the seal is that of the damaged file.
        overwrite(body());
        publisher.close();
        FileStamp stamp = requireNonNull(FileStamp.of(body()));
        RecordWriter record = new RecordWriter(BodySealFile.FORMAT);
        record.putDigest(Digest.of(CONTENT));
        record.putLong(stamp.size());
        record.putLong(stamp.modified());
        record.putLong(stamp.changed());
        record.putLong(stamp.inode());
        record.end();
        Files.write(
                out.resolve(".lineman/seals"),
                Arrays.copyOf(record.bytes().array(), record.bytes().limit()));
        open();
        assertThat(publisher.isReady(entry())).isTrue();
        publisher.beginRepair();
        publisher.continueRepair();
        runBackground();
        assertThat(publisher.continueRepair().lost()).containsExactly(PATH);
    }

    @Test
    void aChangeOfOnlyMetadataCostsOneHash() throws IOException {
        Files.setLastModifiedTime(body(), FileTime.from(Instant.ofEpochSecond(5)));
        assertThat(publisher.isReady(entry())).isFalse();
        assertThat(publisher.isReady(entry())).isFalse();
        assertThat(background).hasSize(1);
        runBackground();
        assertServed();
        assertThat(publisher.isRepairPending()).isFalse();
    }

    @Test
    void anotherFileWithTheNameOfABodyIsNotServed() throws IOException {
        read(entry());
        Files.delete(body());
        Files.write(body(), random(2, CONTENT.length));
        assertThat(publisher.isReady(entry())).isFalse();
        runBackground();
        assertThat(publisher.isReady(entry())).isFalse();
        assertThat(publisher.continueRepair().lost()).containsExactly(PATH);
    }

    @Test
    void readersOfAnOldVersionCanContinue() throws IOException {
        PublishedFile old = entry();
        publish(random(3, 3 << 20));
        assertThat(Files.exists(body())).isFalse();
        assertThat(publisher.isReady(old)).isTrue();
        assertThat(Arrays.equals(read(old), CONTENT)).isTrue();
        restart();
        assertThat(publisher.isReady(entry())).isTrue();
        assertThat(Arrays.equals(read(entry()), random(3, 3 << 20))).isTrue();
    }

    @Test
    void aDeletedFileInTheMirrorIsRestored() throws IOException {
        Files.delete(out.resolve(PATH));
        publisher.beginRepair();
        publisher.continueRepair();
        assertThat(Files.isSameFile(out.resolve(PATH), body())).isTrue();
        runBackground();
        assertServed();
    }

    @Test
    void commandsWaitUntilALargeBodyIsHashed() throws IOException {
        publisher.close();
        overwrite(body());
        try (Publisher command = Publisher.open(
                out, new FileOperations(FileMode.DEFAULT), new Publisher.Options(SIZES, 256, Runnable::run))) {
            assertThat(command.repair().lost()).containsExactly(PATH);
        }
        open();
    }
}
