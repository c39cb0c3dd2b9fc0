package dev.lineman.build;

import dev.lineman.build.copy.StaticFileResult;
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

/**
 * Receives the outputs of cycles: {@link PublicationStore} publishes them, {@link DryRunStore} only records them. For
 * the thread of the cycles.
 */
public interface OutputStore {

    /** Returns what is published now. */
    Plan.PublishedNames published();

    /** Returns whether the next cycles must repair {@code out/}, even without changes. */
    default boolean hasRepairsLeft() {
        return false;
    }

    /** Returns whether the last cycle had static files that could not be stored, and that another try may store. */
    default boolean hasRefusedFiles() {
        return false;
    }

    /** Begins the transaction of one cycle. Its content is not visible before the commit. */
    OutputTransaction begin();

    /** Receives the bytes of outputs while a cycle makes them. */
    interface BodySink {
        /**
         * Stores bytes.
         *
         * @param digest the digest of {@code bytes}
         */
        void put(Digest digest, byte[] bytes);

        /** Stores the bytes of a static file, if they are readable and unchanged. */
        StaticFileResult put(StaticFile file);
    }

    /** The outputs of one cycle. */
    interface OutputTransaction extends BodySink {
        /** Returns whether the bytes of a digest are stored. */
        boolean hasBody(Digest body);

        /** Returns the paths of published files with damaged bytes. These files are no longer served. */
        default List<String> damagedPaths() {
            return List.of();
        }

        /**
         * Publishes a plan as one atomic change.
         *
         * @param buildTargets the targets to record in the journal, by key; null for those to forget
         * @param costly the paths of the costly templates, also for the journal
         * @throws IOException if nothing was published
         */
        OutputReceipt commit(Plan plan, Map<String, @Nullable BuildTarget> buildTargets, Set<String> costly)
                throws IOException;
    }

    /**
     * What a commit did.
     *
     * @param written files written below {@code out/}
     * @param removed files removed below {@code out/}
     * @param bytes bytes written
     * @param problems failures and strange files below {@code out/}
     */
    record OutputReceipt(int written, int removed, long bytes, List<Problem> problems) {
        static final OutputReceipt NOTHING = new OutputReceipt(0, 0, 0, List.of());
    }
}
