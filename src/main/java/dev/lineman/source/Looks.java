package dev.lineman.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Looks at many paths, a piece of them after the other: all processors do, and while one piece is taken up they are at the next. */
final class Looks {
    /** How many are looked at before the first of them is told of: what was seen is not to grow old. */
    private static final int PIECE = 512;

    private final List<Path> paths;
    private final boolean together;
    private int next;
    private @Nullable Piece ahead;

    /** @param together from how many paths on others take part */
    Looks(List<Path> paths, int together) {
        this.paths = paths;
        this.together = paths.size() >= together;
    }

    /** The next looks, in the order of the paths; none when all paths have been looked at. */
    List<Look> next() {
        Piece piece = ahead == null ? begun() : ahead;
        ahead = together && next < paths.size() ? begun() : null;
        return piece.finished();
    }

    private Piece begun() {
        int until = Math.min(paths.size(), next + PIECE);
        Piece piece = new Piece(paths.subList(next, until));
        next = until;
        for (int i = Runtime.getRuntime().availableProcessors(); together && i > 1; i--) {
            ForkJoinPool.commonPool().execute(piece::work);
        }
        return piece;
    }

    private static final class Piece {
        private final List<Path> paths;
        private final AtomicReferenceArray<Look> looks;
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger open;
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

        Piece(List<Path> paths) {
            this.paths = paths;
            this.looks = new AtomicReferenceArray<>(paths.size());
            this.open = new AtomicInteger(paths.size());
        }

        void work() {
            for (int i = begun.getAndIncrement(); i < paths.size(); i = begun.getAndIncrement()) {
                try {
                    looks.set(i, Look.at(paths.get(i)));
                } catch (RuntimeException | Error e) {
                    done.completeExceptionally(e);
                    throw e;
                }
                if (open.decrementAndGet() == 0) {
                    done.complete(null);
                }
            }
        }

        List<Look> finished() {
            if (paths.isEmpty()) {
                return List.of();
            }
            work();
            done.join();
            List<Look> all = new ArrayList<>(paths.size());
            for (int i = 0; i < paths.size(); i++) {
                all.add(looks.get(i));
            }
            return all;
        }
    }
}
