package dev.lineman.publish.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Is told of memos, oldest first. */
@FunctionalInterface
public interface MemoListener {
    /**
     * What is remembered under a key from here on.
     *
     * @param memo replaces what was told of this key before; null when it is forgotten
     */
    void memo(String key, byte @Nullable [] memo) throws IOException;
}
