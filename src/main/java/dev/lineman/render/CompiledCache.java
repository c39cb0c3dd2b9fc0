package dev.lineman.render;

import dev.lineman.disk.Digest;
import dev.lineman.template.text.Syntax;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
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
    private final Map<Key, Compiled> byKey = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    /** @param most bytes that all of it together may take, about; the newest is kept whatever it takes */
    CompiledCache(long most) {
        this.most = most;
    }

    /** The compiled content of a key. One thread compiles at a time, so that no content is compiled twice. */
    synchronized Compiled get(Key key, Supplier<Compiled> compile) {
        Compiled known = byKey.get(key);
        if (known != null) {
            return known;
        }
        Compiled compiled = compile.get();
        byKey.put(key, compiled);
        weight += compiled.weight();
        Iterator<Compiled> oldest = byKey.values().iterator();
        while (weight > most && byKey.size() > 1) {
            weight -= oldest.next().weight();
            oldest.remove();
        }
        return compiled;
    }
}
