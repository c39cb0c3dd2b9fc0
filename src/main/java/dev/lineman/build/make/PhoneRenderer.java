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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Resolves and renders phones. {@link #expect} starts batches on all processors, and {@link #makePhone} takes their
 * results in order. The results do not depend on which thread made them. One thread, the one of the cycle, calls the
 * methods; batches run on {@link ForkJoinPool#commonPool}.
 */
public final class PhoneRenderer {
    /** How many phones one batch has. */
    private static final int BATCH_SIZE = 64;

    /** How many batches may run or wait. Few, so that a small heap can hold their results. */
    private static final int MAX_BATCHES_AHEAD = Runtime.getRuntime().availableProcessors() + 1;

    /** When more rendered bytes wait, batches skip their phones. {@link #makePhone} then makes these phones. */
    private static final long MAX_WAITING_BYTES = 2 << 20;

    /**
     * The result for one phone.
     *
     * @param old the phone's target before, which this is based on
     * @param made the outputs; null without a template, without a known access rule, or when pending
     * @param pending whether a later cycle makes the phone, because its template is costly
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
    private final Function<String, @Nullable BuildTarget> lookup;

    /** For the thread of the cycle. */
    private final OutputRenderer mainRenderer;

    /** For the other threads. Batches reuse them because each remembers finished outputs. */
    private final Queue<OutputRenderer> idleRenderers = new ConcurrentLinkedQueue<>();

    private final AtomicInteger renderedAhead = new AtomicInteger();

    /** The rendered bytes that the cycle has not taken yet. */
    private final AtomicLong waitingBytes = new AtomicLong();

    /** The results of the last batch that was taken, by MAC. */
    private final Map<String, PhoneWork> ready = new HashMap<>();

    /** The paths of the templates that are known to be costly. */
    private final Set<String> costly = ConcurrentHashMap.newKeySet();

    private LongPredicate isCostly = steps -> false;

    /** Whether phones with different tokens share the file with a folded name. */
    private final Predicate<String> severalTokens;

    /** The MACs for batches, in the order of the calls; empty when one thread makes all. */
    private List<String> expected = List.of();

    /** The index of the first expected phone without a batch. */
    private int nextExpected;

    /** The batches that are not taken yet, in order. */
    private final Queue<PhoneBatch> batches = new ArrayDeque<>();

    /**
     * Creates the renderer of one cycle.
     *
     * @param bodies receives rendered bytes with their digest, on the thread of the cycle
     * @param lookup returns a phone's target so far, by MAC; null when there is none
     * @param severalTokens whether phones with different tokens share the file with a folded name; for any thread
     */
    public PhoneRenderer(
            SiteRenderer siteRenderer,
            AccessPolicy accessPolicy,
            BiConsumer<Digest, byte[]> bodies,
            Function<String, @Nullable BuildTarget> lookup,
            Predicate<String> severalTokens) {
        this.siteRenderer = siteRenderer;
        this.accessPolicy = accessPolicy;
        this.bodies = bodies;
        this.lookup = lookup;
        this.severalTokens = severalTokens;
        this.mainRenderer = siteRenderer.newOutputRenderer(severalTokens);
    }

    /**
     * From now on leaves phones of costly templates pending.
     *
     * @param templates the paths of the templates that are known to be costly
     * @param steps whether this many rendering steps make a template costly
     */
    public void deferCostly(Set<String> templates, LongPredicate steps) {
        costly.addAll(templates);
        isCostly = steps;
    }

    /** From now on leaves no phone pending. */
    public void deferNone() {
        costly.clear();
        isCostly = steps -> false;
    }

    /** Returns how many outputs were rendered, by all threads. */
    public int rendered() {
        return mainRenderer.rendered() + renderedAhead.get();
    }

    /** Announces the phones to make next, in this order. */
    public void expect(List<String> macs) {
        boolean alone = macs.size() < siteRenderer.buildShortcuts().parallelFrom()
                || Runtime.getRuntime().availableProcessors() == 1;
        expected = alone ? List.of() : macs;
        nextExpected = 0;
        startBatches();
    }

    /** Starts batches until enough run ahead. */
    private void startBatches() {
        while (batches.size() < MAX_BATCHES_AHEAD && nextExpected < expected.size()) {
            List<PhoneOrder> phoneOrders = new ArrayList<>();
            for (int end = Math.min(nextExpected + BATCH_SIZE, expected.size()); nextExpected < end; nextExpected++) {
                phoneOrders.add(new PhoneOrder(expected.get(nextExpected), lookup.apply(expected.get(nextExpected))));
            }
            PhoneBatch batch = new PhoneBatch(phoneOrders);
            batches.add(batch);
            ForkJoinPool.commonPool().execute(batch);
        }
    }

    /**
     * Makes one phone, or takes the result of its batch.
     *
     * @param forced whether to render unchanged outputs too
     * @return null when there is no such phone
     */
    @Nullable
    public PhoneWork makePhone(String mac, boolean forced) {
        PhoneBatch next = batches.peek();
        if (!forced && next != null && next.phoneOrders.get(0).mac().equals(mac)) {
            takeBatch(next);
        }
        BuildTarget old = lookup.apply(mac);
        PhoneWork work = ready.remove(mac);
        return work != null && !forced && Objects.equals(work.old(), old)
                ? work
                : make(new PhoneOrder(mac, old), forced, mainRenderer, bodies);
    }

    /** Takes the results of the next batch. While another thread works on it, this thread works on later batches. */
    private void takeBatch(PhoneBatch batch) {
        ready.clear();
        batches.forEach(next -> {
            if (!batch.works.isDone()) {
                next.run();
            }
        });
        batches.remove();
        for (PhoneWork work : batch.result()) {
            ready.put(work.phone().mac(), work);
        }
        batch.rendered.forEach((digest, bytes) -> {
            waitingBytes.addAndGet(-bytes.length);
            bodies.accept(digest, bytes);
        });
        startBatches();
    }

    /**
     * Resolves and renders one phone, on any thread.
     *
     * @param outputRenderer the renderer of the calling thread
     * @param rendered receives rendered bytes with their digest
     */
    private @Nullable PhoneWork make(
            PhoneOrder order, boolean forced, OutputRenderer outputRenderer, BiConsumer<Digest, byte[]> rendered) {
        String mac = order.mac();
        BuildTarget old = order.old();
        Phone phone = siteRenderer.inputs().inventory().phone(mac);
        if (phone == null) {
            return null;
        }
        Resolution resolution = siteRenderer.resolver().resolve(phone);
        AccessResolution accessResolution = accessPolicy.phoneAccess(phone);
        Template template = resolution.template();
        PhoneValues values = resolution.values();
        if (template == null || values == null || accessResolution.rule() == null) {
            return new PhoneWork(phone, old, resolution, accessResolution, null, false);
        }
        if (!forced && costly.contains(template.path())) {
            return new PhoneWork(phone, old, resolution, accessResolution, null, true);
        }
        List<Output> before = old == null ? List.of() : old.outputs();
        OutputRenderer.RenderedOutput made = outputRenderer.make(
                new OutputRenderer.RenderOrder(mac, phone.site(), template, values, before, forced), rendered);
        if (isCostly.test(made.steps())) {
            costly.add(template.path());
        }
        return new PhoneWork(phone, old, resolution, accessResolution, made, false);
    }

    /**
     * A phone to make.
     *
     * @param old the phone's target so far; null when there is none
     */
    private record PhoneOrder(String mac, @Nullable BuildTarget old) {}

    /** Phones that one thread makes together: the first thread that calls {@link #run}. */
    private final class PhoneBatch implements Runnable {
        private final List<PhoneOrder> phoneOrders;
        private final AtomicBoolean started = new AtomicBoolean();
        private final CompletableFuture<List<PhoneWork>> works = new CompletableFuture<>();
        /** The rendered bytes. The thread of the cycle takes them, because only it may publish. */
        private final Map<Digest, byte[]> rendered = new HashMap<>();

        PhoneBatch(List<PhoneOrder> phoneOrders) {
            this.phoneOrders = phoneOrders;
        }

        @Override
        public void run() {
            if (started.getAndSet(true)) {
                return;
            }
            try {
                OutputRenderer polled = idleRenderers.poll();
                OutputRenderer outputRenderer = polled == null ? siteRenderer.newOutputRenderer(severalTokens) : polled;
                int before = outputRenderer.rendered();
                List<PhoneWork> all = new ArrayList<>(phoneOrders.size());
                for (PhoneOrder order : phoneOrders) {
                    PhoneWork work = waitingBytes.get() < MAX_WAITING_BYTES ? makeSafely(order, outputRenderer) : null;
                    if (work != null) {
                        all.add(work);
                    }
                }
                renderedAhead.addAndGet(outputRenderer.rendered() - before);
                idleRenderers.add(outputRenderer);
                works.complete(all);
            } catch (RuntimeException | Error e) {
                works.completeExceptionally(e);
            }
        }

        /**
         * Makes one phone. Returns null after a failure: {@link #makePhone} then makes the phone again, and the
         * failure is reported there.
         */
        private @Nullable PhoneWork makeSafely(PhoneOrder order, OutputRenderer outputRenderer) {
            try {
                return make(order, false, outputRenderer, this::keep);
            } catch (RuntimeException | StackOverflowError e) {
                return null;
            }
        }

        /** Holds rendered bytes for the thread of the cycle. */
        private void keep(Digest digest, byte[] bytes) {
            if (rendered.put(digest, bytes) == null) {
                waitingBytes.addAndGet(bytes.length);
            }
        }

        /**
         * Waits for the results. An {@link Error} stays an error, because a cycle takes an exception for a defect of
         * one target.
         */
        List<PhoneWork> result() {
            try {
                return works.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e;
            }
        }
    }
}
