package dev.lineman.agent;

import dev.lineman.disk.Disk;
import dev.lineman.disk.FileMode;
import dev.lineman.plan.Ledger;
import dev.lineman.plan.Removals;
import dev.lineman.publish.Entry;
import dev.lineman.publish.Publisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A root folder with an agent's cycles on it, whose clock goes only when it is told to. */
final class Premises implements AutoCloseable {
    static final Duration SETTLE = Duration.ofSeconds(2);
    private static final String LINE_END = "\n";

    private final Path root;
    private final List<Path> edited = new ArrayList<>();
    private final boolean inMemory;
    private Store store;
    private Publisher publisher;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Removals.Rule rule = Removals.Rule.unguarded(SETTLE);
    private Cycle cycle;
    private State state;

    private Premises(Path root, boolean inMemory) throws IOException {
        this.root = root;
        this.inMemory = inMemory;
        Files.createDirectories(root.resolve("extensions.d"));
        Files.createDirectories(root.resolve("templates"));
        start();
    }

    /** With what is published on the disk, as it is. */
    static Premises onDisk(Path root) throws IOException {
        return new Premises(root, false);
    }

    /** With what is published in memory: for large fleets. */
    static Premises inMemory(Path root) throws IOException {
        return new Premises(root, true);
    }

    private void start() throws IOException {
        if (inMemory) {
            store = new MemoryStore();
            state = State.of(Ledger.empty());
        } else {
            publisher = Publisher.open(root.resolve("out"), new Disk(FileMode.DEFAULT));
            PublicationStore onDisk = new PublicationStore(publisher, () -> now);
            store = onDisk;
            state = State.of(onDisk.restored());
        }
        cycle = Cycles.of(root, store, () -> now, rule);
    }

    /** Has other rules for removals from now on. */
    void rule(Removals.Rule other) {
        rule = other;
        cycle = Cycles.of(root, store, () -> now, rule);
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
    Cycle.Step look() throws IOException {
        return look(Cycles.hints(edited));
    }

    /** One cycle that looks at everything. */
    Cycle.Step lookAround() throws IOException {
        return look(Cycles.EVERYTHING);
    }

    private Cycle.Step look(List<dev.lineman.watch.Hint> hints) throws IOException {
        Cycle.Step step = cycle.run(state, hints);
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

    /** Who may fetch a published file; null when it is not published. */
    String access(String path) {
        Entry entry = publisher.current().find(path);
        return entry == null ? null : entry.access();
    }

    /** What makes a file the one that it is. */
    Object identity(String path) throws IOException {
        Path file = root.resolve("out").resolve(path);
        return List.of(Files.getAttribute(file, "unix:ino"), Files.getLastModifiedTime(file));
    }

    /** The problems, as people are told of them. */
    List<String> problems() {
        return state.described(state.problems()).stream().map(Object::toString).toList();
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
