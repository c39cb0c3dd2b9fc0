package dev.lineman.render;

import dev.lineman.disk.Digest;
import dev.lineman.template.text.Syntax;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Keeps what was compiled, within a bound on memory, the least recently used goes first. Thread-safe. */
final class CompiledCache {
    /**
     * What was compiled.
     *
     * @param content its digest
     * @param name whether as a file name
     */
    record Key(Digest content, Syntax syntax, boolean name) {}

    private final long most;
    private final Map<Key, CompletableFuture<Compiled>> byKey = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    /** @param most bytes that all of it together may take, about; the newest is kept whatever it takes */
    CompiledCache(long most) {
        this.most = most;
    }

    /** The compiled content of a key; whoever asks first compiles, others wait for it. */
    Compiled get(Key key, Supplier<Compiled> compile) {
        CompletableFuture<Compiled> mine = new CompletableFuture<>();
        CompletableFuture<Compiled> earlier;
        synchronized (byKey) {
            earlier = byKey.putIfAbsent(key, mine);
        }
        if (earlier != null) {
            return joined(earlier);
        }
        try {
            Compiled compiled = compile.get();
            mine.complete(compiled);
            synchronized (byKey) {
                weight += compiled.weight();
                shrink(key);
            }
            return compiled;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            synchronized (byKey) {
                byKey.remove(key);
            }
            throw e;
        }
    }

    /** An error stays an error: a cycle takes an exception for a bug of one unit. */
    private static Compiled joined(CompletableFuture<Compiled> earlier) {
        try {
            return earlier.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    private void shrink(Key newest) {
        Iterator<Map.Entry<Key, CompletableFuture<Compiled>>> oldest =
                byKey.entrySet().iterator();
        while (weight > most && oldest.hasNext()) {
            Map.Entry<Key, CompletableFuture<Compiled>> entry = oldest.next();
            if (!entry.getKey().equals(newest) && entry.getValue().isDone()) {
                weight -= entry.getValue().join().weight();
                oldest.remove();
            }
        }
    }
}
