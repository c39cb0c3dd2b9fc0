package dev.lineman.operator.fleet;

import dev.lineman.build.State;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.HeldRemovals;
import dev.lineman.build.report.AgentActivity;
import dev.lineman.build.report.CheckedOutCommit;
import dev.lineman.build.report.CycleHistory;
import dev.lineman.build.report.WaitReason;
import dev.lineman.input.git.GitHead;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Phone;
import dev.lineman.operator.explain.ExplanationCache;
import dev.lineman.operator.explain.MissExplainer;
import dev.lineman.operator.explain.PhoneSearch;
import dev.lineman.operator.explain.SourceExcerpts;
import dev.lineman.operator.unknown.SiteSuggestion;
import dev.lineman.operator.unknown.UnknownPhoneStatus;
import dev.lineman.operator.view.Explanation;
import dev.lineman.operator.view.FileText;
import dev.lineman.operator.view.FleetOverview;
import dev.lineman.operator.view.FleetView;
import dev.lineman.operator.view.PhoneFile;
import dev.lineman.operator.view.PhoneQuery;
import dev.lineman.operator.view.PhoneState;
import dev.lineman.operator.view.PhoneStatus;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.publish.Publisher;
import dev.lineman.serve.visits.MissedRequest;
import dev.lineman.serve.visits.PhoneRequest;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.serve.visits.Visit;
import dev.lineman.serve.visits.VisitLog;
import dev.lineman.template.Catalog;
import dev.lineman.template.vendor.PhoneVendor;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fleet as of now: combines the state of the agent, the publication, and the log of visits. The status page, the
 * API and the metrics read it. It changes nothing and never blocks a cycle. Thread-safe.
 */
public final class LiveFleetView implements FleetView {
    /** The folder with the inputs. */
    private final Path root;

    private final Supplier<State> states;
    private final Publisher publisher;
    private final VisitLog visits;
    private final CycleHistory history;
    private final PhoneStateCounter phoneStateCounter;
    private final SourceExcerpts sourceExcerpts;
    private final ExplanationCache explanationCache;
    private final MissExplainer missExplainer;

    /** The time of day. */
    private final InstantSource clock;

    /** When the agent started. */
    private final Instant started;

    /** What the agent does now: ready, watching, waiting. */
    private final AgentActivity activity;

    private final PublishedText publishedText;

    /** The problems of the last state. A race between threads computes them twice and does no harm. */
    private volatile CachedProblems cachedProblems = new CachedProblems(null, List.of());

    /**
     * @param states returns the newest state
     * @param history the last cycles
     * @param sourceExcerpts reads the source lines of problems
     * @param clock the time of day
     * @param nanos a monotonic clock, in nanoseconds
     * @param environment the environment variables of the agent, from its start
     */
    public LiveFleetView(
            Path root,
            Supplier<State> states,
            Publisher publisher,
            VisitLog visits,
            CycleHistory history,
            AgentActivity activity,
            SourceExcerpts sourceExcerpts,
            InstantSource clock,
            LongSupplier nanos,
            Map<String, String> environment) {
        this.root = root;
        this.states = states;
        this.publisher = publisher;
        this.visits = visits;
        this.history = history;
        this.activity = activity;
        this.clock = clock;
        this.phoneStateCounter = new PhoneStateCounter(states, publisher, visits, nanos);
        this.sourceExcerpts = sourceExcerpts;
        this.missExplainer = new MissExplainer(visits);
        this.explanationCache = new ExplanationCache(environment, visits, missExplainer);
        this.started = clock.instant();
        this.publishedText = new PublishedText(states, publisher, environment);
    }

    /**
     * The problems of a state, as users see them.
     *
     * @param state null before the first request
     */
    private record CachedProblems(@Nullable State state, List<Problem> problems) {}

    /** The commit that the Git work tree of a root has checked out now; null without a work tree. */
    public static @Nullable CheckedOutCommit commit(Path root) {
        GitHead head = GitHead.around(root);
        return head == null ? null : new CheckedOutCommit(head.commit(), head.branch());
    }

    @Override
    public boolean ready() {
        return activity.isReady();
    }

    @Override
    public List<WaitReason> waiting() {
        return activity.waiting();
    }

    @Override
    public FleetOverview overview() {
        State state = states.get();
        // The counts may be a moment older than the state, so their sum may differ from the number of phones in it.
        PhoneStateCounter.PhoneStateCounts count = phoneStateCounter.count();
        Map<PhoneState, Integer> phones = new EnumMap<>(PhoneState.class);
        for (PhoneState each : PhoneState.values()) {
            phones.put(each, count.count(each));
        }
        List<Problem> problems = problems();
        int errors = (int) problems.stream()
                .filter(problem -> problem.severity().isError())
                .count();
        HeldRemovals heldRemovals = state.pendingRemovals().held();
        String version = LiveFleetView.class.getPackage().getImplementationVersion();
        return new FleetOverview(
                version == null ? "unknown" : version,
                ready(),
                started,
                commit(root),
                activity.watchMode(),
                activity.tls(),
                activity.waiting(),
                state.inputs().inventory().extensions(),
                phones,
                count.age(clock.instant()),
                new FleetOverview.Files(
                        publisher.current().size(),
                        lastGood(state),
                        heldRemovals == null ? 0 : heldRemovals.removals(),
                        heldRemovals == null ? null : heldRemovals.digest()),
                errors,
                problems.size() - errors,
                unknownPhones().size(),
                history.entries());
    }

