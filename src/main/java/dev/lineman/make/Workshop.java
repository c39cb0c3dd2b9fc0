package dev.lineman.make;

import dev.lineman.disk.Digest;
import dev.lineman.inventory.Phone;
import dev.lineman.plan.Output;
import dev.lineman.plan.Unit;
import dev.lineman.resolve.Admission;
import dev.lineman.resolve.PhoneNames;
import dev.lineman.resolve.Resolution;
import dev.lineman.template.Template;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Resolves and renders phones. Many of them are made ahead, on all processors, while the one thread that asks notes those before them.
 * What comes of a phone does not depend on which thread made it.
 */
public final class Workshop {
    /** How many phones one thread makes at a time. */
    private static final int SHARE = 64;

    /** How many shares there are before the first of them is taken up: few enough for a small heap. */
    private static final int SHARES_AHEAD = Runtime.getRuntime().availableProcessors() + 1;

    /** Of what was made ahead and is not taken up yet; what comes then waits until it is asked for. */
    private static final long MOST_BYTES = 2 << 20;

    /**
     * What came of one phone.
     *
     * @param old what there was of it, which this was made on top of
     * @param made null when it has no template, or nobody can tell who may have its files, or it is pending
     * @param pending whether a later cycle makes it, since its template is costly
     */
    public record Work(
            Phone phone,
            @Nullable Unit old,
            Resolution resolution,
            Admission admission,
            Workbench.@Nullable Made made,
            boolean pending) {}

    private final Press press;
    private final Gatekeeping gatekeeping;
    private final BiConsumer<Digest, byte[]> bodies;
    private final Function<String, @Nullable Unit> known;
    private final Workbench own;
    private final Queue<Workbench> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger renderedAhead = new AtomicInteger();
    private final AtomicLong waiting = new AtomicLong();
    private final Map<String, Work> ready = new HashMap<>();

    /** The paths of the templates that are known to be costly. */
    private final Set<String> costly = ConcurrentHashMap.newKeySet();

    private LongPredicate isCostly = steps -> false;
    private List<String> expected = List.of();
    private int begun;
    private final Queue<Share> ahead = new ArrayDeque<>();

    /**
     * @param bodies takes the bytes of what was rendered, and what they hash to
     * @param known what there is of a phone so far
     */
    public Workshop(
            Press press,
            Gatekeeping gatekeeping,
            BiConsumer<Digest, byte[]> bodies,
            Function<String, @Nullable Unit> known) {
        this.press = press;
        this.gatekeeping = gatekeeping;
        this.bodies = bodies;
        this.known = known;
        this.own = press.bench();
    }

    /**
     * Leaves the phones of costly templates pending from now on.
     *
     * @param templates the paths of those that are known
     * @param steps whether a rendering of so many makes its template one of them
     */
    public void leaveCostly(Set<String> templates, LongPredicate steps) {
        costly.addAll(templates);
        isCostly = steps;
    }

    /** Leaves no phone pending any more. */
    public void leaveNone() {
        costly.clear();
        isCostly = steps -> false;
    }

    /** How many outputs were rendered. */
    public int rendered() {
        return own.rendered() + renderedAhead.get();
    }

    /** Says which phones will be asked for, in this order. */
    public void expect(List<String> macs) {
        boolean alone = macs.size() < press.shortcuts().together()
                || Runtime.getRuntime().availableProcessors() == 1;
        expected = alone ? List.of() : macs;
        begun = 0;
        beginAhead();
    }

    private void beginAhead() {
        while (ahead.size() < SHARES_AHEAD && begun < expected.size()) {
            List<Order> orders = new ArrayList<>();
            for (int end = Math.min(begun + SHARE, expected.size()); begun < end; begun++) {
                orders.add(new Order(expected.get(begun), known.apply(expected.get(begun))));
            }
            Share share = new Share(orders);
            ahead.add(share);
            ForkJoinPool.commonPool().execute(share);
        }
    }

