package dev.lineman.admin;

import dev.lineman.access.Mac;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import dev.lineman.report.Commit;
import dev.lineman.report.CycleEntry;
import dev.lineman.report.Explanation;
import dev.lineman.report.ExplanationJson;
import dev.lineman.report.Insight;
import dev.lineman.report.Overview;
import dev.lineman.report.PhoneFile;
import dev.lineman.report.PhoneQuery;
import dev.lineman.report.PhoneState;
import dev.lineman.report.PhoneStatus;
import dev.lineman.visits.Stranger;
import dev.lineman.visits.Visit;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The agent's state as JSON: src/docs/api.md says what is in it. */
record Api(Insight insight) {
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    /** What stands at a path below {@code /api/}; null when nothing does. */
    @Nullable
    String at(String path, Query query) throws Query.Unreadable {
        return switch (path) {
            case "status" -> status();
            case "phones" -> phones(query);
            case "problems" -> problems(query);
            case "unknown" -> unknown(query);
            default -> path.startsWith("phones/") ? phone(path.substring("phones/".length())) : null;
        };
    }

    /** What went wrong, as JSON. */
    static String error(String why) {
        return Json.object(json -> json.put("error", why));
    }

    /** The digits of a MAC in any notation; null when a text is none. */
    static @Nullable String mac(String text) {
        List<String> macs = Mac.all(text.replace(".", "").toLowerCase(Locale.ROOT));
        return macs.size() == 1 ? macs.get(0) : null;
    }

    /** The state that is asked for; null when any is. */
    static @Nullable PhoneState state(Query query) throws Query.Unreadable {
        String word = query.text("state");
        PhoneState state = PhoneState.of(word);
        if (state == null && !word.isEmpty()) {
            throw new Query.Unreadable("'state' is one of up_to_date, older, refused, never and no_file");
        }
        return state;
    }

    private String status() {
        Overview overview = insight.overview();
        return Json.object(json -> {
            json.put("version", overview.version()).put("ready", overview.ready());
            json.put("started", overview.started());
            commit(json, "revision", overview.commit());
            json.objects(
                    "waiting",
                    overview.waiting(),
                    (waiting, members) -> members.put("reason", waiting.reason().word())
                            .put("what", waiting.what())
                            .put("since", waiting.since()));
            json.put("watching", overview.watching().word()).put("extensions", overview.extensions());
            json.put("phones", phones -> {
                phones.put("total", overview.total());
                for (PhoneState state : PhoneState.values()) {
                    phones.put(state.word(), overview.phones(state));
                }
            });
            Overview.Files files = overview.files();
            json.put(
                    "files",
                    members -> members.put("published", files.published())
                            .put("last_good", files.lastGood())
                            .put("held", files.held()));
            json.put(
                    "held",
                    files.heldAs() != null,
                    held -> held.put("digest", files.heldAs()).put("files", files.held()));
            json.put(
                    "problems",
                    problems -> problems.put("errors", overview.errors()).put("warnings", overview.warnings()));
            json.put("unknown_phones", overview.unknown());
            json.objects("cycles", overview.cycles(), Api::cycle);
        });
    }

    private static void commit(Json json, String name, @Nullable Commit commit) {
        json.put(name, commit != null, members -> {
            if (commit != null) {
                members.put("commit", commit.hash()).put("branch", commit.branch());
            }
        });
    }

    private static void cycle(CycleEntry cycle, Json json) {
        Commit commit = cycle.commit();
        json.put("at", cycle.at()).put("took_ms", cycle.took().toMillis());
        json.put("revision", commit == null ? null : commit.hash());
        names(json, "inputs", cycle.inputs());
        names(json, "changed", cycle.changed());
        names(json, "removed", cycle.removed());
        json.put("appeared", cycle.appeared()).put("solved", cycle.solved());
    }

    private static void names(Json json, String name, CycleEntry.Names names) {
        json.put(name, members -> members.put("count", names.count()).texts("some", names.some()));
    }

    private String phones(Query query) throws Query.Unreadable {
        int from = query.number("from", 0, 0, Integer.MAX_VALUE);
        int count = query.number("count", USUAL, 1, MOST);
        PhoneQuery.Result found = insight.phones(new PhoneQuery(state(query), query.text("q"), from, count));
        return Json.object(json -> {
            json.put("total", found.total()).put("matching", found.matching());
            page(json, from, found.phones().size(), found.matching());
            json.objects("phones", found.phones(), (phone, members) -> {
                common(phone, members);
                members.texts(
                        "files", phone.files().stream().map(PhoneFile::path).toList());
                members.put("problems", phone.problems().size());
            });
        });
    }

