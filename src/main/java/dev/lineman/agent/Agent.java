package dev.lineman.agent;

import dev.lineman.admin.AdminService;
import dev.lineman.http.Handler;
import dev.lineman.http.Limits;
import dev.lineman.http.Listener;
import dev.lineman.report.CycleReport;
import dev.lineman.report.Health;
import dev.lineman.serve.PhoneService;
import dev.lineman.source.Source;
import dev.lineman.watch.Hint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program as it runs: serves the last publication from its first moment, and keeps it as the inputs say until it
 * is stopped. {@link #run} is for one thread; {@link #stop} for any.
 */
public final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration IDLE = Duration.ofDays(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CHECKOUT_POLL = Duration.ofMillis(100);

    private final Settings settings;
    private final Settings.Serving serving;
    private final World world;
    private final Consumer<CycleReport> reports;
    private final Doorbell bell;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** @param reports is told what each cycle did */
    public Agent(Settings settings, Settings.Serving serving, World world, Consumer<CycleReport> reports) {
        this.settings = settings;
        this.serving = serving;
        this.world = world;
        this.reports = reports;
        this.bell = new Doorbell(world.nanos(), serving.quietPeriod(), settings.maxWait());
    }

    /**
     * Runs until it is stopped.
     *
     * @throws CannotStart when another agent writes here, or an address is taken
     */
    @SuppressWarnings("try")
    public void run() throws CannotStart, InterruptedException {
        try (Workplace place = Workplace.open(settings, world)) {
            Reconciler reconciler = place.reconciler(settings.maxWait());
            InetSocketAddress phones = address(serving.phones());
            InetSocketAddress admin = address(serving.admin());
            PhoneService service = new PhoneService(place.publisher(), serving.prefix());
            AdminService operator =
                    new AdminService(() -> new Health(reconciler.state().reconciled()));
            try (Listener served = listen(phones, service);
                    Listener watched = listen(admin, operator);
                    Lookout lookout =
                            Lookout.open(serving, settings, place.source(), reconciler, bell, world.nanos())) {
                LOG.info(
                        "serving phones at http://{}:{}{}, the operator at http://{}:{}/",
                        serving.phones().host(),
                        served.port(),
                        serving.prefix(),
                        serving.admin().host(),
                        watched.port());
                loop(reconciler, place.source());
            }
        } finally {
            ended.countDown();
        }
    }

    /** Ends {@link #run}, and waits until it has ended. */
    public void stop() {
        bell.stop();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop(Reconciler reconciler, Source source) throws InterruptedException {
        List<Hint> hints = List.of(new Hint.Everything());
        while (!bell.stopped()) {
            List<Hint> all = new ArrayList<>(hints);
            while (source.checkoutInProgress() && !bell.stopped()) {
                all.addAll(bell.await(CHECKOUT_POLL));
            }
            Duration wait = IDLE;
            try {
                CycleReport report = reconciler.run(all);
                reports.accept(report);
                if (report.tells()) {
                    LOG.info("{}", report.summary());
                }
                reconciler.moving().forEach(bell::ring);
                all = List.of();
                wait = reconciler.nextDue().orElse(IDLE);
            } catch (IOException e) {
                LOG.error("nothing could be published, the last publication is served on: {}", e.getMessage());
                wait = RETRY;
            }
            hints = new ArrayList<>(all);
            hints.addAll(bell.await(wait));
        }
    }

    private Listener listen(InetSocketAddress address, Handler handler) throws CannotStart {
        try {
            return Listener.open(
                    address,
                    Limits.standard(),
                    handler,
                    world.nanos(),
                    world.clock(),
                    fault -> LOG.error("a request could not be answered: {}", fault.toString()));
        } catch (IOException e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        }
    }

    private static InetSocketAddress address(Settings.Address address) {
        return new InetSocketAddress(address.host(), address.port());
    }
}