    /**
     * What comes of a phone; null when there is none.
     *
     * @param forced whether to render also what did not change
     */
    @Nullable
    public Work of(String mac, boolean forced) {
        Share next = ahead.peek();
        if (!forced && next != null && next.orders.get(0).mac().equals(mac)) {
            take(next);
        }
        Unit old = known.apply(mac);
        Work work = ready.remove(mac);
        return work != null && !forced && Objects.equals(work.old(), old)
                ? work
                : make(new Order(mac, old), forced, own, bodies);
    }

    /** Takes up the share that comes next; while another thread makes it, this one makes those behind it. */
    private void take(Share share) {
        ready.clear();
        ahead.forEach(next -> {
            if (!share.made.isDone()) {
                next.run();
            }
        });
        ahead.remove();
        for (Work work : share.result()) {
            ready.put(work.phone().mac(), work);
        }
        share.rendered.forEach((digest, bytes) -> {
            waiting.addAndGet(-bytes.length);
            bodies.accept(digest, bytes);
        });
        beginAhead();
    }

    private @Nullable Work make(Order order, boolean forced, Workbench bench, BiConsumer<Digest, byte[]> rendered) {
        String mac = order.mac();
        Unit old = order.old();
        Phone phone = press.inputs().inventory().phone(mac);
        if (phone == null) {
            return null;
        }
        Resolution resolution = press.resolver().resolve(phone);
        Admission admission = gatekeeping.of(phone);
        Template template = resolution.template();
        PhoneNames values = resolution.names();
        if (template == null || values == null || admission.rule() == null) {
            return new Work(phone, old, resolution, admission, null, false);
        }
        if (!forced && costly.contains(template.path())) {
            return new Work(phone, old, resolution, admission, null, true);
        }
        List<Output> before = old == null ? List.of() : old.outputs();
        Workbench.Made made =
                bench.make(new Workbench.Order(mac, phone.site(), template, values, before, forced), rendered);
        if (isCostly.test(made.steps())) {
            costly.add(template.path());
        }
        return new Work(phone, old, resolution, admission, made, false);
    }

    /** A phone to be made, and what there is of it. */
    private record Order(String mac, @Nullable Unit old) {}

    /** Phones that are made together, by the first thread that comes to it. */
    private final class Share implements Runnable {
        private final List<Order> orders;
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CompletableFuture<List<Work>> made = new CompletableFuture<>();
        /** What is to be published with them; waits here for the one thread that publishes. */
        private final Map<Digest, byte[]> rendered = new HashMap<>();

        Share(List<Order> orders) {
            this.orders = orders;
        }

        @Override
        public void run() {
            if (begun.getAndSet(true)) {
                return;
            }
            try {
                Workbench polled = idle.poll();
                Workbench bench = polled == null ? press.bench() : polled;
                int before = bench.rendered();
                List<Work> all = new ArrayList<>(orders.size());
                for (Order order : orders) {
                    Work work = waiting.get() < MOST_BYTES ? made(order, bench) : null;
                    if (work != null) {
                        all.add(work);
                    }
                }
                renderedAhead.addAndGet(bench.rendered() - before);
                idle.add(bench);
                made.complete(all);
            } catch (RuntimeException | Error e) {
                made.completeExceptionally(e);
            }
        }

        /** Null for a phone that cannot be made: it is made once more when it is asked for, where a failure is noted. */
        private @Nullable Work made(Order order, Workbench bench) {
            try {
                return make(order, false, bench, this::keep);
            } catch (RuntimeException | StackOverflowError e) {
                return null;
            }
        }

        private void keep(Digest digest, byte[] bytes) {
            if (rendered.put(digest, bytes) == null) {
                waiting.addAndGet(bytes.length);
            }
        }

        /** Waits until they are made. An error stays an error: a cycle takes an exception for a bug of one unit. */
        List<Work> result() {
            try {
                return made.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e;
            }
        }
    }
}
