package dev.lineman.build.make;

import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.fs.Digest;
import dev.lineman.inventory.Phone;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.resolve.Resolution;
import dev.lineman.resolve.access.AccessResolution;
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
public final class PhoneRenderer {
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
    public record PhoneWork(
            Phone phone,
            @Nullable BuildTarget old,
            Resolution resolution,
            AccessResolution accessResolution,
            OutputRenderer.@Nullable RenderedOutput made,
            boolean pending) {}

    private final SiteRenderer siteRenderer;
    private final AccessPolicy accessPolicy;
    private final BiConsumer<Digest, byte[]> bodies;
    private final Function<String, @Nullable BuildTarget> known;
    private final OutputRenderer own;
    private final Queue<OutputRenderer> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger renderedAhead = new AtomicInteger();
    private final AtomicLong waiting = new AtomicLong();
    private final Map<String, PhoneWork> ready = new HashMap<>();

    /** The paths of the templates that are known to be costly. */
    private final Set<String> costly = ConcurrentHashMap.newKeySet();

    private LongPredicate isCostly = steps -> false;
    private List<String> expected = List.of();
    private int begun;
    private final Queue<PhoneShare> ahead = new ArrayDeque<>();

    /**
     * @param bodies takes the bytes of what was rendered, and what they hash to
     * @param known what there is of a phone so far
     */
    public PhoneRenderer(
            SiteRenderer siteRenderer,
            AccessPolicy accessPolicy,
            BiConsumer<Digest, byte[]> bodies,
            Function<String, @Nullable BuildTarget> known) {
        this.siteRenderer = siteRenderer;
        this.accessPolicy = accessPolicy;
        this.bodies = bodies;
        this.known = known;
        this.own = siteRenderer.bench();
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
        boolean alone = macs.size() < siteRenderer.buildShortcuts().together()
                || Runtime.getRuntime().availableProcessors() == 1;
        expected = alone ? List.of() : macs;
        begun = 0;
        beginAhead();
    }

    private void beginAhead() {
        while (ahead.size() < SHARES_AHEAD && begun < expected.size()) {
            List<PhoneOrder> phoneOrders = new ArrayList<>();
            for (int end = Math.min(begun + SHARE, expected.size()); begun < end; begun++) {
                phoneOrders.add(new PhoneOrder(expected.get(begun), known.apply(expected.get(begun))));
            }
            PhoneShare share = new PhoneShare(phoneOrders);
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
    public PhoneWork of(String mac, boolean forced) {
        PhoneShare next = ahead.peek();
        if (!forced && next != null && next.phoneOrders.get(0).mac().equals(mac)) {
            take(next);
        }
        BuildTarget old = known.apply(mac);
        PhoneWork work = ready.remove(mac);
        return work != null && !forced && Objects.equals(work.old(), old)
                ? work
                : make(new PhoneOrder(mac, old), forced, own, bodies);
    }

    /** Takes up the share that comes next; while another thread makes it, this one makes those behind it. */
    private void take(PhoneShare share) {
        ready.clear();
        ahead.forEach(next -> {
            if (!share.made.isDone()) {
                next.run();
            }
        });
        ahead.remove();
        for (PhoneWork work : share.result()) {
            ready.put(work.phone().mac(), work);
        }
        share.rendered.forEach((digest, bytes) -> {
            waiting.addAndGet(-bytes.length);
            bodies.accept(digest, bytes);
        });
        beginAhead();
    }

    private @Nullable PhoneWork make(
            PhoneOrder order, boolean forced, OutputRenderer bench, BiConsumer<Digest, byte[]> rendered) {
        String mac = order.mac();
        BuildTarget old = order.old();
        Phone phone = siteRenderer.inputs().inventory().phone(mac);
        if (phone == null) {
            return null;
        }
        Resolution resolution = siteRenderer.resolver().resolve(phone);
        AccessResolution accessResolution = accessPolicy.of(phone);
        Template template = resolution.template();
        PhoneValues values = resolution.values();
        if (template == null || values == null || accessResolution.rule() == null) {
            return new PhoneWork(phone, old, resolution, accessResolution, null, false);
        }
        if (!forced && costly.contains(template.path())) {
            return new PhoneWork(phone, old, resolution, accessResolution, null, true);
        }
        List<Output> before = old == null ? List.of() : old.outputs();
        OutputRenderer.RenderedOutput made = bench.make(
                new OutputRenderer.RenderOrder(mac, phone.site(), template, values, before, forced), rendered);
        if (isCostly.test(made.steps())) {
            costly.add(template.path());
        }
        return new PhoneWork(phone, old, resolution, accessResolution, made, false);
    }

    /** A phone to be made, and what there is of it. */
    private record PhoneOrder(String mac, @Nullable BuildTarget old) {}

    /** Phones that are made together, by the first thread that comes to it. */
    private final class PhoneShare implements Runnable {
        private final List<PhoneOrder> phoneOrders;
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CompletableFuture<List<PhoneWork>> made = new CompletableFuture<>();
        /** What is to be published with them; waits here for the one thread that publishes. */
        private final Map<Digest, byte[]> rendered = new HashMap<>();

        PhoneShare(List<PhoneOrder> phoneOrders) {
            this.phoneOrders = phoneOrders;
        }

        @Override
        public void run() {
            if (begun.getAndSet(true)) {
                return;
            }
            try {
                OutputRenderer polled = idle.poll();
                OutputRenderer bench = polled == null ? siteRenderer.bench() : polled;
                int before = bench.rendered();
                List<PhoneWork> all = new ArrayList<>(phoneOrders.size());
                for (PhoneOrder order : phoneOrders) {
                    PhoneWork work = waiting.get() < MOST_BYTES ? made(order, bench) : null;
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
        private @Nullable PhoneWork made(PhoneOrder order, OutputRenderer bench) {
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
        List<PhoneWork> result() {
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