    /**
     * The number of files of the phones and sites with a blocking problem. A target that failed in part counts with all its
     * files. It looks only at targets with problems.
     */
    private static int lastGood(State state) {
        int files = 0;
        for (String subject : state.problemIndex().subjects()) {
            BuildTarget buildTarget = state.outputIndex().target(subject);
            boolean failed = state.problemIndex().of(subject).stream()
                    .anyMatch(problem -> problem.severity() == Severity.BLOCKING);
            files += buildTarget == null || !failed ? 0 : buildTarget.outputs().size();
        }
        return files;
    }

    @Override
    public PhoneQuery.PhoneQueryResult phones(PhoneQuery query) {
        State state = states.get();
        PhoneStateCounter.PhoneStateCounts count = phoneStateCounter.count();
        PhoneSearch phoneSearch = PhoneSearch.of(query.text());
        List<PhoneStatus> phones = new ArrayList<>();
        int matching = 0;
        for (int i = 0; i < count.macs().length; i++) {
            // Only the phones of the wanted page are read in full. The others are only matched.
            String mac = count.macs()[i];
            boolean right = query.state() == null || query.state() == count.states()[i];
            if (!right || !phoneSearch.matches(mac, state.inputs().inventory())) {
                continue;
            }
            if (matching >= query.from() && phones.size() < query.limit()) {
                phones.add(status(state, mac, state.causes(state.problemIndex().of(mac))));
            }
            matching++;
        }
        return new PhoneQuery.PhoneQueryResult(count.macs().length, matching, phones);
    }

    @Override
    public @Nullable PhoneStatus phone(String mac) {
        State state = states.get();
        if (!state.hasPhone(mac)) {
            return null;
        }
        Set<String> files = new HashSet<>();
        BuildTarget buildTarget = state.outputIndex().target(mac);
        Phone phone = state.inputs().inventory().phone(mac);
        if (buildTarget != null) {
            files.addAll(buildTarget.sourceFiles());
        }
        if (phone != null) {
            phone.accounts().forEach(account -> files.addAll(account.layers().files()));
        }
        List<Problem> problems =
                new ArrayList<>(state.causes(state.problemIndex().of(mac)));
        Set<Problem> own = new HashSet<>(problems);
        List<Problem> others = new ArrayList<>(state.snapshot().problems());
        others.addAll(state.inputs().inventory().conflicts());
        others.addAll(state.inputs().catalog().modelProblems());
        files.forEach(file -> others.addAll(state.problemIndex().of(file)));
        for (Problem problem : others) {
            // Problems of the files that the phone depends on: its extensions, its folders, and its template.
            if (files.contains(problem.at().file()) && own.add(problem)) {
                problems.add(problem);
            }
        }
        return status(state, mac, problems);
    }

    /**
     * The status of a phone.
     *
     * @param problems that concern it
     */
    private PhoneStatus status(State state, String mac, List<Problem> problems) {
        Inventory inventory = state.inputs().inventory();
        Phone phone = inventory.phone(mac);
        BuildTarget buildTarget = state.outputIndex().target(mac);
        List<Visit> asked = visits.of(mac);
        List<PhoneFile> files = PhoneFileStatus.of(mac, buildTarget, publisher.current(), visits);
        List<Explanation.ExplainedMiss> missed = missExplainer.explain(mac, state);
        List<PhoneStatus.PhoneLine> lines = new ArrayList<>(1);
        for (Account account : phone == null ? List.<Account>of() : phone.accounts()) {
            lines.add(new PhoneStatus.PhoneLine(account.line(), account.number(), PhoneSearch.personName(account)));
        }
        return new PhoneStatus(
                mac,
                phone == null ? "" : phone.site(),
                phone == null ? null : inventory.model(phone),
                buildTarget == null || buildTarget.outputs().isEmpty()
                        ? null
                        : buildTarget.outputs().get(0).template(),
                lines,
                files,
                PhoneFileStatus.state(files),
                last(asked, visits.missed(mac)),
                missed,
                problems);
    }

    /** A forged request for another name must not hide the last visit. */
    private static @Nullable PhoneRequest last(List<Visit> asked, List<MissedRequest> missed) {
        return !asked.isEmpty() ? asked.get(0) : missed.isEmpty() ? null : missed.get(0);
    }

    @Override
    public FileText text(PhoneFile file) {
        return publishedText.of(file);
    }

    @Override
    public Explanation.@Nullable PhoneExplanation explanation(String mac) {
        return explanationCache.of(mac, states.get());
    }

    @Override
    public List<Problem> problems() {
        State state = states.get();
        CachedProblems last = cachedProblems;
        State before = last.state();
        if (before != null && state.hasSameProblemsAs(before)) {
            return last.problems();
        }
        CachedProblems now = new CachedProblems(state, state.report().problems());
        cachedProblems = now;
        return now.problems();
    }

    @Override
    public @Nullable String excerpt(Position at) {
        return sourceExcerpts.of(at, states.get().snapshot());
    }

    @Override
    public List<UnknownPhone> unknownPhones() {
        State state = states.get();
        return visits.unknownPhones(state::hasPhone);
    }

    @Override
    public List<UnknownPhoneStatus> describe(List<UnknownPhone> phones) {
        State state = states.get();
        Map<String, SiteSuggestion> suggestions = new SiteSuggestions(state, visits).of(phones);
        return phones.stream()
                .map(phone -> new UnknownPhoneStatus(
                        phone, vendor(state.inputs().catalog(), phone.mac()), suggestions.get(phone.mac())))
                .toList();
    }

    /** Returns the vendor of a phone by the beginning of its MAC; empty if it is not known. */
    public static String vendor(Catalog catalog, String mac) {
        PhoneVendor vendor = catalog.vendors().ofMac(mac);
        return vendor == null ? "" : vendor.name();
    }
}
