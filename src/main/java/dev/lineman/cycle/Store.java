package dev.lineman.cycle;

import dev.lineman.disk.Digest;
import dev.lineman.make.Kept;
import dev.lineman.plan.Plan;
import dev.lineman.plan.Unit;
import dev.lineman.problem.Problem;
import dev.lineman.source.StaticFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a cycle's outputs go: the real publication, or nowhere when they are only checked. */
public interface Store {

    /** What is published now. */
    Plan.Publication published();

    /** Whether there is something to put right in the next runs, though nothing else is to be done. */
    default boolean unfinished() {
        return false;
    }

    /** Whether the last run wanted to publish static files that could not be stored, and that it is of use to try again. */
    default boolean refusing() {
        return false;
    }

    /** Begins to gather what one cycle makes; nothing of it can be seen before it is committed. */
    Draft begin();

    /** Where the bytes of outputs go while a cycle makes them. */
    interface BodySink {
        /** Keeps these bytes, which hash to the digest. */
        void put(Digest digest, byte[] bytes);

        /** Keeps the bytes of a static file, if they can be had. */
        Kept put(StaticFile file);
    }

    /** What one cycle makes. */
    interface Draft extends BodySink {
        /** Whether the bytes of this digest are at hand. */
        boolean has(Digest body);

        /** The paths of files whose bytes were found to be damaged, so that they are published no longer. */
        default List<String> damaged() {
            return List.of();
        }

        /**
         * Publishes a plan, all of it at once.
         *
         * @param units what to remember of the units that differ, or to forget where null
         * @param costly the paths of the templates whose phones are made after all others, to be remembered too
         * @throws IOException when nothing was published, and why
         */
        Receipt commit(Plan plan, Map<String, @Nullable Unit> units, Set<String> costly) throws IOException;
    }

    /**
     * What publishing did.
     *
     * @param problems what could not be done in the mirror, or was found there
     */
    record Receipt(int written, int removed, long bytes, List<Problem> problems) {
        static final Receipt NOTHING = new Receipt(0, 0, 0, List.of());
    }
}
