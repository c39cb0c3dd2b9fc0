package dev.lineman.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.fs.Digest;
import dev.lineman.render.content.CompiledContent;
import dev.lineman.template.dialect.TemplateSyntax;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompiledCacheTest {
    private final CompiledCache cache = new CompiledCache(3_000);
    private final AtomicInteger compilations = new AtomicInteger();

    @Test
    void pastItsMemoryLimitTheCacheRemovesTheLeastRecentlyUsedEntry() {
        get(1);
        get(2);
        get(3);
        get(1);
        assertThat(compilations).hasValue(3);
        get(4);
        get(1);
        get(3);
        get(4);
        assertThat(compilations).hasValue(4);
        get(2);
        assertThat(compilations).hasValue(5);
    }

    @Test
    void concurrentRequestsForOneKeyCompileItOnce() {
        IntStream.range(0, 1_000).parallel().forEach(i -> get(7));
        assertThat(compilations).hasValue(1);
    }

    @Test
    void anExceptionWhileCompilingIsNotCached() {
        assertThatThrownBy(() -> cache.get(key(1), () -> {
                    throw new IllegalStateException("bug");
                }))
                .isInstanceOf(IllegalStateException.class);
        get(1);
        assertThat(compilations).hasValue(1);
    }

    private void get(int number) {
        CompiledContent compiledContent = cache.get(key(number), () -> {
            compilations.incrementAndGet();
            return new CompiledContent.Unparsable(List.of());
        });
        assertThat(compiledContent).isNotNull();
    }

    private static CompiledCache.CompiledKey key(int number) {
        return new CompiledCache.CompiledKey(new Digest(number, 0), TemplateSyntax.PLACEHOLDERS, false);
    }
}
