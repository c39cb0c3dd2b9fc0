package dev.lineman.operator.page;

import static dev.lineman.operator.view.JsonObject.all;

import dev.lineman.access.MacFinder;
import dev.lineman.build.report.CheckedOutCommit;
import dev.lineman.build.report.CycleEntry;
import dev.lineman.build.report.WaitReason;
import dev.lineman.operator.unknown.SiteSuggestion;
import dev.lineman.operator.unknown.UnknownPhoneStatus;
import dev.lineman.operator.view.Explanation;
import dev.lineman.operator.view.ExplanationJson;
import dev.lineman.operator.view.FleetOverview;
import dev.lineman.operator.view.FleetView;
import dev.lineman.operator.view.JsonObject;
import dev.lineman.operator.view.PhoneFile;
import dev.lineman.operator.view.PhoneQuery;
import dev.lineman.operator.view.PhoneState;
import dev.lineman.operator.view.PhoneStatus;
import dev.lineman.operator.view.drift.DriftJson;
import dev.lineman.operator.view.drift.DriftView;
import dev.lineman.operator.view.drift.PhoneDrift;
import dev.lineman.problem.Problem;
import dev.lineman.serve.visits.PhoneRequest;
import dev.lineman.serve.visits.RequestChannel;
import dev.lineman.serve.visits.UnknownPhone;
import dev.lineman.serve.visits.Visit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The state of the agent as JSON, below {@code /api/}. The page {@code src/docs/api.md} documents the keys, which
 * never change. Thread-safe.
 */
record AdminApi(FleetView fleetView, DriftView driftView) {
    /** Items of a list without a {@code count} parameter. */
    private static final int DEFAULT_COUNT = 100;

    /** The highest value of {@code count}. */
    private static final int MAX_COUNT = 1000;

    /**
     * The resource at a path below {@code /api/}; null if there is none.
     *
     * @throws QueryParameters.MalformedQueryException if a parameter has no valid value
     */
    @Nullable
    JsonObject at(String path, QueryParameters query) throws QueryParameters.MalformedQueryException {
        return switch (path) {
            case "status" -> status();
            case "phones" -> phones(query);
            case "problems" -> problems(query);
            case "unknown" -> unknown(query);
            default -> path.startsWith("phones/") ? phone(path.substring("phones/".length())) : null;
        };
    }

    /** Returns a MAC in any notation as 12 lower-case hex digits; null if the text is not a MAC. */
    static @Nullable String mac(String text) {
        List<String> macs = MacFinder.findAll(text.replace(".", "").toLowerCase(Locale.ROOT));
        // Cisco's notation has dots, which the finder does not accept.
        return macs.size() == 1 ? macs.get(0) : null;
    }

    /** The state that the query asks for; null for any state. */
    static @Nullable PhoneState state(QueryParameters query) throws QueryParameters.MalformedQueryException {
        String word = query.text("state");
        PhoneState state = PhoneState.of(word);
        if (state == null && !word.isEmpty()) {
            throw new QueryParameters.MalformedQueryException(
                    "'state' is one of up_to_date, older, refused, not_found, never and no_file");
        }
        return state;
    }

    private JsonObject status() {
        FleetOverview overview = fleetView.overview();
        FleetOverview.Files files = overview.files();
        JsonObject phones = new JsonObject().with("total", overview.total());
        for (PhoneState state : PhoneState.values()) {
            phones.put(state.word(), overview.phones(state));
        }
        JsonObject published = new JsonObject()
                .with("published", files.published())
                .with("last_good", files.lastGood())
                .with("held", files.held());
        String held = files.heldDigest();
        JsonObject problems = new JsonObject().with("errors", overview.errors()).with("warnings", overview.warnings());
        return new JsonObject()
                .with("version", overview.version())
                .with("ready", overview.ready())
                .with("started", time(overview.started()))
                .with("revision", commit(overview.commit()))
                .with("waiting", all(overview.waiting(), AdminApi::waiting))
                .with("watching", overview.watching().word())
                .with("tls", overview.tls())
                .with("extensions", overview.extensions())
                .with("phones", phones)
                .with("files", published)
                .with(
                        "held",
                        held == null
                                ? null
                                : new JsonObject().with("digest", held).with("files", files.held()))
                .with("problems", problems)
                .with("unknown_phones", overview.unknown())
                .with("cycles", all(overview.cycles(), AdminApi::cycle));
    }

