package dev.lineman.render;

import dev.lineman.fs.Digest;
import dev.lineman.render.content.CompiledContent;
import dev.lineman.template.dialect.TemplateSyntax;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Compiled contents and file names, so that each is compiled once and not once per phone. {@link Renderer} owns it.
 * When the cache passes its memory limit, it removes the least recently used entries. Thread-safe.
 */
final class CompiledCache {
    /**
     * The key of a compiled content. Equal texts share one entry, also when they are in different templates.
     *
     * @param content digest of the source text
     * @param syntax the language of the text
     * @param name whether the text is a file name; white space of a name is kept
     */
    record CompiledKey(Digest content, TemplateSyntax syntax, boolean name) {}

    private final long maxBytes;

    /** In access order: the least recently used entry is first. */
    private final Map<CompiledKey, CompiledContent> byKey = new LinkedHashMap<>(16, 0.75f, true);

    /** Sum of the weights of all entries, in bytes. */
    private long weight;

    /**
     * @param maxBytes the memory that all entries may take, as an estimate; the newest entry stays even if it is
     *     larger
     */
    CompiledCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Returns the compiled content of a key and compiles it if it is missing. The lock is held while it compiles, so
     * that two threads never compile the same content.
     */
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
