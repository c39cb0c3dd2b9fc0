package dev.lineman.crew;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Works on many things, a piece of them after the other: all processors do, and while one piece is taken up they are at the
 * next. To be asked by one thread.
 *
 * @param <T> what is worked on
 * @param <R> what comes of it
 */
public final class Pieces<T, R> {
    /** One of those who work on a piece together: at one thing at a time, each time on any thread. */
    public interface Hand<T, R> {
        /** What comes of a thing; null when nothing does. */
        @Nullable
        R work(T thing);
    }

    private final int count;
    private final IntFunction<? extends T> things;
    private final int size;
    private final boolean together;
    private final Supplier<? extends Hand<? super T, ? extends R>> hands;
    private final Queue<Hand<? super T, ? extends R>> idle = new ConcurrentLinkedQueue<>();
    private int next;
    private @Nullable Piece ahead;

    /**
     * Things to be worked on.
     *
     * @param count how many
     * @param things each by its place; asked, in order, by the thread that asks for the pieces, when their piece begins
     * @param size of a piece, in things
     * @param together whether other threads than the one that asks take part
     * @param hands a new one, whenever there are fewer than work at once; for any thread
     */
    public Pieces(
            int count,
            IntFunction<? extends T> things,
            int size,
            boolean together,
            Supplier<? extends Hand<? super T, ? extends R>> hands) {
        this.count = count;
        this.things = things;
        this.size = size;
        this.together = together;
        this.hands = hands;
    }

    /** Where the piece that comes next begins. */
    public int next() {
        return next - (ahead == null ? 0 : ahead.things.size());
    }

    /** What has come of the next piece, in the order of the things, with what nothing has come of; empty behind the last. */
    public List<@Nullable R> take() {
        Piece piece = ahead == null ? begun() : ahead;
        ahead = together && next < count ? begun() : null;
        return piece.finished();
    }

    private Piece begun() {
        List<T> piece = new ArrayList<>(Math.min(size, count - next));
        for (int end = Math.min(count, next + size); next < end; next++) {
            piece.add(things.apply(next));
        }
        Piece begun = new Piece(piece);
        for (int i = Runtime.getRuntime().availableProcessors(); together && i > 1; i--) {
            ForkJoinPool.commonPool().execute(begun::work);
        }
        return begun;
    }

    private final class Piece {
        private final List<T> things;
        private final AtomicReferenceArray<@Nullable R> done;
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger open;
        private final CompletableFuture<@Nullable Void> finished = new CompletableFuture<>();
        private volatile @Nullable Throwable fault;

        Piece(List<T> things) {
            this.things = things;
            this.done = new AtomicReferenceArray<>(things.size());
            this.open = new AtomicInteger(things.size());
        }

        /** Works on one after the other until none is left to begin with. */
        void work() {
            if (begun.get() >= things.size()) {
                return;
            }
            Hand<? super T, ? extends R> hand = idle.poll();
            if (hand == null) {
                hand = hands.get();
            }
            for (int i = begun.getAndIncrement(); i < things.size(); i = begun.getAndIncrement()) {
                try {
                    done.set(i, hand.work(things.get(i)));
                } catch (RuntimeException | Error e) {
                    fault = e;
                } finally {
                    if (open.decrementAndGet() == 0) {
                        finished.complete(null);
                    }
                }
            }
            idle.add(hand);
        }

        List<@Nullable R> finished() {
            List<@Nullable R> all = new ArrayList<>(things.size());
            if (!things.isEmpty()) {
                work();
                finished.join();
            }
            if (fault instanceof Error error) {
                throw error;
            }
            if (fault instanceof RuntimeException why) {
                throw why;
            }
            for (int i = 0; i < things.size(); i++) {
                all.add(done.getAndSet(i, null));
            }
            return all;
        }
    }
}
