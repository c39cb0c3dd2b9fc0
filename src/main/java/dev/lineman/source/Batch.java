package dev.lineman.source;

import dev.lineman.disk.Digest;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.source.Snapshot.Entry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files that have been read and wait for being parsed: many of them on all processors at once. For one thread. */
final class Batch {
    private static final int FULL = 512;
    private static final int FULL_BYTES = 2 << 20;

    /**
     * One of them.
     *
     * @param known what was known of it before
     */
    record Unparsed(
            String path,
            Signature signature,
            Digest digest,
            @Nullable Entry known) {}

    private record Waiting(Unparsed file, Supplier<Supplier<Reading>> begin) {}

    private final Reader reader;
    private final int together;
    private Map<String, Waiting> waiting = new LinkedHashMap<>();
    private long bytes;

    /** @param together from how many on they are parsed on all processors */
    Batch(Reader reader, int together) {
        this.reader = reader;
        this.together = together;
    }

    void add(Unparsed file, byte[] content) {
        waiting.put(file.path(), new Waiting(file, () -> reader.begin(file.path(), content)));
        bytes += content.length;
    }

    boolean isFull() {
        return waiting.size() >= FULL || bytes >= FULL_BYTES;
    }

    boolean holds(String path) {
        return waiting.containsKey(path);
    }

    /** Parses all, and tells what they hold in the order in which they came. */
    void parse(BiConsumer<Unparsed, Reading> findings) {
        Collection<Waiting> all = waiting.values();
        waiting = new LinkedHashMap<>();
        bytes = 0;
        Stream<Waiting> stream = all.size() < together ? all.stream() : all.parallelStream();
        List<Supplier<Reading>> begun = stream.map(next -> begun(next.begin())).toList();
        int i = 0;
        for (Waiting next : all) {
            findings.accept(next.file(), guarded(next.file(), begun.get(i++)));
        }
    }

    private static Supplier<Reading> begun(Supplier<Supplier<Reading>> begin) {
        try {
            return begin.get();
        } catch (RuntimeException | StackOverflowError e) {
            return () -> {
                throw e;
            };
        }
    }

    /** A reader that fails is a bug; it must cost this file alone. */
    private static Reading guarded(Unparsed file, Supplier<Reading> rest) {
        try {
            return rest.get();
        } catch (RuntimeException | StackOverflowError e) {
            StackTraceElement[] trace = e.getStackTrace();
            String where = trace.length == 0 ? "" : " at " + trace[0];
            String message = "the agent failed to read this file ("
                    + e.getClass().getSimpleName() + where + "): this is a bug, please report it";
            return new Reading(null, List.of(Problem.error(Position.of(file.path()), message)));
        }
    }
}
