package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.record.RecordFile;
import dev.lineman.fs.record.RecordFormat;
import dev.lineman.fs.record.RecordWriter;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class CrashLoopGuardTest {
    @TempDir
    Path root;

    private static final long LONG = 10_000;

    private volatile long inputs = 1;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(root.resolve("out/.lineman"));
    }

    /** Starts the guard as a new process does. */
    private CrashLoopGuard start() {
        return new CrashLoopGuard(new Settings(
                root,
                root.resolve("secrets.yaml"),
                FileMode.DEFAULT,
                Duration.ofSeconds(2),
                RemovalLimit.parse("50%")));
    }

    private boolean holds(CrashLoopGuard guard) {
        return guard.shouldHold(() -> inputs);
    }

    private boolean holds() {
        return holds(start());
    }

    @Test
    void inputsAreHeldAfterTwoCrashesWithThem() {
        assertThat(holds()).as("a first start, which knows no inputs").isFalse();
        assertThat(holds()).isFalse();
        assertThat(holds()).isFalse();
        CrashLoopGuard fourth = start();
        assertThat(holds(fourth)).isTrue();
        assertThat(fourth.problems()).hasSize(1);
        assertThat(holds(fourth)).isTrue();
        fourth.markOrderlyEnd();
        assertThat(holds()).as("after an end in order").isTrue();
    }

    @Test
    void aStartWithOtherInputsDoesNotCount() {
        assertThat(holds()).isFalse();
        inputs = 2;
        assertThat(holds()).isFalse();
        assertThat(holds()).as("after one end with these inputs").isFalse();
        assertThat(holds()).isTrue();
    }

    @Test
    void changedInputsAreAppliedAtOnceAndResetTheCount() {
        holds();
        holds();
        holds();
        CrashLoopGuard fourth = start();
        assertThat(holds(fourth)).isTrue();
        inputs = 2;
        assertThat(holds(fourth)).isFalse();
        assertThat(fourth.problems()).isEmpty();
        assertThat(holds()).isFalse();
        assertThat(holds()).isTrue();
    }

    @Test
    void aCrashAfterTheInputsWereAppliedDoesNotCount() {
        for (int i = 0; i < 4; i++) {
            CrashLoopGuard guard = start();
            assertThat(holds(guard)).isFalse();
            guard.inputsApplied();
        }
        assertThat(holds()).as("the first start after it").isFalse();
        assertThat(holds()).as("the second start after it").isFalse();
        assertThat(holds()).isTrue();
    }

    @Test
    void unreadableInputsAreNotHeld() {
        holds();
        holds();
        holds();
        CrashLoopGuard fourth = start();
        assertThat(fourth.shouldHold(() -> {
                    throw new UncheckedIOException(new IOException("Stale file handle"));
                }))
                .isFalse();
        assertThat(fourth.problems()).isEmpty();
        assertThat(holds()).as("the counts stay").isTrue();
    }

    @Test
    void anOrderlyStopDoesNotWaitForABlockedWalk() throws Exception {
        holds();
        CrashLoopGuard second = start();
        CountDownLatch walking = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        Thread run = new Thread(() -> second.shouldHold(() -> {
            walking.countDown();
            try {
                hanging.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return inputs;
        }));
        run.start();
        walking.await();
        Thread stop = new Thread(second::markOrderlyEnd);
        stop.start();
        stop.join(LONG);
        assertThat(stop.isAlive()).isFalse();
        byte[] before = Files.readAllBytes(file());
        hanging.countDown();
        run.join();
        assertThat(file()).as("nothing is counted after an end in order").hasBinaryContent(before);
    }

    @Test
    void anUnwritableFileIsLoggedOnceAndWrittenLater() throws IOException {
        holds();
        CrashLoopGuard second = start();
        assertThat(holds(second)).isFalse();
        Files.move(root.resolve("out"), root.resolve("away"));
        List<String> log = log(() -> {
            second.inputsApplied();
            second.inputsApplied();
        });
        assertThat(log).hasSize(1);
        assertThat(log.get(0)).contains("cannot be written");
        Files.move(root.resolve("away"), root.resolve("out"));
        second.inputsApplied();
        assertThat(count(file())).isZero();
    }

    @Test
    void eachStartThatHoldsInputsLogsItOnce() {
        holds();
        holds();
        holds();
        for (int i = 0; i < 2; i++) {
            CrashLoopGuard guard = start();
            List<String> log = log(() -> {
                assertThat(holds(guard)).isTrue();
                assertThat(holds(guard)).isTrue();
            });
            assertThat(log).hasSize(1);
            assertThat(log.get(0)).startsWith("the inputs are held back");
        }
    }

    /** Returns the number of starts in a file; -1 if the file is no file of records or is damaged. */
    static int count(Path file) throws IOException {
        int[] count = {-1};
        boolean sound = RecordFile.readAll(file, new RecordFormat(6, 1), record -> {
            count[0] = record.readInt();
            record.readText();
        });
        return sound ? count[0] : -1;
    }

    /** Writes a file with a number of starts. */
    static void write(Path file, int count, RecordFormat format) throws IOException {
        RecordWriter record = new RecordWriter(format);
        record.putInt(count);
        record.putText("");
        record.end();
        ByteBuffer bytes = record.bytes();
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        Files.write(file, content);
    }

    private Path file() {
        return root.resolve("out/.lineman/start");
    }

    /** Returns the log lines of a task. */
    private static List<String> log(Runnable work) {
        Logger logger = (Logger) LoggerFactory.getLogger(CrashLoopGuard.class);
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        logger.addAppender(events);
        try {
            work.run();
        } finally {
            logger.detachAppender(events);
        }
        return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void anOrderlyStopRemovesTheFile() {
        holds();
        CrashLoopGuard second = start();
        assertThat(holds(second)).isFalse();
        second.markOrderlyEnd();
        assertThat(file()).doesNotExist();
    }

    @Test
    void aGuardThatNeverStartedKeepsTheFileOfAnotherAgent() {
        holds();
        start().markOrderlyEnd();
        assertThat(file()).exists();
    }

    @Test
    void aDamagedFileIsIgnoredAndLogged() throws IOException {
        for (String content : new String[] {"", "LINEMANa", "lineman-start 1\n2\n"}) {
            Files.writeString(file(), content);
            assertIsLost();
        }
        write(file(), 2, new RecordFormat(6, 1));
        byte[] half = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(half, half.length - 1));
        assertIsLost();
    }

    @Test
    void aFileOfAnotherVersionIsIgnoredAndLogged() throws IOException {
        write(file(), 2, new RecordFormat(6, 2));
        assertIsLost();
    }

    private void assertIsLost() throws IOException {
        List<String> log = log(() -> assertThat(holds()).isFalse());
        assertThat(log).hasSize(1);
        assertThat(log.get(0)).contains("cannot be read").contains("starts are counted anew");
        assertThat(count(file())).isZero();
    }
}
