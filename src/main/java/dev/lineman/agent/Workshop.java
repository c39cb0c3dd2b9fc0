package dev.lineman.agent;

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
import dev.lineman.source.StaticFile;
import dev.lineman.template.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where phones are resolved and rendered: many of them on all processors at once, a piece of the fleet after the other.
 * Nothing of it depends on who made what, and nothing is noted here: that is for one thread, phone by phone.
 */
final class Workshop {
    /** A piece is small enough that its bytes fit a small heap, and large enough that nobody waits for the last of it. */
    private static final int PIECE = 512;

    private static final int MOST_BYTES = 4 << 20;

    /**
     * What came of one phone.
     *
     * @param old what there was of it, which this was made on top of
     * @param made null when it has no template, or nobody can tell who may have its files
     */
    record Work(
            Phone phone,
            @Nullable Unit old,
            Resolution resolution,
            Admission admission,
            Workbench.@Nullable Made made) {}

    private final Inputs inputs;
    private final Resolver resolver;
    private final Gatekeeping gatekeeping;
    private final Bodies bodies;
    private final Workbench own;
    private final List<Hand> hands;
    private final Shortcuts shortcuts;
    private final Map<String, Work> ready = new HashMap<>();
    private List<String> expected = List.of();
    private int next;

    Workshop(
            Inputs inputs,
            Resolver resolver,
            Gatekeeping gatekeeping,
            Renderer renderer,
            Bodies bodies,
            Shortcuts shortcuts) {
        this.inputs = inputs;
        this.resolver = resolver;
        this.gatekeeping = gatekeeping;
        this.bodies = bodies;
        this.shortcuts = shortcuts;
        this.own = new Workbench(renderer, inputs.catalog(), bodies, shortcuts);
        this.hands = Stream.generate(() -> new Hand(renderer))
                .limit(Runtime.getRuntime().availableProcessors())
                .toList();
    }

    /** Where sites are rendered, one after the other. */
    Workbench bench() {
        return own;
    }

    /** How many outputs were rendered. */
    int rendered() {
        return own.rendered()
                + hands.stream().mapToInt(hand -> hand.bench.rendered()).sum();
    }

    /** Says which phones will be asked for, in this order. */
    void expect(List<String> macs) {
        ready.clear();
        next = 0;
        expected = macs.size() < shortcuts.together() || hands.size() == 1 ? List.of() : macs;
    }

    /**
     * What comes of a phone; null when there is none.
     *
     * @param known what there is of a phone so far
     * @param forced whether to render also what did not change
     */
    @Nullable
    Work of(String mac, Function<String, @Nullable Unit> known, boolean forced) {
        if (!forced && next < expected.size() && expected.get(next).equals(mac)) {
            begin(known);
        }
        Unit old = known.apply(mac);
        Work work = ready.remove(mac);
        return work != null && !forced && Objects.equals(work.old(), old) ? work : make(mac, old, forced, own);
    }

    private void begin(Function<String, @Nullable Unit> known) {
        ready.clear();
        List<String> piece = expected.subList(next, Math.min(expected.size(), next + PIECE));
        next += piece.size();
        int count = hands.size();
        IntStream.range(0, count).parallel().forEach(i -> {
            int from = piece.size() * i / count;
            hands.get(i).make(piece.subList(from, piece.size() * (i + 1) / count), known);
        });
        for (Hand hand : hands) {
            hand.kept.forEach(bodies::put);
            hand.kept.clear();
            hand.bytes = 0;
            hand.done.forEach(work -> ready.put(work.phone().mac(), work));
            hand.done.clear();
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
            return new Work(phone, old, resolution, admission, null);
        }
        List<Output> before = old == null ? List.of() : old.outputs();
        Workbench.Made made = bench.make(mac, phone.site(), template, values, before, forced);
        return new Work(phone, old, resolution, admission, made);
    }

    /** One of those who make a piece together; what it makes waits here for the one thread that publishes. */
    private final class Hand implements Bodies {
        private final Workbench bench;
        private final Map<Digest, byte[]> kept = new HashMap<>();
        private final List<Work> done = new ArrayList<>();
        private long bytes;

        Hand(Renderer renderer) {
            this.bench = new Workbench(renderer, inputs.catalog(), this, shortcuts);
        }

        /** Stops early when it holds a lot; whom it did not come to, and who failed, are made when they are asked for. */
        void make(List<String> macs, Function<String, @Nullable Unit> known) {
            for (String mac : macs) {
                if (bytes > MOST_BYTES) {
                    return;
                }
                try {
                    Work work = Workshop.this.make(mac, known.apply(mac), false, bench);
                    if (work != null) {
                        done.add(work);
                    }
                } catch (RuntimeException | StackOverflowError e) {
                    // It fails again where the failure is noted.
                }
            }
        }

        @Override
        public void put(Digest digest, byte[] content) {
            if (kept.put(digest, content) == null) {
                bytes += content.length;
            }
        }

        @Override
        public boolean put(StaticFile file) {
            throw new IllegalStateException("no phone makes static files");
        }
    }
}
