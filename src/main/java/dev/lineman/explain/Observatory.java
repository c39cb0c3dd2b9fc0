package dev.lineman.explain;

import dev.lineman.cycle.State;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Phone;
import dev.lineman.plan.Held;
import dev.lineman.plan.Page;
import dev.lineman.plan.Unit;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.publish.Entry;
import dev.lineman.publish.Publisher;
import dev.lineman.report.Activity;
import dev.lineman.report.Commit;
import dev.lineman.report.Explanation;
import dev.lineman.report.FileText;
import dev.lineman.report.History;
import dev.lineman.report.Insight;
import dev.lineman.report.Overview;
import dev.lineman.report.PhoneFile;
import dev.lineman.report.PhoneQuery;
import dev.lineman.report.PhoneState;
import dev.lineman.report.PhoneStatus;
import dev.lineman.report.Waiting;
import dev.lineman.source.Head;
import dev.lineman.visits.Stranger;
import dev.lineman.visits.Visit;
import dev.lineman.visits.Visits;
import java.io.IOException;
import java.nio.ByteBuffer;
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

/** Answers an operator's questions from the agent's state, the publication and the visits. Thread-safe. */
public final class Observatory implements Insight {
    private static final int SHOWN_LINES = 3000;
    private static final long SHOWN_BYTES = 1 << 20;

    private final Path root;
    private final Supplier<State> states;
    private final Publisher publisher;
    private final Visits visits;
    private final History history;
    private final Census census;
    private final Excerpts excerpts;
    private final Explanations explanations;
    private final InstantSource clock;
    private final Instant started;
    private final Activity activity;
    private final Map<String, String> environment;
    private volatile Told told = new Told(null, List.of());

    public Observatory(
            Path root,
            Supplier<State> states,
            Publisher publisher,
            Visits visits,
            History history,
            Activity activity,
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
        this.census = new Census(states, publisher, visits, nanos);
        this.excerpts = new Excerpts(root);
        this.explanations = new Explanations(environment, visits);
        this.started = clock.instant();
        this.environment = environment;
    }

    /** The problems of a state. */
    private record Told(@Nullable State state, List<Problem> problems) {}

    /** What the work tree of a root has checked out now; null when there is none. */
    public static @Nullable Commit commit(Path root) {
        Head head = Head.around(root);
        return head == null ? null : new Commit(head.commit(), head.branch());
    }

    @Override
    public boolean ready() {
        return activity.ready();
    }

    @Override
    public List<Waiting> waiting() {
        return activity.waiting();
    }

    @Override
    public Overview overview() {
        State state = states.get();
        Census.Count count = census.count();
        Map<PhoneState, Integer> phones = new EnumMap<>(PhoneState.class);
        for (PhoneState each : PhoneState.values()) {
            phones.put(each, count.of(each));
        }
        List<Problem> problems = problems();
        int errors = (int) problems.stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .count();
        Held held = state.removals().held();
        String version = Observatory.class.getPackage().getImplementationVersion();
        return new Overview(
                version == null ? "unknown" : version,
                ready(),
                started,
                commit(root),
                activity.watching(),
                activity.waiting(),
                state.inputs().inventory().extensions(),
                phones,
                count.age(clock.instant()),
                new Overview.Files(
                        publisher.current().size(),
                        lastGood(state),
                        held == null ? 0 : held.removals(),
                        held == null ? null : held.digest()),
                errors,
                problems.size() - errors,
                strangers().size(),
                history.entries());
    }

    /** How many files are as they were before their phone or site failed; looks at those that have problems only. */
    private static int lastGood(State state) {
        int files = 0;
        for (String subject : state.findings().subjects()) {
            Unit unit = state.ledger().unit(subject);
            boolean failed =
                    state.findings().of(subject).stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
            files += unit == null || !failed ? 0 : unit.outputs().size();
        }
        return files;
    }

