package dev.lineman.agent;

import dev.lineman.build.Reconciler;
import dev.lineman.build.make.BackgroundSiteRenderer;
import dev.lineman.build.report.CycleHistory;
import dev.lineman.build.report.CycleReport;
import dev.lineman.concurrent.BackgroundWorker;
import dev.lineman.http.FileDescriptors;
import dev.lineman.http.HostAndPort;
import dev.lineman.http.Listener;
import dev.lineman.http.ServerContext;
import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.input.watch.Debouncer;
import dev.lineman.input.watch.Hint;
import dev.lineman.operator.explain.PhoneLookup;
import dev.lineman.operator.fleet.LiveFleetView;
import dev.lineman.operator.page.AdminAccess;
import dev.lineman.operator.page.AdminService;
import dev.lineman.operator.page.RequestMeters;
import dev.lineman.problem.FaultDescription;
import dev.lineman.problem.Problem;
import dev.lineman.serve.ServingPolicy;
import dev.lineman.serve.http.PhoneHandler;
import dev.lineman.serve.visits.VisitStore;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.GitLockGate;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import dev.lineman.workspace.Workspace;
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
    private final Settings.ServingSettings serving;
    private final RuntimeContext runtimeContext;
    private final Consumer<CycleReport> reports;
    private final Debouncer bell;
    private final RequestMeters meters = new RequestMeters();
    private final CycleHistory history = new CycleHistory();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CrashLoopGuard starts;
    private String failure = "";

    /** @param reports is told what each cycle did */
    public Agent(
            Settings settings,
            Settings.ServingSettings serving,
            RuntimeContext runtimeContext,
            Consumer<CycleReport> reports) {
        this.settings = settings;
        this.serving = serving;
        this.runtimeContext = runtimeContext;
        this.reports = reports;
        this.starts = new CrashLoopGuard(settings);
        this.bell = new Debouncer(runtimeContext.nanos(), serving.quietPeriod(), settings.maxWait());
    }

    /**
     * Runs until it is stopped.
     *
     * @throws CannotStartException when another agent writes here, or an address is taken
     */
    @SuppressWarnings("try")
    public void run() throws CannotStartException, InterruptedException {
        try (Workspace place = new Workspace(settings, runtimeContext, serving.settle(), bell::stopped, this::wake);
                VisitStore visitStore =
                        VisitStore.open(settings.logbook(), settings.fileMode(), runtimeContext.nanos());
                BackgroundWorker writer = BackgroundWorker.every(VisitStore.PERIOD, "logbook", visitStore::save)) {
            writer.execute(visitStore::readVisits);
            run(place, visitStore);
        } catch (IOException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()), e);
        } finally {
            ended.countDown();
        }
    }

    @SuppressWarnings("try")
    private void run(Workspace place, VisitStore visitStore)
            throws CannotStartException, IOException, InterruptedException {
        ServingPolicy policy = new ServingPolicy(
                place.publisher(),
                serving.servingOptions().prefix(),
                visitStore,
                runtimeContext.clock(),
                runtimeContext.nanos());
        PhoneHandler phones = new PhoneHandler(
                policy,
                serving.servingOptions(),
                SecureRandom.getSeed(KEY_BYTES),
                runtimeContext.clock(),
                runtimeContext.nanos());
        Settings.TlsSettings tls = serving.tls();
        ServerContext context = new ServerContext(
                runtimeContext.nanos(),
                runtimeContext.clock(),
                fault -> LOG.error("a request could not be answered: {}", FaultDescription.of(fault)),
                new FileDescriptors(runtimeContext.nanos(), LOG::warn));
        try (CertificateReloader certificateReloader =
                        tls == null ? null : CertificateReloader.open(tls, settings.root(), this::wake);
                Listener served = new Listener("http", serving.limits(), meters.counting(phones.endpoint()), context)) {
            if (tls != null && certificateReloader != null) {
                secure(served, tls, certificateReloader);
            }
            Settings.ListenAddress at = serving.phones();
            String plain = at == null
                    ? ""
                    : "serving phones at http://%s%s, "
                            .formatted(
                                    HostAndPort.text(at.host(), served.listenPlain(address(at))),
                                    serving.servingOptions().prefix());
            // Phones are served by now: what the last run knew besides the files may take its time.
            CertificateCheck certificates = new CertificateCheck(serving, policy, this::wake);
            String exec = serving.exec();
            ChangeHook changeHook =
                    exec == null ? null : new ChangeHook(exec, settings.root(), serving.execLimit(), this::wake);
            AgentStatus status = new AgentStatus(runtimeContext.clock(), runtimeContext.nanos());
            GitLockGate gitLockGate = place.gate(status::locks);
            Reconciler reconciler = place.reconciler(
                    "",
                    gitLockGate,
                    new BackgroundSiteRenderer(new BackgroundWorker("sites", this::wake)),
                    () -> besides(gitLockGate, certificates, changeHook, certificateReloader));
            policy.setKnownPhones(new PhoneLookup(reconciler::state));
            LiveFleetView liveFleetView = new LiveFleetView(
                    settings.root(),
                    reconciler::state,
                    place.publisher(),
                    visitStore.visits(),
                    history,
                    status,
                    runtimeContext.clock(),
                    runtimeContext.nanos(),
                    runtimeContext.environment());
            AdminService operator =
                    new AdminService(liveFleetView, meters, gate(), () -> bell.accept(new Hint.FullScanHint()));
            try (changeHook;
                    Listener watched = new Listener("admin", HttpLimits.standard(), Endpoint.of(operator), context);
                    ChangeMonitor changeMonitor = new ChangeMonitor(serving, place, reconciler, bell)) {
                status.watch(changeMonitor::watching);
                Settings.ListenAddress admin = serving.admin().at();
                LOG.info(
                        "{}the operator at http://{}/",
                        plain,
                        HostAndPort.text(admin.host(), watched.listenPlain(address(admin))));
                Duration poll = serving.poll();
                starts.await(place.source()::walkSignature, bell, poll == null ? serving.rescan() : poll, () -> {
                    status.hold(CrashLoopGuard.heap());
                    reports.accept(reconciler.noteBesides());
                });
                status.hold(null);
                loop(reconciler, gitLockGate, status, report -> {
                    policy.updatePublished(report.changed());
                    policy.updatePublished(report.removed());
                    certificates.published(reconciler.state());
                    note(report);
                    if (changeHook != null) {
                        changeHook.published(report.changed());
                        changeHook.published(report.removed());
                    }
                    CycleLog.note(report);
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

    private void loop(
            Reconciler reconciler, GitLockGate gitLockGate, AgentStatus status, Consumer<CycleReport> published)
            throws InterruptedException {
        List<Hint> hints = List.of(new Hint.FullScanHint());
        while (!bell.stopped()) {
            List<Hint> all = gitLockGate.await(hints, bell);
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
            } catch (GitLockGate.WorkingTreeChangedException e) {
                hints = all;
                continue;
            } catch (IOException e) {
                tell("nothing could be published, the last publication is served on: " + e.getMessage());
            } catch (RuntimeException | StackOverflowError e) {
                tell("a fault in Lineman keeps changes from being published, the last publication is served on: "
                        + FaultDescription.of(e));
            }
            hints = new ArrayList<>(all);
            hints.addAll(bell.await(wait));
        }
    }

    private void note(CycleReport report) {
        meters.record(report);
        if (CycleHistory.isNotable(report)) {
            history.add(report, LiveFleetView.commit(settings.root()));
        }
    }

    private AdminAccess gate() {
        Settings.AdminSettings admin = serving.admin();
        return new AdminAccess(
                admin.loopback(), admin.operator(), SecureRandom.getSeed(KEY_BYTES), runtimeContext.nanos());
    }

    /** Has a cycle run, with nothing to look at. */
    private void wake() {
        bell.accept(new Hint.PathHint(settings.out()));
    }

    /** Says once what goes wrong again and again. */
    private void tell(String what) {
        if (!what.equals(failure)) {
            LOG.error(what);
        }
        failure = what;
    }

    private void secure(Listener served, Settings.TlsSettings tls, CertificateReloader certificateReloader)
            throws IOException {
        int port = served.listenTls(address(tls.at()), certificateReloader::credentials);
        LOG.info(
                "serving phones over TLS at https://{}{}",
                HostAndPort.text(tls.at().host(), port),
                serving.servingOptions().prefix());
    }

    /** What is wrong besides the inputs. */
    private List<Problem> besides(
            GitLockGate gitLockGate,
            CertificateCheck certificates,
            @Nullable ChangeHook changeHook,
            @Nullable CertificateReloader certificateReloader) {
        List<Problem> problems = new ArrayList<>(gitLockGate.problems());
        problems.addAll(starts.problems());
        problems.addAll(certificates.problems());
        if (changeHook != null) {
            problems.addAll(changeHook.problems());
        }
        if (certificateReloader != null) {
            problems.addAll(certificateReloader.problems());
        }
        return problems;
    }

    private static InetSocketAddress address(Settings.ListenAddress address) {
        return new InetSocketAddress(address.host(), address.port());
    }
}
