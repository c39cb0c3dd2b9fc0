package dev.lineman.render;

import dev.lineman.fs.Digest;
import dev.lineman.render.content.CompiledContent;
import dev.lineman.template.dialect.TemplateSyntax;
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
    record CompiledKey(Digest content, TemplateSyntax syntax, boolean name) {}

    private final long maxBytes;
    private final Map<CompiledKey, CompiledContent> byKey = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    /** @param most bytes that all of it together may take, about; the newest is kept whatever it takes */
    CompiledCache(long most) {
        this.maxBytes = most;
    }

    /** The compiled content of a key. One thread compiles at a time, so that no content is compiled twice. */
    synchronized CompiledContent get(CompiledKey key, Supplier<CompiledContent> compile) {
        CompiledContent known = byKey.get(key);
        if (known != null) {
            return known;
        }
        CompiledContent compiledContent = compile.get();
        byKey.put(key, compiledContent);
        weight += compiledContent.weight();
        Iterator<CompiledContent> oldest = byKey.values().iterator();
        while (weight > maxBytes && byKey.size() > 1) {
            weight -= oldest.next().weight();
            oldest.remove();
        }
        return compiledContent;
    }
}
