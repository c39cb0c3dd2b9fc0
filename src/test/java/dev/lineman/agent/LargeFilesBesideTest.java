package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.Cycle;
import dev.lineman.build.InputReader;
import dev.lineman.build.PendingWork;
import dev.lineman.build.PublicationStore;
import dev.lineman.build.State;
import dev.lineman.build.copy.LargeFileCopier;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.PendingRemovals;
import dev.lineman.build.report.CycleReport;
import dev.lineman.build.report.WaitReason;
import dev.lineman.fs.FaultPoint;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.input.InputPaths;
import dev.lineman.input.SymlinkPolicy;
import dev.lineman.input.scan.LargeFileHasher;
import dev.lineman.input.scan.SnapshotScanner;
import dev.lineman.input.watch.Hint;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.store.PublishedFile;
import dev.lineman.render.Renderer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large static files are hashed and copied in the background: no edit waits for them. */
class LargeFilesBesideTest {
    private static final long LENGTH = (33 << 20) + 1;
    private static final String INPUT = "templates/static/a.bin";
    private static final String FIRMWARE = "provisioning/a.bin";
    private static final String PHONE = "provisioning/000413000101.cfg";

    /** A clock so far ahead that the scanner trusts all file stamps. */
    private static final InstantSource AHEAD = () -> Instant.now().plus(Duration.ofHours(1));

    @TempDir
    Path root;