    private static void page(Json json, int from, int told, int all) {
        json.put("from", from);
        if (told > 0 && from + told < all) {
            json.put("next", from + told);
        } else {
            json.put("next", (String) null);
        }
    }

    private static void common(PhoneStatus phone, Json json) {
        Visit last = phone.last();
        json.put("mac", phone.mac()).put("site", phone.site()).put("model", phone.model());
        json.put("template", phone.template());
        json.objects(
                "extensions",
                phone.lines(),
                (line, members) -> members.put("line", line.line())
                        .put("number", line.number())
                        .put("name", line.name()));
        json.put("state", phone.state().word());
        json.put("last_seen", last == null ? null : last.at());
        json.put("address", last == null ? null : last.from().toString());
        if (last == null) {
            json.put("status", (String) null);
        } else {
            json.put("status", last.status());
        }
        json.put("firmware", last == null ? null : told(last.firmware()));
        json.put("user_agent", last == null ? null : told(last.agent()));
    }

    private @Nullable String phone(String name) {
        String mac = mac(name);
        PhoneStatus phone = mac == null ? null : insight.phone(mac);
        if (phone == null) {
            return null;
        }
        return Json.object(json -> {
            common(phone, json);
            json.objects("files", phone.files(), Api::file);
            json.objects("problems", phone.problems(), this::problem);
            Explanation explanation = insight.explanation(phone.mac());
            json.json("explanation", explanation == null ? "null" : ExplanationJson.of(explanation));
        });
    }

    private static void file(PhoneFile file, Json json) {
        PhoneState state = file.state();
        json.put("path", file.path()).put("length", file.length());
        json.put("digest", file.digest().toString()).put("published", file.published());
        json.put("own", state != null).put("state", state == null ? "shared" : state.word());
        visit(json, "served", file.served());
        visit(json, "refused", file.refused());
    }

    private static void visit(Json json, String name, @Nullable Visit visit) {
        json.put(name, visit != null, members -> {
            if (visit != null) {
                members.put("at", visit.at()).put("address", visit.from().toString());
                members.put("status", visit.status())
                        .put("digest", visit.digest().toString());
                members.put("user_agent", visit.agent()).put("firmware", told(visit.firmware()));
            }
        });
    }

    private String problems(Query query) throws Query.Unreadable {
        int from = query.number("from", 0, 0, Integer.MAX_VALUE);
        int count = query.number("count", USUAL, 1, MOST);
        String severity = query.text("severity");
        if (!severity.isEmpty() && !severity.equals("error") && !severity.equals("warning")) {
            throw new Query.Unreadable("'severity' is error or warning");
        }
        List<Problem> all = insight.problems();
        List<Problem> matching = all.stream()
                .filter(problem ->
                        severity.isEmpty() || severity.equals(problem.severity().toString()))
                .toList();
        long errors = all.stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .count();
        List<Problem> told = matching.stream().skip(from).limit(count).toList();
        return Json.object(json -> {
            json.put("total", matching.size()).put("errors", errors).put("warnings", all.size() - errors);
            page(json, from, told.size(), matching.size());
            json.objects("problems", told, this::problem);
        });
    }

    private void problem(Problem problem, Json json) {
        json.put("severity", problem.severity().toString())
                .put("file", problem.at().file());
        json.put("line", problem.at().line()).put("column", problem.at().column());
        json.put("message", problem.message()).put("excerpt", insight.excerpt(problem.at()));
    }

    private String unknown(Query query) throws Query.Unreadable {
        int from = query.number("from", 0, 0, Integer.MAX_VALUE);
        int count = query.number("count", USUAL, 1, MOST);
        List<Stranger> all = insight.strangers();
        List<Stranger> told = all.stream().skip(from).limit(count).toList();
        return Json.object(json -> {
            json.put("total", all.size());
            page(json, from, told.size(), all.size());
            json.objects("phones", told, (stranger, members) -> {
                members.put("mac", stranger.mac()).put("model", told(stranger.model()));
                members.put("firmware", told(stranger.firmware()));
                members.put("address", stranger.from().toString()).put("user_agent", stranger.agent());
                members.put("count", stranger.count());
                members.put("first_seen", Instant.ofEpochSecond(stranger.first()));
                members.put("last_seen", stranger.lastSeen());
            });
        });
    }

    private static @Nullable String told(String text) {
        return text.isEmpty() ? null : text;
    }
}
