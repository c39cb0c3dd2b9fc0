package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.build.Cycle;
import dev.lineman.build.MountRecord;
import dev.lineman.build.OutputStore;
import dev.lineman.build.PublicationStore;
import dev.lineman.build.State;
import dev.lineman.build.copy.StaticFileResult;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.OutputIndex;
import dev.lineman.build.plan.PendingRemovals;
import dev.lineman.build.plan.Plan;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileMode;
import dev.lineman.fs.FileOperations;
import dev.lineman.input.StaticFile;
import dev.lineman.publish.Publisher;
import dev.lineman.publish.store.PublishedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A root folder with an agent's cycles and a clock that only the test advances. */
final class AgentFixture implements AutoCloseable {
    static final Duration SETTLE = Duration.ofSeconds(2);
    private static final String LINE_END = "\n";

    private final Path root;
    private final List<Path> edited = new ArrayList<>();
    private final boolean inMemory;
    private OutputStore store;
    private Publisher publisher;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private PendingRemovals.RemovalRule rule = PendingRemovals.RemovalRule.unguarded(SETTLE);
    private Cycle cycle;
    private State state;

    private AgentFixture(Path root, boolean inMemory) throws IOException {
        this.root = root;
        this.inMemory = inMemory;
        Files.createDirectories(root.resolve("extensions.d"));
        Files.createDirectories(root.resolve("templates"));
        start();
    }

    /** Makes a fixture that publishes to the disk. */
    static AgentFixture onDisk(Path root) throws IOException {
        return new AgentFixture(root, false);
    }

    /** Makes a fixture that publishes to memory, for large fleets. */
    static AgentFixture inMemory(Path root) throws IOException {
        return new AgentFixture(root, true);
    }

    private void start() throws IOException {
        if (inMemory) {
            store = new MemoryStore();
            state = State.of(OutputIndex.empty());
        } else {
            publisher = Publisher.open(root.resolve("out"), new FileOperations(FileMode.DEFAULT));
            PublicationStore onDisk = new PublicationStore(publisher, Cycles.copier(publisher), () -> now, true);
            store = onDisk;
            state = State.of(onDisk.readMemos()).with(new MountRecord(root.resolve("out")).read());
        }
        cycle = cycle();
    }

    /** Sets the rules for removals. */
    void rule(PendingRemovals.RemovalRule other) {
        rule = other;
        cycle = cycle();
    }

    private Cycle cycle() {
        return inMemory
                ? Cycles.of(root, store, () -> now, rule)
                : Cycles.recordingMounts(root, store, () -> now, rule);
    }

    /** Simulates the end of the process and a new start. */
    void restart() throws IOException {
        close();
        start();
    }

    void write(String path, String... lines) throws IOException {
        edited.addAll(new Edit.Write(path, String.join(LINE_END, lines) + LINE_END).apply(root));
    }

    void append(String path, String line) throws IOException {
        Files.writeString(root.resolve(path), line + LINE_END, StandardOpenOption.APPEND);
        edited.add(root.resolve(path));
    }

    void delete(String path) {
        edited.addAll(new Edit.Delete(path).apply(root));
    }