    private final ManualExecutor later = new ManualExecutor();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicBoolean faulty = new AtomicBoolean();
    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicInteger copies = new AtomicInteger();
    private Publisher publisher;
    private LargeFileCopier copier;
    private Cycle cycle;
    private State state;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(root.resolve("templates/phones"));
        Files.createDirectories(root.resolve("templates/static"));
        Files.createDirectories(root.resolve("extensions.d"));
        Files.writeString(
                root.resolve("templates/phones/t.xml"),
                TestRoot.template("T", "%%mac_address%%.cfg", "%%extension_last_name%%"));
        extension("One");
        start();
    }

    private void start() throws IOException {
        publisher = Publisher.open(root.resolve("out"), new FileOperations(FileMode.DEFAULT, this::fault));
        copier = new LargeFileCopier(publisher, later, nanos::get, this::stopped);
        PublicationStore store = new PublicationStore(publisher, copier, InstantSource.system(), true);
        state = State.of(store.readMemos());
        InputPaths inputs =
                new InputPaths(root, FolderNames.KINDS, List.of(), SymlinkPolicy.protecting(root.resolve("out")));
        SnapshotScanner source = new SnapshotScanner(inputs, new InputReader("secrets.yaml", () -> false), AHEAD)
                .with(new LargeFileHasher(later, AHEAD, this::stopped));
        cycle = new Cycle(
                source::scan,
                new Cycle.RenderSetup(new Renderer(), Map.of()),
                store,
                PendingRemovals.RemovalRule.unguarded(Duration.ZERO),
                new Cycle.Timing(InstantSource.system(), nanos::get, () -> false));
    }

    @AfterEach
    void close() throws IOException {
        copier.close();
        publisher.close();
    }

    private boolean stopped() {
        if (faulty.get()) {
            throw new IllegalStateException();
        }
        return stopped.get();
    }

    private void fault(FaultPoint.Operation operation, Path file) throws IOException {
        boolean copied = FileOperations.isTemporary(file.getFileName().toString())
                && file.getParent().endsWith("bodies");
        if (copied && operation == FaultPoint.Operation.CREATE) {
            copies.incrementAndGet();
        }
        if (copied && operation == FaultPoint.Operation.WRITE && full.get()) {
            throw new IOException("Disk quota exceeded");
        }
    }

    private void extension(String name) throws IOException {
        Files.writeString(
                root.resolve("extensions.d/101.yaml"),
                "extension: 101\nfirst_name: F\nlast_name: " + name
                        + "\nauth_id: a\nauth_password: p\npbx_ip: 10.0.0.1\n"
                        + "phone: {mac: 000413000101, model: T}\n");
    }

    private void firmware(String end) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(root.resolve(INPUT).toFile(), "rw")) {
            file.setLength(LENGTH);
            file.seek(LENGTH - end.length());
            file.writeBytes(end);
        }
    }

    /** Runs one cycle with a full scan. */
    private void look() throws IOException {
        run(Cycles.EVERYTHING);
    }

    /** Runs one cycle without hints, as the background work requests it. */
    private void wake() throws IOException {
        run(List.of());
    }

    private void run(List<Hint> hints) throws IOException {
        state = cycle.run(state, hints).state();
    }

    /** Runs all background work and the cycles that it requests. */
    private void settle() throws IOException {
        for (int i = 0; i < 4; i++) {
            later.runAll();
            wake();
        }
    }

    /** Returns the last bytes of the body that phones get; null if nothing is published. */
    private String end(String path, int length) throws IOException {
        PublishedFile entry = publisher.current().find(path);
        if (entry == null) {
            return null;
        }
        ByteBuffer content = ByteBuffer.allocate(length);
        publisher.read(entry, entry.length() - length, content);
        return new String(content.array(), StandardCharsets.UTF_8);
    }

    private List<Path> temporaries() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("out/.lineman/bodies"))) {
            return files.filter(file ->
                            FileOperations.isTemporary(file.getFileName().toString()))
                    .toList();
        }
    }

    private List<String> problems() {
        return state.report().problems().stream().map(Object::toString).toList();
    }

    @Test
    void anEditDoesNotWaitForAnEarlierLargeFile() throws Exception {
        close();
        List<List<String>> published = new ArrayList<>();
        try (RunningAgent agent = new RunningAgent(root)) {
            RunningAgent.await(() -> published(agent, published).contains(PHONE));
            published.clear();
            firmware("v1");
            extension("Two");
            RunningAgent.await(() -> published(agent, published).contains(FIRMWARE));
            assertThat(agent.fetch("/provisioning/000413000101.cfg")).asString().isEqualTo("Two\n");
        }
        List<String> order = published.stream().flatMap(List::stream).toList();
        assertThat(order).containsExactly(PHONE, FIRMWARE);
        assertThat(published).noneMatch(paths -> paths.size() > 1);
    }

    private static List<String> published(RunningAgent agent, List<List<String>> published) {
        agent.reports().stream()
                .map(CycleReport::changed)
                .filter(paths -> !paths.isEmpty())
                .forEach(published::add);
        return published.stream().flatMap(List::stream).toList();
    }

    @Test
    void editsArePublishedWhileALargeFileIsHashedAndWhileItIsCopied() throws IOException {
        firmware("v1");
        look();
        assertThat(end(PHONE, 4)).isEqualTo("One\n");
        assertThat(state.waitCauses()).containsExactly(new WaitReason.WaitCause(WaitReason.WaitKind.LARGE_FILE, INPUT));
        later.runAll();
        extension("Two");
        look();
        assertThat(end(PHONE, 4)).isEqualTo("Two\n");
        assertThat(end(FIRMWARE, 2)).isNull();
        assertThat(state.waitCauses()).containsExactly(new WaitReason.WaitCause(WaitReason.WaitKind.LARGE_FILE, INPUT));
        later.runAll();
        wake();
        assertThat(end(FIRMWARE, 2)).isEqualTo("v1");
        assertThat(state.waitCauses()).isEmpty();
        assertThat(state.pending().targets(PendingWork.PendingReason.UNAVAILABLE))
                .isEmpty();
        assertThat(problems()).isEmpty();
        assertThat(Files.mismatch(root.resolve(INPUT), root.resolve("out").resolve(FIRMWARE)))
                .isEqualTo(-1);
        assertThat(copies).hasValue(1);
    }

    @Test
    void theOldFileStaysPublishedUntilTheNewOneIsComplete() throws IOException {
        firmware("v1");
        look();
        settle();
        firmware("v2");
        look();
        assertThat(end(FIRMWARE, 2)).isEqualTo("v1");
        later.runAll();
        wake();
        assertThat(end(FIRMWARE, 2)).isEqualTo("v1");
        later.runAll();
        wake();
        assertThat(end(FIRMWARE, 2)).isEqualTo("v2");
        assertThat(temporaries()).isEmpty();
    }

    @Test
    void aFileThatChangesDuringHashingIsHashedAgain() throws IOException {
        firmware("v1");
        look();
        firmware("version 2");
        settle();
        assertThat(end(FIRMWARE, 9)).isEqualTo("version 2");
        assertThat(copies).hasValue(1);
    }

    @Test
    void aFileThatChangesDuringCopyingIsPublishedWithItsNewContent() throws IOException {
        firmware("v1");
        look();
        later.runAll();
        wake();
        firmware("version 2");
        later.runAll();
        wake();
        assertThat(end(FIRMWARE, 9)).isNull();
        look();
        settle();
        assertThat(end(FIRMWARE, 9)).isEqualTo("version 2");
        assertThat(temporaries()).isEmpty();
        assertThat(problems()).isEmpty();
    }

    @Test
    void aFileThatIsRemovedDuringCopyingLeavesNoTemporaryFile() throws IOException {
        firmware("v1");
        look();
        later.runAll();
        wake();
        later.runAll();
        assertThat(temporaries()).hasSize(1);
        Files.delete(root.resolve(INPUT));
        look();
        assertThat(temporaries()).isEmpty();
        assertThat(state.waitCauses()).isEmpty();
        assertThat(state.pending().targets(PendingWork.PendingReason.UNAVAILABLE))
                .isEmpty();
    }

    @Test
    void aTouchedFileIsNotCopied() throws IOException {
        firmware("v1");
        look();
        settle();
        firmware("v1");
        look();
        settle();
        assertThat(copies).hasValue(1);
        assertThat(state.waitCauses()).isEmpty();
        assertThat(end(FIRMWARE, 2)).isEqualTo("v1");
    }

    @Test
    void aStartWithoutMemoServesThePublishedFileDuringHashing() throws IOException {
        firmware("v1");
        look();
        settle();
        close();
        start();
        look();
        assertThat(end(FIRMWARE, 2)).isEqualTo("v1");
        assertThat(state.waitCauses()).containsExactly(new WaitReason.WaitCause(WaitReason.WaitKind.LARGE_FILE, INPUT));
        settle();
        assertThat(end(FIRMWARE, 2)).isEqualTo("v1");
        assertThat(state.waitCauses()).isEmpty();
        assertThat(copies).hasValue(1);
    }

    @Test
    void aFaultWhileALargeFileIsHashedIsAProblemOfThatFile() throws IOException {
        firmware("v1");
        look();
        faulty.set(true);
        later.runAll();
        wake();
        assertThat(problems()).singleElement().asString().startsWith(INPUT).contains("IllegalStateException");
        assertThat(state.waitCauses()).isEmpty();
        faulty.set(false);
        look();
        settle();
        assertThat(end(FIRMWARE, 2)).isEqualTo("v1");
        assertThat(problems()).isEmpty();
    }

    @Test
    void aFaultWhileALargeFileIsCopiedIsAProblemOfThatFile() throws IOException {
        firmware("v1");
        look();
        later.runAll();
        wake();
        faulty.set(true);
        later.runAll();
        wake();
        assertThat(problems()).singleElement().asString().startsWith(INPUT).contains("IllegalStateException");
        assertThat(temporaries()).isEmpty();
        faulty.set(false);
        advance(10);
        assertThat(end(FIRMWARE, 2)).isEqualTo("v1");
        assertThat(problems()).isEmpty();
    }

    @Test
    void copyingToAFullDiskIsRetriedWithGrowingIntervals() throws IOException {
        firmware("v1");
        full.set(true);
        look();
        settle();
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(INPUT + ":1:1: error: cannot be published: Disk quota exceeded; 35 MB are needed in out");
        assertThat(temporaries()).isEmpty();
        extension("Two");
        look();
        settle();
        assertThat(end(PHONE, 4)).isEqualTo("Two\n");
        assertThat(copies).hasValue(1);
        advance(10);
        assertThat(copies).hasValue(2);
        advance(10);
        assertThat(copies).hasValue(2);
        full.set(false);
        advance(10);
        assertThat(copies).hasValue(3);
        assertThat(end(FIRMWARE, 2)).isEqualTo("v1");
        assertThat(problems()).isEmpty();
    }

    private void advance(int seconds) throws IOException {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
        wake();
        settle();
    }

    @Test
    void aStoppedAgentLeavesNoPartialCopy() throws IOException {
        firmware("v1");
        look();
        later.runAll();
        wake();
        later.runAll();
        assertThat(temporaries()).hasSize(1);
        stopped.set(true);
        copier.close();
        assertThat(temporaries()).isEmpty();
    }

    @Test
    void aStopCancelsARunningCopy() throws IOException {
        firmware("v1");
        look();
        later.runAll();
        wake();
        stopped.set(true);
        later.runAll();
        assertThat(temporaries()).isEmpty();
        assertThat(copies).hasValue(1);
    }
}