    private static @Nullable JsonObject commit(@Nullable CheckedOutCommit commit) {
        return commit == null
                ? null
                : new JsonObject().with("commit", commit.hash()).with("branch", commit.branch());
    }

    private static JsonObject waiting(WaitReason waitReason) {
        return new JsonObject()
                .with("reason", waitReason.reason().word())
                .with("what", waitReason.what())
                .with("since", time(waitReason.since()));
    }

    private static JsonObject cycle(CycleEntry cycle) {
        CheckedOutCommit commit = cycle.commit();
        return new JsonObject()
                .with("at", time(cycle.at()))
                .with("took_ms", cycle.took().toMillis())
                .with("revision", commit == null ? null : commit.hash())
                .with("inputs", names(cycle.inputs()))
                .with("changed", names(cycle.changed()))
                .with("removed", names(cycle.removed()))
                .with("appeared", cycle.appeared())
                .with("solved", cycle.solved());
    }

    private static JsonObject names(CycleEntry.ShortNameList names) {
        return new JsonObject().with("count", names.count()).with("some", names.some());
    }

    private JsonObject phones(QueryParameters query) throws QueryParameters.MalformedQueryException {
        int from = query.from();
        int count = query.number("count", DEFAULT_COUNT, 1, MAX_COUNT);
        PhoneQuery.PhoneQueryResult found =
                fleetView.phones(new PhoneQuery(state(query), query.text("q"), from, count));
        return new JsonObject()
                .with("total", found.total())
                .with("matching", found.matching())
                .with("from", from)
                .with("next", next(from, found.phones().size(), found.matching()))
                .with(
                        "phones",
                        all(
                                found.phones(),
                                phone -> common(phone)
                                        .with(
                                                "files",
                                                phone.files().stream()
                                                        .map(PhoneFile::path)
                                                        .toList())
                                        .with("problems", phone.problems().size())));
    }

    /** The {@code from} of the next page; null on the last page. */
    private static @Nullable Integer next(int from, int shown, int all) {
        return shown > 0 && from + shown < all ? from + shown : null;
    }

    private static JsonObject common(PhoneStatus phone) {
        PhoneRequest last = phone.last();
        return new JsonObject()
                .with("mac", phone.mac())
                .with("site", phone.site())
                .with("model", phone.model())
                .with("template", phone.template())
                .with("extensions", all(phone.lines(), AdminApi::line))
                .with("state", phone.state().word())
                .with("last_seen", last == null ? null : time(last.at()))
                .with("address", last == null ? null : last.from())
                .with("status", last == null ? null : last.status())
                .with("firmware", last == null ? null : emptyAsNull(last.firmware()))
                .with("user_agent", last == null ? null : emptyAsNull(last.agent()))
                .with("note", phone.note())
                .with("missed", all(phone.missed(), ExplanationJson::missed));
    }

    private static JsonObject line(PhoneStatus.PhoneLine line) {
        return new JsonObject()
                .with("line", line.line())
                .with("number", line.number())
                .with("name", line.name());
    }

    private @Nullable JsonObject phone(String name) {
        String mac = mac(name);
        PhoneStatus phone = mac == null ? null : fleetView.phone(mac);
        if (phone == null) {
            return null;
        }
        Explanation explanation = fleetView.explanation(phone.mac());
        PhoneDrift drift = driftView.of(phone.mac());
        return common(phone)
                .with("files", all(phone.files(), AdminApi::file))
                .with("problems", all(phone.problems(), this::problem))
                .with("explanation", explanation == null ? null : ExplanationJson.of(explanation))
                .with("drift", drift == null ? null : DriftJson.of(drift));
    }

