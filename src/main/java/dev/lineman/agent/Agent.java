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
import dev.lineman.operator.page.AdminService;
import dev.lineman.operator.page.RequestMeters;
import dev.lineman.problem.FaultDescription;
import dev.lineman.problem.Problem;
import dev.lineman.serve.ServingPolicy;
import dev.lineman.serve.ServingPort;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running agent. It serves the last publication at once, and then runs cycles until it is stopped. It starts in
 * order: visit log, certificate reloader, phones' listener, background workers, operator's listener, change monitor.
 * It stops them in the reverse order. {@link #run} is for one thread, {@link #stop} is for any thread.
 */
public final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    /** How long the loop waits when no work has a due time. A hint ends the wait earlier. */
    private static final Duration IDLE_WAIT = Duration.ofDays(1);

    /** How long to wait after a cycle that failed. */
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    /** When to read inputs again that changed during the scan, if no file event arrives before. */
    private static final Duration RESCAN_DELAY = Duration.ofMillis(250);

    /** How long {@link #stop} waits. A publication may be cut off at any point, because the next start repairs it. */
    private static final Duration STOP_TIMEOUT = Duration.ofMillis(1500);

    /** How long {@link #stop} waits for the note that the process ends in order. The disk may not respond. */
    private static final Duration MARK_TIMEOUT = Duration.ofMillis(250);

    /** Length of the random keys for Digest nonces, in bytes. */
    static final int KEY_BYTES = 32;

    private final Settings settings;
    private final Settings.ServingSettings serving;
    private final RuntimeContext runtimeContext;
    private final Consumer<CycleReport> reports;
    private final Debouncer debouncer;
    private final RequestMeters meters = new RequestMeters();
    private final CycleHistory history = new CycleHistory();
    private final CountDownLatch runEnded = new CountDownLatch(1);
    private final CrashLoopGuard crashLoopGuard;

    /** The last error in the log; empty after a cycle that succeeded. The same error is not logged twice in a row. */
    private String lastFailure = "";

    /**
     * Creates an agent that does not run yet.
     *
     * @param reports receives the report of each cycle, on the thread of the cycles
     */
    public Agent(
            Settings settings,
            Settings.ServingSettings serving,
            RuntimeContext runtimeContext,
            Consumer<CycleReport> reports) {
        this.settings = settings;
        this.serving = serving;
        this.runtimeContext = runtimeContext;
        this.reports = reports;
        this.crashLoopGuard = new CrashLoopGuard(settings);
        this.debouncer = new Debouncer(runtimeContext.nanos(), serving.quietPeriod(), settings.maxWait());
    }

    /**
     * Runs until the agent is stopped.
     *
     * @throws CannotStartException when another agent writes here, or a port is in use
     */
    @SuppressWarnings("try")
    public void run() throws CannotStartException, InterruptedException {
        try (Workspace workspace =
                        new Workspace(settings, runtimeContext, serving.settle(), debouncer::stopped, this::wakeCycle);
                VisitStore visitStore =
                        VisitStore.open(settings.visitsFolder(), settings.fileMode(), runtimeContext.nanos());
                BackgroundWorker writer = BackgroundWorker.every(VisitStore.PERIOD, "visits", visitStore::save)) {
            writer.execute(visitStore::readVisits);
            run(workspace, visitStore);
        } catch (IOException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()), e);
        } finally {
            runEnded.countDown();
        }
    }

    /** Starts the listeners and the background work, then runs the loop. */
    @SuppressWarnings("try")
    private void run(Workspace workspace, VisitStore visitStore)
            throws CannotStartException, IOException, InterruptedException {
        ServingPolicy policy = new ServingPolicy(
                workspace.publisher(),
                serving.servingOptions().prefix(),
                visitStore,
                runtimeContext.clock(),
                runtimeContext.nanos());
        PhoneUploads uploads = PhoneUploads.open(settings, serving, runtimeContext, policy, this::wakeCycle);
        PhoneHandler phones = new PhoneHandler(
                policy,
                ServingPort.PHONES,
                serving.servingOptions(),
                uploads.store(),
                SecureRandom.getSeed(KEY_BYTES),
                runtimeContext.clock(),
                runtimeContext.nanos());
        Settings.TlsSettings tls = serving.tls();
        ServerContext context = new ServerContext(
                runtimeContext.nanos(),
                runtimeContext.clock(),
                fault -> LOG.error(
                        "a request could not be answered because of a fault in Lineman, please report it: {}",
                        FaultDescription.of(fault)),
                new FileDescriptors(runtimeContext.nanos(), LOG::warn));
        try (uploads;
                CertificateReloader certificateReloader =
                        tls == null ? null : CertificateReloader.open(tls, settings.root(), this::wakeCycle);
                Listener phoneListener =
                        new Listener("http", serving.limits(), meters.counting(phones.endpoint()), context)) {
            if (tls != null && certificateReloader != null) {
                listenTls(phoneListener, tls, certificateReloader);
            }
            Settings.ListenAddress at = serving.phones();
            InetSocketAddress plain =
                    at == null ? null : new InetSocketAddress(at.host(), phoneListener.listenPlain(at.socketAddress()));
            phoneListener.checkQueue(LOG::warn);
            // Phones are served from here on, so the slower part of the start comes after it.
            CertificateCheck certificates = new CertificateCheck(serving, policy, this::wakeCycle);
            OpenAccessCheck openAccess = new OpenAccessCheck(serving, this::wakeCycle);
            ChangeHook changeHook =
                    ChangeHook.of(serving, settings.root(), workspace.publisher()::isMirrorDelayed, this::wakeCycle);
            AgentStatus status = new AgentStatus(runtimeContext.clock(), runtimeContext.nanos());
            status.setTls(certificateReloader == null ? null : certificateReloader.provider());
            GitLockGate gitLockGate = workspace.gitLockGate(status::setGitLocks);
            Reconciler reconciler = workspace.reconciler(
                    "",
                    gitLockGate,
                    new BackgroundSiteRenderer(new BackgroundWorker("sites", this::wakeCycle)),
                    () -> all(List.of(
                            gitLockGate::problems,
                            crashLoopGuard::problems,
                            certificates::problems,
                            openAccess::problems,
                            uploads::problems,
                            changeHook == null ? List::of : changeHook::problems,
                            certificateReloader == null ? List::of : certificateReloader::problems)));
            policy.setKnownPhones(new PhoneLookup(reconciler::state));
            AdminService operator = OperatorSetup.service(
                    serving.admin(),
                    uploads,
                    workspace,
                    reconciler,
                    visitStore.visits(),
                    history,
                    status,
                    meters,
                    debouncer);
            try (changeHook;
                    ZeroTouchServices services = ZeroTouchServices.start(
                            serving, plain, policy, reconciler, workspace, visitStore.visits(), meters, context);
                    Listener adminListener =
                            new Listener("admin", HttpLimits.standard(), Endpoint.of(operator), context);
                    ChangeMonitor changeMonitor = new ChangeMonitor(serving, workspace, reconciler, debouncer)) {
                status.setWatchMode(changeMonitor::watchMode);
                Settings.ListenAddress admin = serving.admin().address();
                LOG.info(
                        "{}the operator at http://{}/",
                        at == null || plain == null
                                ? ""
                                : "serving phones at http://%s%s, "
                                        .formatted(
                                                HostAndPort.text(at.host(), plain.getPort()),
                                                serving.servingOptions().prefix()),
                        HostAndPort.text(admin.host(), adminListener.listenPlain(admin.socketAddress())));
                Duration poll = serving.poll();
                crashLoopGuard.awaitRelease(
                        workspace.scanner()::walkSignature, debouncer, poll == null ? serving.rescan() : poll, () -> {
                            status.setSmallHeap(CrashLoopGuard.maxHeap());
                            reports.accept(reconciler.updateOperationProblems());
                        });
                status.setSmallHeap(null);
                loop(reconciler, gitLockGate, status, report -> {
                    policy.updatePublished(report.changed());
                    policy.updatePublished(report.removed());
                    certificates.cycleEnded(reconciler.state());
                    openAccess.cycleEnded(reconciler.state());
                    record(report);
                    if (changeHook != null) {
                        changeHook.published(report.changed());
                        changeHook.published(report.removed());
                    }
                    CycleLog.log(report);
                });
                crashLoopGuard.markOrderlyEnd();
            }
        }
    }

    /**
     * Ends {@link #run} and waits until it has ended, at most {@link #STOP_TIMEOUT}. The next start completes
     * unfinished work.
     */
    public void stop() {
        debouncer.stop();
        try {
            if (!runEnded.await(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                CountDownLatch noted = new CountDownLatch(1);
                new BackgroundWorker("stopping", noted::countDown).execute(crashLoopGuard::markOrderlyEnd);
                boolean unused = noted.await(MARK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
                // The process ends here even if the publication is unfinished: the journal makes it repairable.
                LOG.info("stopped while files were being written; the next start completes them");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs one cycle after the other. Hints of a cycle that failed go into the next cycle.
     *
     * @param published receives the report of each cycle that succeeded
     */
    private void loop(
            Reconciler reconciler, GitLockGate gitLockGate, AgentStatus status, Consumer<CycleReport> published)
            throws InterruptedException {
        List<Hint> hints = List.of(new Hint.FullScanHint());
        while (!debouncer.stopped()) {
            List<Hint> all = gitLockGate.awaitUnlocked(hints, debouncer);
            Duration wait = RETRY_DELAY;
            try {
                CycleReport report = reconciler.run(all);
                reports.accept(report);
                published.accept(report);
                status.cycleEnded(reconciler.state());
                if (status.applied()) {
                    crashLoopGuard.inputsApplied();
                }
                lastFailure = "";
                all = reconciler.rescanHints();
                Duration due = reconciler.nextDue().orElse(IDLE_WAIT);
                wait = all.isEmpty() || due.compareTo(RESCAN_DELAY) < 0 ? due : RESCAN_DELAY;
            } catch (CancellationException e) {
                return;
            } catch (GitLockGate.WorkingTreeChangedException e) {
                // No pause: the gate waits for Git before the next scan.
                hints = all;
                continue;
            } catch (IOException e) {
                logOnce("cannot publish, phones still get the last publication: " + e.getMessage());
            } catch (RuntimeException | StackOverflowError e) {
                logOnce("a fault in Lineman prevents publishing, phones still get the last publication: "
                        + FaultDescription.of(e));
            }
            hints = new ArrayList<>(all);
            hints.addAll(debouncer.await(wait));
        }
    }

    /** Adds a cycle to the metrics and, if it changed or found something, to the history. */
    private void record(CycleReport report) {
        meters.record(report);
        if (CycleHistory.isNotable(report)) {
            history.add(report, LiveFleetView.commit(settings.root()));
        }
    }

    /** Starts a cycle without a scan: the hint names the output folder, which holds no input. */
    private void wakeCycle() {
        debouncer.accept(new Hint.PathHint(settings.out()));
    }

    /** Logs an error, unless it is the last one again. */
    private void logOnce(String message) {
        if (!message.equals(lastFailure)) {
            LOG.error(message);
        }
        lastFailure = message;
    }

    /** Opens the phones' port with TLS. Each new connection asks for the newest credentials. */
    private void listenTls(Listener phoneListener, Settings.TlsSettings tls, CertificateReloader certificateReloader)
            throws IOException {
        int port = phoneListener.listenTls(tls.address().socketAddress(), certificateReloader::credentials);
        LOG.info(
                "serving phones over TLS at https://{}{}",
                HostAndPort.text(tls.address().host(), port),
                serving.servingOptions().prefix());
    }

    /** Returns the problems of several sources, in their order. */
    private static List<Problem> all(List<Supplier<List<Problem>>> sources) {
        return sources.stream().flatMap(source -> source.get().stream()).toList();
    }
}
