package dev.lineman.cycle;

import dev.lineman.make.SiteFiles;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the files of sites are made, for the one thread that runs the cycles. */
public interface Sites {
    /** Makes them while the cycle waits. */
    Sites HERE = (unit, making) -> making.get();

    /** Takes note that what is being made of a site will not be the last word. */
    default void changed(String unit) {}

    /**
     * What has come of a site by now; null while it is being made, for which it is asked again.
     *
     * @param making what to do where nobody has begun yet; a pure function, for any thread
     */
    @Nullable
    SiteFiles of(String unit, Supplier<SiteFiles> making);

    /** Gives up what is being made of a site. */
    default void drop(String unit) {}

    /** Whether there will be more to have soon, so that it is of no use to ask before. */
    default boolean working() {
        return false;
    }
}