    private static JsonObject file(PhoneFile file) {
        PhoneState state = file.state();
        return new JsonObject()
                .with("path", file.path())
                .with("length", file.length())
                .with("digest", file.digest())
                .with("published", time(file.published()))
                .with("own", state != null)
                .with("state", state == null ? "shared" : state.word())
                .with("served", visit(file.served()))
                .with("refused", visit(file.refused()));
    }

    private static @Nullable JsonObject visit(@Nullable Visit visit) {
        return visit == null
                ? null
                : new JsonObject()
                        .with("at", time(visit.at()))
                        .with("address", visit.from())
                        .with("status", visit.status())
                        .with("digest", visit.digest())
                        .with("user_agent", visit.agent())
                        .with("firmware", emptyAsNull(visit.firmware()));
    }

    private JsonObject problems(QueryParameters query) throws QueryParameters.MalformedQueryException {
        int from = query.from();
        int count = query.number("count", DEFAULT_COUNT, 1, MAX_COUNT);
        String severity = query.text("severity");
        if (!severity.isEmpty() && !severity.equals("error") && !severity.equals("warning")) {
            throw new QueryParameters.MalformedQueryException("'severity' is error or warning");
        }
        // The totals of errors and warnings are those of all problems, whatever the filter.
        List<Problem> all = fleetView.problems();
        List<Problem> matching = all.stream()
                .filter(problem ->
                        severity.isEmpty() || severity.equals(problem.severity().toString()))
                .toList();
        long errors =
                all.stream().filter(problem -> problem.severity().isError()).count();
        List<Problem> shown = matching.stream().skip(from).limit(count).toList();
        return new JsonObject()
                .with("total", matching.size())
                .with("errors", errors)
                .with("warnings", all.size() - errors)
                .with("from", from)
                .with("next", next(from, shown.size(), matching.size()))
                .with("problems", all(shown, this::problem));
    }

    private JsonObject problem(Problem problem) {
        return ExplanationJson.problem(problem).with("excerpt", fleetView.excerpt(problem.at()));
    }

    private JsonObject unknown(QueryParameters query) throws QueryParameters.MalformedQueryException {
        int from = query.from();
        int count = query.number("count", DEFAULT_COUNT, 1, MAX_COUNT);
        List<UnknownPhone> all = fleetView.unknownPhones();
        List<UnknownPhone> shown = all.stream().skip(from).limit(count).toList();
        return new JsonObject()
                .with("total", all.size())
                .with("from", from)
                .with("next", next(from, shown.size(), all.size()))
                .with("phones", all(fleetView.describe(shown), AdminApi::unknownPhone));
    }

    private static JsonObject unknownPhone(UnknownPhoneStatus status) {
        UnknownPhone unknownPhone = status.phone();
        SiteSuggestion suggestion = status.suggestion();
        return new JsonObject()
                .with("mac", unknownPhone.mac())
                .with("vendor", emptyAsNull(status.vendor()))
                .with("model", emptyAsNull(unknownPhone.model()))
                .with("firmware", emptyAsNull(unknownPhone.firmware()))
                .with("address", unknownPhone.from())
                .with("user_agent", unknownPhone.agent())
                .with("channel", unknownPhone.channel().word())
                .with(
                        "channels",
                        unknownPhone.channels().stream()
                                .map(RequestChannel::word)
                                .toList())
                .with("name", emptyAsNull(unknownPhone.name()))
                .with("site", suggestion == null ? null : suggestion.site())
                .with("site_reason", suggestion == null ? null : suggestion.reason())
                .with("count", unknownPhone.count())
                .with("first_seen", unknownPhone.firstSeen())
                .with("last_seen", time(unknownPhone.lastSeen()));
    }

    /** A time in UTC, to the second (RFC 3339); null if there is none. */
    private static @Nullable Instant time(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
