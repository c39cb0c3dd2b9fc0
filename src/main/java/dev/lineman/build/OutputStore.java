package dev.lineman.build;

import dev.lineman.build.make.StaticFileResult;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Plan;
import dev.lineman.fs.Digest;
import dev.lineman.input.StaticFile;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a cycle's outputs go: the real publication, or nowhere when they are only checked. */
public interface OutputStore {

    /** What is published now. */
    Plan.PublishedNames published();

    /** Whether there is something to put right in the next runs, though nothing else is to be done. */
    default boolean unfinished() {
        return false;
    }

    /** Whether the last run wanted to publish static files that could not be stored, and that it is of use to try again. */
    default boolean refusing() {
        return false;
    }

    /** Begins to gather what one cycle makes; nothing of it can be seen before it is committed. */
    OutputTransaction begin();

    /** Where the bytes of outputs go while a cycle makes them. */
    interface BodySink {
        /** Keeps these bytes, which hash to the digest. */
        void put(Digest digest, byte[] bytes);

        /** Keeps the bytes of a static file, if they can be had. */
        StaticFileResult put(StaticFile file);
    }

    /** What one cycle makes. */
    interface OutputTransaction extends BodySink {
        /** Whether the bytes of this digest are at hand. */
        boolean has(Digest body);

        /** The paths of files whose bytes were found to be damaged, so that they are published no longer. */
        default List<String> damaged() {
            return List.of();
        }

        /**
         * Publishes a plan, all of it at once.
         *
         * @param buildTargets what to remember of the units that differ, or to forget where null
         * @param costly the paths of the templates whose phones are made after all others, to be remembered too
         * @throws IOException when nothing was published, and why
         */
        OutputReceipt commit(Plan plan, Map<String, @Nullable BuildTarget> buildTargets, Set<String> costly)
                throws IOException;
    }

    /**
     * What publishing did.
     *
     * @param problems what could not be done in the mirror, or was found there
     */
    record OutputReceipt(int written, int removed, long bytes, List<Problem> problems) {
        static final OutputReceipt NOTHING = new OutputReceipt(0, 0, 0, List.of());
    }
}