    void move(String from, String to) {
        edited.addAll(new Edit.Move(from, to).apply(root));
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    /** Runs one cycle with hints for the edits since the last one. */
    Cycle.CycleRun runCycle() throws IOException {
        return runCycle(Cycles.hints(edited));
    }

    /** Runs cycles with full scans until nothing is pending. */
    void runUntilIdle() throws IOException {
        runFullScan();
        while (!state.pending().scheduled().isEmpty() || store.hasRepairsLeft()) {
            runCycle();
        }
    }

    /** Runs one cycle with a full scan. */
    Cycle.CycleRun runFullScan() throws IOException {
        return runCycle(Cycles.EVERYTHING);
    }

    private Cycle.CycleRun runCycle(List<dev.lineman.input.watch.Hint> hints) throws IOException {
        Cycle.CycleRun step = cycle.run(state, hints);
        state = step.state();
        edited.clear();
        return step;
    }

    State state() {
        return state;
    }

    /** Returns the content of a file below {@code out/}; null if it does not exist. */
    String mirrored(String path) throws IOException {
        Path file = root.resolve("out").resolve(path);
        return Files.exists(file) ? Files.readString(file) : null;
    }

    /** Returns the body that phones get for a path below {@code out/}; null if it is not published. */
    @Nullable
    String content(String path) throws IOException {
        PublishedFile entry = publisher.current().find(path);
        if (entry == null) {
            return null;
        }
        ByteBuffer content = ByteBuffer.allocate((int) entry.length());
        assertThat(publisher.read(entry, 0, content)).isEqualTo(content.capacity());
        return new String(content.array(), StandardCharsets.UTF_8);
    }

    /** Returns the length of the body that phones get, in bytes; -1 if it is not published. */
    long length(String path) {
        PublishedFile entry = publisher.current().find(path);
        return entry == null ? -1 : entry.length();
    }

    /** Runs a cycle whose publication fails as on a full disk. */
    void failOnce() {
        OutputStore refusing = new FailingStore(store);
        Cycle doomed = Cycles.of(root, refusing, () -> now, rule);
        assertThatThrownBy(() -> doomed.run(state, Cycles.EVERYTHING)).isInstanceOf(IOException.class);
    }

    private record FailingStore(OutputStore store) implements OutputStore {
        @Override
        public Plan.PublishedNames published() {
            return store.published();
        }

        @Override
        public OutputTransaction begin() {
            OutputTransaction draft = store.begin();
            return new OutputTransaction() {
                @Override
                public void put(Digest digest, byte[] bytes) {
                    draft.put(digest, bytes);
                }

                @Override
                public StaticFileResult put(StaticFile file) {
                    return draft.put(file);
                }

                @Override
                public boolean hasBody(Digest body) {
                    return draft.hasBody(body);
                }

                @Override
                public List<String> damagedPaths() {
                    return draft.damagedPaths();
                }

                @Override
                public OutputReceipt commit(
                        Plan plan, Map<String, @Nullable BuildTarget> buildTargets, Set<String> costly)
                        throws IOException {
                    throw new IOException("the disk is full");
                }
            };
        }
    }

    /** Returns the access rules of a published file; null if it is not published. */
    String access(String path) {
        PublishedFile entry = publisher.current().find(path);
        return entry == null ? null : entry.access();
    }

    /** Returns the identity of a file, which a rewrite changes. */
    Object identity(String path) throws IOException {
        Path file = root.resolve("out").resolve(path);
        return List.of(Files.getAttribute(file, "unix:ino"), Files.getLastModifiedTime(file));
    }

    /** Returns the problems as they are printed. */
    List<String> problems() {
        return state.report().problems().stream().map(Object::toString).toList();
    }

    /** Returns the problems, which are those of a first run of the same root. The run publishes to {@code scratch}. */
    List<String> problemsOfAFirstRunToo(MemoryStore scratch) throws IOException {
        State first = Cycles.fromScratch(root, scratch);
        assertThat(problems())
                .isEqualTo(
                        first.report().problems().stream().map(Object::toString).toList());
        return problems();
    }

    /** Writes an extension with a phone of model X. */
    void extension(int number, String... more) throws IOException {
        extension("extensions.d/" + number + ".yaml", number, more);
    }

    void extension(String path, int number, String... more) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "extension: " + number,
                "first_name: F" + number,
                "last_name: L",
                "auth_id: a",
                "auth_password: p",
                "phone: {mac: " + mac(number) + "}"));
        lines.addAll(List.of(more));
        write(path, lines.toArray(String[]::new));
    }

    static String mac(int number) {
        return String.format("0004130%05d", number);
    }

    /** Writes the defaults and a template for all phones. */
    void template(String filename, String... content) throws IOException {
        write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1", "model: X");
        write(
                "templates/phones/x.xml",
                "<doc><header><type>phone-template</type><name>X</name></header><data><device>",
                "<deviceconfig filename=\"" + filename + "\"><![CDATA[" + String.join(LINE_END, content)
                        + "]]></deviceconfig></device></data></doc>");
    }

    @Override
    public void close() throws IOException {
        if (publisher != null) {
            publisher.close();
        }
    }
}
