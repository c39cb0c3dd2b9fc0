package dev.lineman.agent;

import dev.lineman.cycle.Confirmation;
import dev.lineman.cycle.Reconciler;
import dev.lineman.cycle.Rehearsal;
import dev.lineman.cycle.Sites;
import dev.lineman.cycle.State;
import dev.lineman.disk.Disk;
import dev.lineman.explain.Explainer;
import dev.lineman.explain.Inquiry;
import dev.lineman.explain.Needs;
import dev.lineman.plan.Ledger;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.render.Renderer;
import dev.lineman.report.Count;
import dev.lineman.report.CycleReport;
import dev.lineman.report.Explanation;
import dev.lineman.source.Source;
import dev.lineman.visits.Logbook;
import dev.lineman.visits.Stranger;
import dev.lineman.visits.Visits;
import dev.lineman.watch.Hint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Commands that look at the inputs once and end. */
public final class OneShot {
    private static final List<Hint> EVERYTHING = List.of(new Hint.Everything());
    private static final Duration AGAIN = Duration.ofMillis(100);

    /** How long a command waits for files that are being written. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private OneShot() {}

    /**
     * Renders into {@code out/}, and removes what is obsolete once that has held for as long as removals settle.
     *
     * @param confirmed the digest of removals that are meant, though they are many; empty when there are none
     * @throws CannotStart when another agent writes there, or nothing can be written
     */
    public static CommandResult render(Settings settings, World world, String confirmed)
            throws CannotStart, InterruptedException {
        try (Workplace place = new Workplace(settings, world, Duration.ZERO, () -> false, null)) {
            GitGate gate = place.gate(locks -> {});
            Reconciler reconciler = place.reconciler(confirmed, gate, Sites.HERE, gate::problems);
            Doorbell bell = new Doorbell(world.nanos(), Duration.ZERO, Duration.ZERO);
            List<Hint> hints = EVERYTHING;
            long began = world.nanos().getAsLong();
            int written = 0;
            int removed = 0;
            while (true) {
                hints = gate.await(hints, bell);
                CycleReport report;
                try {
                    report = reconciler.run(hints);
                } catch (GitGate.Disturbed e) {
                    continue;
                }
                written += report.counters().written();
                removed += report.counters().removed();
                Optional<Duration> due = reconciler.nextDue();
                // Nobody rings here: that removals still hold only a look at everything can tell.
                hints = reconciler.state().removals().next() == null ? reconciler.moving() : EVERYTHING;
                boolean patient = world.nanos().getAsLong() - began < PATIENCE.toNanos();
                if ((hints.isEmpty() || !patient) && due.isEmpty()) {
                    State state = reconciler.state();
                    List<Problem> problems = new ArrayList<>(state.described(state.problems()));
                    state.snapshot()
                            .beingWritten()
                            .keySet()
                            .forEach(path -> problems.add(Problem.warning(
                                    Position.of(path),
                                    "is still being written, and was not read: render again when it is complete")));
                    String summary = Count.of(place.publisher().current().size(), "file") + ": " + written
                            + " written, " + removed + " removed";
                    return new CommandResult(problems, List.of(summary));
                }
                bell.await(due.orElse(AGAIN));
            }
        } catch (IOException e) {
            throw new CannotStart("nothing could be written: " + e.getMessage(), e);
        }
    }

    /**
     * Says that removals which are held are meant: a running agent takes it up at once, else the next one does.
     *
     * @return whether such are held
     * @throws CannotStart when it cannot be written down
     */
    public static boolean confirm(Settings settings, String digest) throws CannotStart {
        try {
            return new Confirmation(new Disk(settings.fileMode()), settings.out(), "").confirm(digest);
        } catch (IOException e) {
            throw new CannotStart("this cannot be written down in " + settings.out() + ": " + Disk.reason(e), e);
        }
    }

    /** Reads and renders everything, and writes nothing. */
    public static CommandResult check(Settings settings, World world) throws CannotStart {
        State state = rehearsed(settings, world);
        List<Problem> problems = state.described(state.problems());
        List<String> told = new ArrayList<>(new Needs(state, world.environment()).told());
        told.add(Count.of(state.inputs().inventory().extensions(), "extension") + ", "
                + Count.of(state.inputs().inventory().macs().size(), "phone") + ", "
                + Count.of(problems.size(), "problem"));
        return new CommandResult(problems, told);
    }

    /**
     * What an inquiry came to.
     *
     * @param about empty when nothing is called so
     * @param more how many phones besides have the same file, for the same reasons
     * @param near what may have been meant instead
     * @param stranger somebody who asked for a file of this MAC, which nobody has; null when there is none
     * @param unread the problems of files that cannot be read, where it may be
     */
    public record Explained(
            List<Explanation> about,
            int more,
            List<String> near,
            @Nullable Stranger stranger,
            List<Problem> unread) {
        public Explained {
            about = List.copyOf(about);
            near = List.copyOf(near);
            unread = List.copyOf(unread);
        }
    }

    /**
     * Says why something is as it is, and writes nothing.
     *
     * @param asked a file, a MAC or an extension
     */
    public static Explained explain(Settings settings, World world, String asked) throws CannotStart {
        State state = rehearsed(settings, world);
        Visits visits = Logbook.kept(settings.logbook());
        Inquiry inquiry = new Inquiry(state, new Explainer(state, world.environment(), visits::of, new Renderer()));
        Inquiry.Answer answer = inquiry.about(asked);
        String mac = Inquiry.mac(asked);
        Stranger stranger = visits.strangers(known -> false).stream()
                .filter(one -> one.mac().equals(mac))
                .findFirst()
                .orElse(null);
        boolean found = !answer.about().isEmpty();
        List<Problem> unread =
                found ? List.of() : state.described(state.snapshot().problems());
        return new Explained(answer.about(), answer.more(), found ? List.of() : inquiry.near(asked), stranger, unread);
    }

    /** The state after a first look at everything, published nowhere. */
    static State rehearsed(Settings settings, World world) throws CannotStart {
        Source source = Workplace.source(settings, world);
        try {
            return Workplace.rehearsed(
                    settings, world, source::scan, Rehearsal.fromNothing(), State.of(Ledger.empty()));
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written, and so nothing fails to be", e);
        }
    }
}
