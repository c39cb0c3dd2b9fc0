package dev.lineman.build.make;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the files of sites are made, for the one thread that runs the cycles. */
public interface SiteOutputSource {
    /** Makes them while the cycle waits. */
    SiteOutputSource HERE = (unit, making) -> making.get();

    /** Takes note that what is being made of a site will not be the last word. */
    default void changed(String unit) {}

    /**
     * What has come of a site by now; null while it is being made, for which it is asked again.
     *
     * @param making what to do where nobody has begun yet; a pure function, for any thread
     */
    @Nullable
    SiteOutputs of(String unit, Supplier<SiteOutputs> making);

    /** Gives up what is being made of a site. */
    default void drop(String unit) {}

    /** Whether there will be more to have soon, so that it is of no use to ask before. */
    default boolean working() {
        return false;
    }
}
