package dev.lineman.command.adopt;

import dev.lineman.build.State;
import dev.lineman.collection.LruMap;
import dev.lineman.command.PlanDiffs;
import dev.lineman.command.csv.CsvImport;
import dev.lineman.command.exchange.ExtensionFileWriter;
import dev.lineman.concurrent.BackgroundWorker;
import dev.lineman.fs.FileOperations;
import dev.lineman.operator.unknown.AdoptionForm;
import dev.lineman.operator.unknown.AdoptionInput;
import dev.lineman.operator.unknown.AdoptionProposal;
import dev.lineman.operator.unknown.AdoptionStep;
import dev.lineman.operator.unknown.AdoptionStep.StepKind;
import dev.lineman.operator.unknown.PhoneAdopter;
import dev.lineman.publish.Publisher;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adopts phones in a running agent, with the code of {@code lineman adopt}. One preview or writing runs at a time, on a thread
 * that exists only meanwhile. It reads the states of the agent and changes none: the agent sees the new file as it sees every
 * other edit. Thread-safe.
 */
public final class AgentAdopter implements PhoneAdopter {
    private static final Logger LOG = LoggerFactory.getLogger(AgentAdopter.class);

    /** How long a request waits for its answer, so that the event loop of the operator's listener goes on. */
    private static final long WAIT_MILLIS = 250;

    /** Adoptions to remember until their phones are published. */
    private static final int MAX_WRITTEN = 100;

    private final Settings settings;
    private final Supplier<State> states;
    private final VisitLog visits;
    private final @Nullable String operator;
    private final Consumer<Path> written;
    private final AdoptionPreview preview;
    private final BackgroundWorker worker = new BackgroundWorker("adoption", () -> {});

    /** The job that runs, or whose answer was not fetched yet; null for none. Guarded by this. */
    private @Nullable AdoptionJob job;

    /** The adopted phones by MAC. Guarded by this. */
    private final Map<String, AdoptedPhone> adopted = new LruMap<>(MAX_WRITTEN);

    /**
     * @param states returns the newest state of the agent
     * @param operator the name of the user that logs in at the page; null if the page needs no password
     * @param written receives each file that was written
     */
    public AgentAdopter(
            Settings settings,
            RuntimeContext runtimeContext,
            Supplier<State> states,
            Publisher publisher,
            VisitLog visits,
            @Nullable String operator,
            Consumer<Path> written) {
        this.settings = settings;
        this.states = states;
        this.visits = visits;
        this.operator = operator;
        this.written = written;
        this.preview = new AdoptionPreview(settings, runtimeContext, publisher, visits, operator);
    }

    /** A step, or why there is none. */
    private interface StepMaker {
        AdoptionStep make() throws CannotStartException, IOException;
    }

    /**
     * A phone whose file was written.
     *
     * @param isKnown whether the phone was in the inventory since
     */
    private record AdoptedPhone(AdoptionProposal proposal, boolean isKnown) {}

    /** What identifies a job: two requests with the same values get one answer. */
    private record JobKey(AdoptionInput input, String digest) {}

    /** A preview or a writing. */
    private static final class AdoptionJob implements Runnable {
        private final JobKey key;
        private final StepMaker stepMaker;
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile AdoptionStep step =
                AdoptionStep.of(StepKind.FAILED, "A fault in Lineman prevents this; see the log of the agent.");

        AdoptionJob(JobKey key, StepMaker stepMaker) {
            this.key = key;
            this.stepMaker = stepMaker;
        }

        @Override
        public void run() {
            try {
                step = stepMaker.make();
            } catch (CannotStartException e) {
                step = AdoptionStep.of(StepKind.FAILED, e.getMessage() + ".");
            } catch (IOException e) {
                step = AdoptionStep.of(
                        StepKind.FAILED, "The published files cannot be read: " + FileOperations.reason(e) + ".");
            } finally {
                done.countDown();
            }
        }
    }

