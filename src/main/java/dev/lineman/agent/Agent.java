package dev.lineman.agent;

import dev.lineman.admin.AdminService;
import dev.lineman.admin.Gate;
import dev.lineman.admin.Meters;
import dev.lineman.crew.BackgroundWorker;
import dev.lineman.cycle.Annex;
import dev.lineman.cycle.Reconciler;
import dev.lineman.explain.Observatory;
import dev.lineman.explain.PhoneLookup;
import dev.lineman.http.Descriptors;
import dev.lineman.http.HostAndPort;
import dev.lineman.http.Limits;
import dev.lineman.http.Listener;
import dev.lineman.http.ServerContext;
import dev.lineman.http.Staff;
import dev.lineman.problem.Fault;
import dev.lineman.problem.Problem;
import dev.lineman.report.CycleReport;
import dev.lineman.report.History;
import dev.lineman.serve.ServingPolicy;
import dev.lineman.serve.http.PhoneService;
import dev.lineman.visits.Logbook;
import dev.lineman.watch.Hint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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

    /** When to look again at what moved while it was looked at, if no event tells of it before. */
    private static final Duration MOVING = Duration.ofMillis(250);

    /** Stopping waits no longer: whatever is being written may be cut off anywhere. */
    private static final Duration LONGEST_STOP = Duration.ofMillis(1500);

    /** The same for the note that this is an end in order: its disk may hang. */
    private static final Duration LONGEST_NOTE = Duration.ofMillis(250);

    private static final int KEY_BYTES = 32;

    private final Settings settings;
    private final Settings.Serving serving;
    private final World world;
    private final Consumer<CycleReport> reports;
    private final Doorbell bell;
    private final Meters meters = new Meters();
    private final History history = new History();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CrashLoopGuard starts;
    private String failure = "";

    /** @param reports is told what each cycle did */
    public Agent(Settings settings, Settings.Serving serving, World world, Consumer<CycleReport> reports) {
        this.settings = settings;
        this.serving = serving;
        this.world = world;
        this.reports = reports;
        this.starts = new CrashLoopGuard(settings);
        this.bell = new Doorbell(world.nanos(), serving.quietPeriod(), settings.maxWait());
    }

    /**
     * Runs until it is stopped.
     *
     * @throws CannotStart when another agent writes here, or an address is taken
     */
    @SuppressWarnings("try")
    public void run() throws CannotStart, InterruptedException {
        try (Workplace place = new Workplace(settings, world, serving.settle(), bell::stopped, this::wake);
                Logbook logbook = Logbook.open(settings.logbook(), settings.fileMode(), world.nanos());
                BackgroundWorker writer = BackgroundWorker.every(Logbook.PERIOD, "logbook", logbook::keep)) {
            writer.execute(logbook::readVisits);
            run(place, logbook);
        } catch (IOException e) {
            throw new CannotStart(String.valueOf(e.getMessage()), e);
        } finally {
            ended.countDown();
        }
    }

    @SuppressWarnings("try")
    private void run(Workplace place, Logbook logbook) throws CannotStart, IOException, InterruptedException {
        ServingPolicy policy =
                new ServingPolicy(place.publisher(), serving.terms().prefix(), logbook, world.clock(), world.nanos());
        PhoneService phones = new PhoneService(
                policy, serving.terms(), SecureRandom.getSeed(KEY_BYTES), world.clock(), world.nanos());
        Settings.Tls tls = serving.tls();
        ServerContext context = new ServerContext(
                world.nanos(),
                world.clock(),
                fault -> LOG.error("a request could not be answered: {}", Fault.of(fault)),
                new Descriptors(world.nanos(), LOG::warn));
        try (Locksmith locksmith = tls == null ? null : Locksmith.open(tls, settings.root(), this::wake);
                Listener served = new Listener("http", serving.limits(), meters.counting(phones.staff()), context)) {
            if (tls != null && locksmith != null) {
                secure(served, tls, locksmith);
            }
            Settings.Address at = serving.phones();
            String plain = at == null
                    ? ""
                    : "serving phones at http://%s%s, "
                            .formatted(
                                    HostAndPort.text(at.host(), served.plain(address(at))),
                                    serving.terms().prefix());
            // Phones are served by now: what the last run knew besides the files may take its time.
            CertificateCheck certificates = new CertificateCheck(serving, policy, this::wake);
            String exec = serving.exec();
            FollowUp followUp =
                    exec == null ? null : new FollowUp(exec, settings.root(), serving.execLimit(), this::wake);
            AgentStatus status = new AgentStatus(world.clock(), world.nanos());
            GitGate gitGate = place.gate(status::locks);
            Reconciler reconciler = place.reconciler(
                    "",
                    gitGate,
                    new Annex(new BackgroundWorker("sites", this::wake)),
                    () -> besides(gitGate, certificates, followUp, locksmith));
            policy.know(new PhoneLookup(reconciler::state));
            Observatory observatory = new Observatory(
                    settings.root(),
                    reconciler::state,
                    place.publisher(),
                    logbook.visits(),
                    history,
                    status,
                    world.clock(),
                    world.nanos(),
                    world.environment());
            AdminService operator =
                    new AdminService(observatory, meters, gate(), () -> bell.ring(new Hint.Everything()));
            try (followUp;
                    Listener watched = new Listener("admin", Limits.standard(), Staff.of(operator), context);
                    Lookout lookout = new Lookout(serving, place, reconciler, bell)) {
                status.watch(lookout::watching);
                Settings.Address admin = serving.admin().at();
                LOG.info(
                        "{}the operator at http://{}/",
                        plain,
                        HostAndPort.text(admin.host(), watched.plain(address(admin))));
                Duration poll = serving.poll();
                starts.await(place.source()::signature, bell, poll == null ? serving.rescan() : poll, () -> {
                    status.hold(CrashLoopGuard.heap());
                    reports.accept(reconciler.noteBesides());
                });
                status.hold(null);
                loop(reconciler, gitGate, status, report -> {
                    policy.published(report.changed());
                    policy.published(report.removed());
                    certificates.published(reconciler.state());
                    note(report);
                    if (followUp != null) {
                        followUp.published(report.changed());
                        followUp.published(report.removed());
                    }
                    Chronicle.note(report);
                });
                starts.end();
            }
        }
    }

    /**
     * Ends {@link #run}, and waits until it has ended: not for long, since what it leaves unfinished the next start
     * finishes.
     */
    public void stop() {
        bell.stop();
        try {
            if (!ended.await(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                CountDownLatch noted = new CountDownLatch(1);
                new BackgroundWorker("stopping", noted::countDown).execute(starts::end);
                boolean unused = noted.await(LONGEST_NOTE.toMillis(), TimeUnit.MILLISECONDS);
                LOG.info("stopped while files were being written; the next start goes on with them");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop(Reconciler reconciler, GitGate gitGate, AgentStatus status, Consumer<CycleReport> published)
            throws InterruptedException {
        List<Hint> hints = List.of(new Hint.Everything());
        while (!bell.stopped()) {
            List<Hint> all = gitGate.await(hints, bell);
            Duration wait = RETRY;
            try {
                CycleReport report = reconciler.run(all);
                reports.accept(report);
                published.accept(report);
                status.note(reconciler.state());
                if (status.applied()) {
                    starts.applied();
                }
                failure = "";
                all = reconciler.moving();
                Duration due = reconciler.nextDue().orElse(IDLE);
                wait = all.isEmpty() || due.compareTo(MOVING) < 0 ? due : MOVING;
            } catch (CancellationException e) {
                return;
            } catch (GitGate.Disturbed e) {
                hints = all;
                continue;
            } catch (IOException e) {
                tell("nothing could be published, the last publication is served on: " + e.getMessage());
            } catch (RuntimeException | StackOverflowError e) {
                tell("a fault in Lineman keeps changes from being published, the last publication is served on: "
                        + Fault.of(e));
            }
            hints = new ArrayList<>(all);
            hints.addAll(bell.await(wait));
        }
    }

    private void note(CycleReport report) {
        meters.note(report);
        if (History.isWorthwhile(report)) {
            history.note(report, Observatory.commit(settings.root()));
        }
    }

    private Gate gate() {
        Settings.Admin admin = serving.admin();
        return new Gate(admin.loopback(), admin.operator(), SecureRandom.getSeed(KEY_BYTES), world.nanos());
    }

    /** Has a cycle run, with nothing to look at. */
    private void wake() {
        bell.ring(new Hint.At(settings.out()));
    }

    /** Says once what goes wrong again and again. */
    private void tell(String what) {
        if (!what.equals(failure)) {
            LOG.error(what);
        }
        failure = what;
    }

    private void secure(Listener served, Settings.Tls tls, Locksmith locksmith) throws IOException {
        int port = served.secure(address(tls.at()), locksmith::credentials);
        LOG.info(
                "serving phones over TLS at https://{}{}",
                HostAndPort.text(tls.at().host(), port),
                serving.terms().prefix());
    }

    /** What is wrong besides the inputs. */
    private List<Problem> besides(
            GitGate gitGate,
            CertificateCheck certificates,
            @Nullable FollowUp followUp,
            @Nullable Locksmith locksmith) {
        List<Problem> problems = new ArrayList<>(gitGate.problems());
        problems.addAll(starts.problems());
        problems.addAll(certificates.problems());
        if (followUp != null) {
            problems.addAll(followUp.problems());
        }
        if (locksmith != null) {
            problems.addAll(locksmith.problems());
        }
        return problems;
    }

    private static InetSocketAddress address(Settings.Address address) {
        return new InetSocketAddress(address.host(), address.port());
    }
}
