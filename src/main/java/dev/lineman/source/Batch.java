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

    /** Fewer are parsed before other threads have begun. */
    private static final int WORTHWHILE = 64;

    /**
     * One of them.
     *
     * @param known what was known of it before
     */
    record Unparsed(
            String path,
            Signature signature,
            Digest digest,
            byte[] bytes,
            @Nullable Entry known) {}

    private final Reader reader;
    private Map<String, Unparsed> files = new LinkedHashMap<>();
    private long bytes;

    Batch(Reader reader) {
        this.reader = reader;
    }

    void add(Unparsed file) {
        files.put(file.path(), file);
        bytes += file.bytes().length;
    }

    boolean isFull() {
        return files.size() >= FULL || bytes >= FULL_BYTES;
    }

    boolean holds(String path) {
        return files.containsKey(path);
    }

    /** Parses all, and tells what they hold in the order in which they came. */
    void parse(BiConsumer<Unparsed, Reading> findings) {
        Collection<Unparsed> all = files.values();
        files = new LinkedHashMap<>();
        bytes = 0;
        Stream<Unparsed> stream = all.size() < WORTHWHILE ? all.stream() : all.parallelStream();
        List<Supplier<Reading>> begun = stream.map(this::begun).toList();
        int i = 0;
        for (Unparsed file : all) {
            Supplier<Reading> rest = begun.get(i++);
            findings.accept(file, guarded(file, rest));
        }
    }

    private Supplier<Reading> begun(Unparsed file) {
        try {
            return reader.begin(file.path(), file.bytes());
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
