package dev.lineman.make;

import dev.lineman.crew.Pieces;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Where phones are resolved and rendered: many of them on all processors at once, a piece of the fleet after the other,
 * and the next piece while this one is noted. Nothing of it depends on who made what, and nothing is noted here: that is
 * for one thread, phone by phone.
 */
public final class Workshop {
    /** A piece is small enough that two of them fit a small heap, and large enough that nobody waits for the last of it. */
    private static final int PIECE = 128;

    /** Of what was made ahead and is not taken up yet; what comes then waits until it is asked for. */
    private static final long MOST_BYTES = 2 << 20;

    /**
     * What came of one phone.
     *
     * @param old what there was of it, which this was made on top of
     * @param made null when it has no template, or nobody can tell who may have its files, or it is postponed
     * @param postponed whether it is to be made after all others, since its template is expensive
     */
    public record Work(
            Phone phone,
            @Nullable Unit old,
            Resolution resolution,
            Admission admission,
            Workbench.@Nullable Made made,
            boolean postponed) {}

    private final Inputs inputs;
    private final Resolver resolver;
    private final Gatekeeping gatekeeping;
    private final Renderer renderer;
    private final Bodies bodies;
    private final Workbench own;
    private final Shortcuts shortcuts;
    private final Function<String, @Nullable Unit> known;
    private final int processors = Runtime.getRuntime().availableProcessors();
    private final List<Hand> hands = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong waiting = new AtomicLong();
    private final Map<String, Work> ready = new HashMap<>();

    /** The paths of the templates that are known to be expensive. */
    private final Set<String> expensive = ConcurrentHashMap.newKeySet();

    private LongPredicate isExpensive = steps -> false;
    private List<String> expected = List.of();
    private Pieces<Order, Done> pieces;

    /** @param known what there is of a phone so far */
    public Workshop(
            Inputs inputs,
            Resolver resolver,
            Gatekeeping gatekeeping,
            Renderer renderer,
            Bodies bodies,
            Shortcuts shortcuts,
            Function<String, @Nullable Unit> known) {
        this.inputs = inputs;
        this.resolver = resolver;
        this.gatekeeping = gatekeeping;
        this.renderer = renderer;
        this.bodies = bodies;
        this.shortcuts = shortcuts;
        this.known = known;
        this.own = new Workbench(renderer, inputs.catalog(), bodies, shortcuts);
        this.pieces = ahead();
    }

    /**
     * Postpones the phones of expensive templates from now on.
     *
     * @param templates the paths of those that are known
     * @param steps whether a rendering of so many makes its template one of them
     */
    public void postpone(Set<String> templates, LongPredicate steps) {
        expensive.addAll(templates);
        isExpensive = steps;
    }

    /** Postpones no phone any more. */
    public void postponeNone() {
        expensive.clear();
        isExpensive = steps -> false;
    }

    /** How many outputs were rendered. */
    public int rendered() {
        return own.rendered()
                + hands.stream().mapToInt(hand -> hand.bench.rendered()).sum();
    }

    /** Says which phones will be asked for, in this order. */
    public void expect(List<String> macs) {
        ready.clear();
        waiting.set(0);
        expected = macs.size() < shortcuts.together() || processors == 1 ? List.of() : macs;
        pieces = ahead();
    }

    private Pieces<Order, Done> ahead() {
        return new Pieces<>(
                expected.size(),
                i -> new Order(expected.get(i), known.apply(expected.get(i))),
                PIECE,
                !expected.isEmpty(),
                Hand::new);
    }

    /**
     * What comes of a phone; null when there is none.
     *
     * @param forced whether to render also what did not change
     */
    @Nullable
    public Work of(String mac, boolean forced) {
        int next = pieces.next();
        if (!forced && next < expected.size() && expected.get(next).equals(mac)) {
            take();
        }
        Unit old = known.apply(mac);
        Work work = ready.remove(mac);
        return work != null && !forced && Objects.equals(work.old(), old) ? work : make(mac, old, forced, own);
    }

    /** Takes up the piece that comes next. */
    private void take() {
        ready.clear();
        for (Done done : pieces.take()) {
            if (done != null) {
                waiting.addAndGet(-done.size());
                done.bodies().forEach(bodies::put);
                ready.put(done.work().phone().mac(), done.work());
            }
        }
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
            return new Work(phone, old, resolution, admission, null, false);
        }
        if (!forced && expensive.contains(template.path())) {
            return new Work(phone, old, resolution, admission, null, true);
        }
        List<Output> before = old == null ? List.of() : old.outputs();
        Workbench.Made made = bench.make(mac, phone.site(), template, values, before, forced);
        if (isExpensive.test(made.steps())) {
            expensive.add(template.path());
        }
        return new Work(phone, old, resolution, admission, made, false);
    }

    /** A phone to be made, and what there is of it. */
    private record Order(String mac, @Nullable Unit old) {}

    /** A phone that was made ahead, and what is to be published with it. */
    private record Done(Work work, Map<Digest, byte[]> bodies) {
        long size() {
            return bodies.values().stream().mapToLong(body -> body.length).sum();
        }
    }

    /** One of those who make phones together; what it makes waits here for the one thread that publishes. */
    private final class Hand implements Pieces.Hand<Order, Done> {
        private final Pending pending = new Pending();
        private final Workbench bench = new Workbench(renderer, inputs.catalog(), pending, shortcuts);

        Hand() {
            hands.add(this);
        }

        /** Null for whom it cannot make, and when a lot waits already: these are made when they are asked for, where a failure is noted. */
        @Override
        public @Nullable Done work(Order order) {
            if (waiting.get() >= MOST_BYTES) {
                return null;
            }
            try {
                Work work = Workshop.this.make(order.mac(), order.old(), false, bench);
                Map<Digest, byte[]> bodies = pending.taken();
                if (work == null) {
                    return null;
                }
                Done done = new Done(work, bodies);
                waiting.addAndGet(done.size());
                return done;
            } catch (RuntimeException | StackOverflowError e) {
                pending.taken();
                return null;
            }
        }
    }
}
