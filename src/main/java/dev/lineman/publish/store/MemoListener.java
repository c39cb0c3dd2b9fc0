package dev.lineman.publish.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Receives memos, oldest first. {@code build.memo} decodes them. */
@FunctionalInterface
public interface MemoListener {
    /**
     * Receives one memo.
     *
     * @param memo replaces earlier memos with this key; null if the memo was removed
     */
    void memo(String key, byte @Nullable [] memo) throws IOException;
}
