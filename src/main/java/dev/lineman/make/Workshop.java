package dev.lineman.make;

import dev.lineman.disk.Digest;
import dev.lineman.impact.Inputs;
import dev.lineman.inventory.Phone;
import dev.lineman.plan.Output;
import dev.lineman.plan.Unit;
import dev.lineman.render.Renderer;
import dev.lineman.resolve.Admission;
import dev.lineman.resolve.PhoneNames;
import dev.lineman.resolve.Resolution;
import dev.lineman.resolve.Resolver;
import dev.lineman.template.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where phones are resolved and rendered: many of them on all processors at once, a piece of the fleet after the other,
 * and the next piece while this one is noted. Nothing of it depends on who made what, and nothing is noted here: that is
 * for one thread, phone by phone.
 */
public final class Workshop {
    /** A piece is small enough that two of them fit a small heap, and large enough that nobody waits for the last of it. */
    private static final int PIECE = 128;

    private static final int MOST_BYTES = 1 << 20;

    /**
     * What came of one phone.
     *
     * @param old what there was of it, which this was made on top of
     * @param made null when it has no template, or nobody can tell who may have its files
     */
    public record Work(
            Phone phone,
            @Nullable Unit old,
            Resolution resolution,
            Admission admission,
            Workbench.@Nullable Made made) {}

    private final Inputs inputs;
    private final Resolver resolver;
    private final Gatekeeping gatekeeping;
    private final Renderer renderer;
    private final Bodies bodies;
    private final Workbench own;
    private final Shortcuts shortcuts;
    private final int processors = Runtime.getRuntime().availableProcessors();
    private final Queue<Hand> idle = new ConcurrentLinkedQueue<>();
    private final List<Hand> hands = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Work> ready = new HashMap<>();
    private List<String> expected = List.of();
    private @Nullable Piece ahead;
    private int next;

    public Workshop(
            Inputs inputs,
            Resolver resolver,
            Gatekeeping gatekeeping,
            Renderer renderer,
            Bodies bodies,
            Shortcuts shortcuts) {
        this.inputs = inputs;
        this.resolver = resolver;
        this.gatekeeping = gatekeeping;
        this.renderer = renderer;
        this.bodies = bodies;
        this.shortcuts = shortcuts;
        this.own = new Workbench(renderer, inputs.catalog(), bodies, shortcuts);
    }

    /** How many outputs were rendered. */
    public int rendered() {
        return own.rendered()
                + hands.stream().mapToInt(hand -> hand.bench.rendered()).sum();
    }

    /** Says which phones will be asked for, in this order. */
    public void expect(List<String> macs) {
        ready.clear();
        ahead = null;
        next = 0;
        expected = macs.size() < shortcuts.together() || processors == 1 ? List.of() : macs;
    }

    /**
     * What comes of a phone; null when there is none.
     *
     * @param known what there is of a phone so far
     * @param forced whether to render also what did not change
     */
    @Nullable
    public Work of(String mac, Function<String, @Nullable Unit> known, boolean forced) {
        if (!forced && next < expected.size() && expected.get(next).equals(mac)) {
            finish(known);
        }
        Unit old = known.apply(mac);
        Work work = ready.remove(mac);
        return work != null && !forced && Objects.equals(work.old(), old) ? work : make(mac, old, forced, own);
    }

    /** Finishes the piece that comes next, and has the one behind it begun. */
    private void finish(Function<String, @Nullable Unit> known) {
        Piece piece = ahead == null ? begun(next, known) : ahead;
        next += piece.macs.size();
        ahead = next < expected.size() ? begun(next, known) : null;
        ready.clear();
        for (Done done : piece.finished()) {
            if (done != null) {
                done.bodies.forEach(bodies::put);
                ready.put(done.work.phone().mac(), done.work);
            }
        }
    }

    private Piece begun(int from, Function<String, @Nullable Unit> known) {
        List<String> macs = expected.subList(from, Math.min(expected.size(), from + PIECE));
        List<@Nullable Unit> olds = new ArrayList<>(macs.size());
        macs.forEach(mac -> olds.add(known.apply(mac)));
        Piece piece = new Piece(macs, olds);
        for (int i = 1; i < processors; i++) {
            ForkJoinPool.commonPool().execute(piece::work);
        }
        return piece;
    }

    private @Nullable Work make(String mac, @Nullable Unit old, boolean forced, Workbench bench) {
        Phone phone = inputs.inventory().phone(mac);
        if (phone == null) {
            return null;
        }
        Resolution resolution = resolver.resolve(phone);
        Admission admission = gatekeeping.of(phone);
        Template template = resolution.template();
        PhoneNames values = resolution.names();
        if (template == null || values == null || admission.rule() == null) {
            return new Work(phone, old, resolution, admission, null);
        }
        List<Output> before = old == null ? List.of() : old.outputs();
        Workbench.Made made = bench.make(mac, phone.site(), template, values, before, forced);
        return new Work(phone, old, resolution, admission, made);
    }

    /** A phone that was made ahead, and what is to be published with it. */
    private record Done(Work work, Map<Digest, byte[]> bodies) {}

    /** Phones that all who have time make together. */
    private final class Piece {
        private final List<String> macs;
        private final List<@Nullable Unit> olds;
        private final AtomicReferenceArray<@Nullable Done> done;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicLong bytes = new AtomicLong();
        private final AtomicInteger open;
        private final CompletableFuture<@Nullable Void> finished = new CompletableFuture<>();

        Piece(List<String> macs, List<@Nullable Unit> olds) {
            this.macs = macs;
            this.olds = olds;
            this.done = new AtomicReferenceArray<>(macs.size());
            this.open = new AtomicInteger(macs.size());
        }

        /** Makes one after the other until none is left to begin with. */
        void work() {
            Hand hand = idle.poll();
            if (hand == null) {
                hand = new Hand();
                hands.add(hand);
            }
            for (int i = next.getAndIncrement(); i < macs.size(); i = next.getAndIncrement()) {
                try {
                    // When it holds a lot, the rest is made when it is asked for.
                    if (bytes.get() < MOST_BYTES) {
                        done.set(i, hand.make(macs.get(i), olds.get(i), bytes));
                    }
                } finally {
                    if (open.decrementAndGet() == 0) {
                        finished.complete(null);
                    }
                }
            }
            idle.add(hand);
        }

        /** All of them, in their order; null for whom nobody could make. */
        List<@Nullable Done> finished() {
            work();
            finished.join();
            List<@Nullable Done> all = new ArrayList<>(macs.size());
            for (int i = 0; i < macs.size(); i++) {
                all.add(done.get(i));
            }
            return all;
        }
    }

    /** One of those who make a piece together; what it makes waits here for the one thread that publishes. */
    private final class Hand {
        private final Pending pending = new Pending();
        private final Workbench bench = new Workbench(renderer, inputs.catalog(), pending, shortcuts);

        /** Null for whom it cannot make: they are made when they are asked for, where a failure is noted. */
        @Nullable
        Done make(String mac, @Nullable Unit old, AtomicLong bytes) {
            try {
                Work work = Workshop.this.make(mac, old, false, bench);
                Map<Digest, byte[]> made = pending.taken();
                made.values().forEach(body -> bytes.addAndGet(body.length));
                return work == null ? null : new Done(work, made);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                pending.taken();
                return null;
            }
        }
    }
}