    @Override
    public AdoptionForm form(String mac, @Nullable AdoptionInput input) {
        return new AdoptionForms(states.get(), visits, mac, input).form();
    }

    @Override
    public AdoptionStep propose(AdoptionInput input) {
        return await(new JobKey(input, ""), () -> {
            State state = states.get();
            return AdoptionPreview.isSettled(state)
                    ? preview.of(preview.base(state), input)
                    : AdoptionStep.of(StepKind.WORKING, "The agent is publishing a change.");
        });
    }

    @Override
    public AdoptionStep write(AdoptionInput input, String digest) {
        return await(new JobKey(input, digest), () -> {
            State state = states.get();
            if (!AdoptionPreview.isSettled(state)) {
                return AdoptionStep.of(
                        StepKind.FAILED, "Nothing is written, since the agent is publishing a change. Try again.");
            }
            AdoptionProposal before = written(input.mac());
            if (before != null && before.digest().equals(digest)) {
                return new AdoptionStep(StepKind.WRITTEN, "", before);
            }
            PlanDiffs.PlanBase base = preview.scannedBase(state);
            AdoptionStep step = preview.of(base, input);
            AdoptionProposal proposal = step.proposal();
            if (proposal == null || !proposal.canWrite()) {
                return step;
            }
            return proposal.digest().equals(digest)
                    ? write(input, proposal)
                    : new AdoptionStep(
                            StepKind.CHANGED,
                            "The inputs have changed since you saw the plan. Nothing is written. This is the plan now.",
                            proposal);
        });
    }

    private AdoptionStep write(AdoptionInput input, AdoptionProposal proposal) throws CannotStartException {
        String path = String.valueOf(proposal.path());
        new ExtensionFileWriter(settings).writeNew(new CsvImport.NewFile(path, proposal.yaml()));
        LOG.info("{} adopted phone {} on the operator's page: wrote {}", operator, input.mac(), path);
        synchronized (this) {
            adopted.put(input.mac(), new AdoptedPhone(proposal, false));
        }
        written.accept(settings.root().resolve(path));
        return new AdoptionStep(StepKind.WRITTEN, "", proposal);
    }

    @Override
    public @Nullable AdoptionProposal written(String mac) {
        boolean isKnown = states.get().hasPhone(mac);
        synchronized (this) {
            AdoptedPhone phone = adopted.get(mac);
            if (phone != null && phone.isKnown() && !isKnown) {
                // The phone was removed again.
                adopted.remove(mac);
                return null;
            }
            if (phone != null && isKnown) {
                adopted.put(mac, new AdoptedPhone(phone.proposal(), true));
            }
            return phone == null ? null : phone.proposal();
        }
    }

    /** Starts a job, unless it runs already, and waits a moment for its answer. */
    private AdoptionStep await(JobKey key, StepMaker stepMaker) {
        AdoptionJob mine;
        synchronized (this) {
            AdoptionJob last = job;
            boolean same = last != null && last.key.equals(key);
            if (last != null && !same && last.done.getCount() > 0) {
                return key.digest().isEmpty()
                        ? AdoptionStep.of(StepKind.WORKING, "Lineman is busy with another phone.")
                        : AdoptionStep.of(
                                StepKind.FAILED,
                                "Nothing is written, since Lineman is busy with another phone. Try again.");
            }
            mine = last != null && same ? last : new AdoptionJob(key, stepMaker);
            if (mine != last) {
                job = mine;
                worker.execute(mine);
            }
        }
        try {
            if (!mine.done.await(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                return AdoptionStep.of(StepKind.WORKING, "Lineman is rendering what would change.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return AdoptionStep.of(StepKind.WORKING, "Lineman ends.");
        }
        synchronized (this) {
            // The next request with these values needs a fresh answer.
            job = job == mine ? null : job;
        }
        return mine.step;
    }
}
