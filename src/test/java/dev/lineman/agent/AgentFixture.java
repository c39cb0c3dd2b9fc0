package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.build.Cycle;
import dev.lineman.build.MountRecord;
import dev.lineman.build.OutputStore;
import dev.lineman.build.PublicationStore;
import dev.lineman.build.State;
import dev.lineman.build.make.StaticFileResult;
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

/** A root folder with an agent's cycles on it, whose clock goes only when it is told to. */
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

    /** With what is published on the disk, as it is. */
    static AgentFixture onDisk(Path root) throws IOException {
        return new AgentFixture(root, false);
    }

    /** With what is published in memory: for large fleets. */
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

    /** Has other rules for removals from now on. */
    void rule(PendingRemovals.RemovalRule other) {
        rule = other;
        cycle = cycle();
    }

    private Cycle cycle() {
        return inMemory ? Cycles.of(root, store, () -> now, rule) : Cycles.noting(root, store, () -> now, rule);
    }

    /** Ends the process, and starts another. */
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

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** One cycle, which hears of what was edited since the last. */
    Cycle.CycleRun look() throws IOException {
        return look(Cycles.hints(edited));
    }

    /** Cycles that look at everything, until nothing is left to do. */
    void settle() throws IOException {
        lookAround();
        while (!state.pending().scheduled().isEmpty() || store.hasRepairsLeft()) {
            look();
        }
    }

    /** One cycle that looks at everything. */
    Cycle.CycleRun lookAround() throws IOException {
        return look(Cycles.EVERYTHING);
    }

    private Cycle.CycleRun look(List<dev.lineman.input.watch.Hint> hints) throws IOException {
        Cycle.CycleRun step = cycle.run(state, hints);
        state = step.state();
        edited.clear();
        return step;
    }

    State state() {
        return state;
    }

    /** What the mirror has at a path below {@code out/}; null when there is nothing. */
    String out(String path) throws IOException {
        Path file = root.resolve("out").resolve(path);
        return Files.exists(file) ? Files.readString(file) : null;
    }

    /** What phones get under a path below {@code out/}, read from where it is kept; null when it is not published. */
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

    /** How many bytes phones get under a path below {@code out/}; -1 when it is not published. */
    long length(String path) {
        PublishedFile entry = publisher.current().find(path);
        return entry == null ? -1 : entry.length();
    }

    /** A run whose publication is refused, as a full disk does it. */
    void failOnce() {
        OutputStore refusing = new Refusing(store);
        Cycle doomed = Cycles.of(root, refusing, () -> now, rule);
        assertThatThrownBy(() -> doomed.run(state, Cycles.EVERYTHING)).isInstanceOf(IOException.class);
    }

    private record Refusing(OutputStore store) implements OutputStore {
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

    /** Who may fetch a published file; null when it is not published. */
    String access(String path) {
        PublishedFile entry = publisher.current().find(path);
        return entry == null ? null : entry.access();
    }

    /** What makes a file the one that it is. */
    Object identity(String path) throws IOException {
        Path file = root.resolve("out").resolve(path);
        return List.of(Files.getAttribute(file, "unix:ino"), Files.getLastModifiedTime(file));
    }

    /** The problems, as people are told of them. */
    List<String> problems() {
        return state.describe(state.problems()).stream().map(Object::toString).toList();
    }

    /** An extension with a phone that uses model X. */
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

    /** The defaults and a template for all. */
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