    @Override
    public PhoneQuery.Result phones(PhoneQuery query) {
        State state = states.get();
        Census.Count count = census.count();
        Wanted wanted = Wanted.of(query.text());
        List<PhoneStatus> phones = new ArrayList<>();
        int matching = 0;
        for (int i = 0; i < count.macs().length; i++) {
            String mac = count.macs()[i];
            boolean right = query.state() == null || query.state() == count.states()[i];
            if (!right || !wanted.matches(mac, state.inputs().inventory())) {
                continue;
            }
            if (matching >= query.from() && phones.size() < query.most()) {
                phones.add(status(state, mac, state.findings().of(mac)));
            }
            matching++;
        }
        return new PhoneQuery.Result(count.macs().length, matching, phones);
    }

    @Override
    public @Nullable PhoneStatus phone(String mac) {
        State state = states.get();
        if (!state.hasPhone(mac)) {
            return null;
        }
        Set<String> files = new HashSet<>();
        Unit unit = state.ledger().unit(mac);
        Phone phone = state.inputs().inventory().phone(mac);
        if (unit != null) {
            files.addAll(unit.owners());
        }
        if (phone != null) {
            phone.accounts().forEach(account -> files.addAll(account.layers().files()));
        }
        Set<Problem> own = new HashSet<>(state.findings().of(mac));
        List<Problem> problems = new ArrayList<>(state.findings().of(mac));
        List<Problem> others = new ArrayList<>(state.snapshot().problems());
        others.addAll(state.inputs().inventory().conflicts());
        for (Problem problem : others) {
            if (files.contains(problem.at().file()) && own.add(problem)) {
                problems.add(problem);
            }
        }
        return status(state, mac, problems);
    }

    private PhoneStatus status(State state, String mac, List<Problem> problems) {
        Inventory inventory = state.inputs().inventory();
        Phone phone = inventory.phone(mac);
        Unit unit = state.ledger().unit(mac);
        List<Visit> asked = visits.of(mac);
        List<PhoneFile> files = PhoneFiles.of(mac, unit, publisher.current(), asked);
        List<PhoneStatus.Line> lines = new ArrayList<>(1);
        for (Account account : phone == null ? List.<Account>of() : phone.accounts()) {
            lines.add(new PhoneStatus.Line(account.line(), account.number(), Wanted.name(account)));
        }
        return new PhoneStatus(
                mac,
                phone == null ? "" : phone.site(),
                phone == null ? null : phone.layers().text("model"),
                unit == null || unit.outputs().isEmpty()
                        ? null
                        : unit.outputs().get(0).template(),
                lines,
                files,
                PhoneFiles.state(files),
                asked.isEmpty() ? null : asked.get(0),
                problems);
    }

    @Override
    public FileText text(PhoneFile file) {
        Entry entry = publisher.current().find(file.path());
        if (entry == null || entry.length() > SHOWN_BYTES) {
            return FileText.hidden(entry == null ? "it is not published any more" : "it is larger than 1 MiB");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) entry.length());
        try {
            while (bytes.hasRemaining() && publisher.read(entry, bytes.position(), bytes) > 0) {
                // Bodies are read in pieces.
            }
        } catch (IOException e) {
            return FileText.hidden("it cannot be read");
        }
        State state = states.get();
        Page page = Page.of(
                bytes.hasRemaining() ? null : bytes.array(),
                entry.length(),
                FileSecrets.masks(state.ledger(), entry.path(), entry.digest()),
                FileSecrets.finder(List.of(state), environment, entry.path()));
        List<String> lines = page.lines().stream().map(Page::shown).toList();
        int shown = Math.min(SHOWN_LINES, lines.size());
        return new FileText(lines.subList(0, shown), page.hidden(), lines.size() - shown);
    }

    @Override
    public Explanation.@Nullable OfPhone explanation(String mac) {
        return explanations.of(mac, states.get());
    }

    @Override
    public List<Problem> problems() {
        State state = states.get();
        Told last = told;
        State before = last.state();
        if (before != null && state.hasTheProblemsOf(before)) {
            return last.problems();
        }
        Told now = new Told(state, state.described(state.problems()));
        told = now;
        return now.problems();
    }

    @Override
    public @Nullable String excerpt(Position at) {
        return excerpts.of(at, states.get().snapshot());
    }

    @Override
    public List<Stranger> strangers() {
        State state = states.get();
        return visits.strangers(state::hasPhone);
    }
}
