package dev.lineman.build.make;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Renders site outputs, in the cycle or in the background ({@link BackgroundSiteRenderer}). The thread of the cycles
 * calls it.
 */
public interface SiteOutputSource {
    /** Renders while the cycle waits. */
    SiteOutputSource IN_CYCLE = (targetKey, task) -> task.get();

    /**
     * Notes a change that affects a target. A rendering in progress is then outdated.
     *
     * @param targetKey the key of a site target
     */
    default void changed(String targetKey) {}

    /**
     * Returns the outputs of a site target; null while they are being rendered, and the caller asks again in a later
     * cycle.
     *
     * @param targetKey the key of the target
     * @param task renders the outputs if no rendering has started; a pure function, for any thread
     */
    @Nullable
    SiteOutputs outputsOf(String targetKey, Supplier<SiteOutputs> task);

    /** Removes a rendering that waits, and discards the result of one that runs. */
    default void cancel(String targetKey) {}

    /** Returns whether a background task runs. It starts a cycle when it ends, so no cycle is due before. */
    default boolean isWorking() {
        return false;
    }
}
