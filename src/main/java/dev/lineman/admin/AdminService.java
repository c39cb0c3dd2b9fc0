package dev.lineman.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lineman.disk.Digest;
import dev.lineman.http.Answer;
import dev.lineman.http.Handler;
import dev.lineman.http.Request;
import dev.lineman.report.Insight;
import dev.lineman.report.JsonObject;
import dev.lineman.report.Waiting;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the operator: the status page at {@code /}, its data below {@code /api/}, {@code /metrics}; {@code /healthz} is 200
 * while the process answers at all, {@code /readyz} 503 until the inputs have been published once, and {@code POST /api/rescan}
 * has everything looked at. Thread-safe.
 */
public final class AdminService implements Handler {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json";

    /** Nothing on a page comes from elsewhere, and nothing elsewhere may hold a page of ours (CSP level 3). */
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String RESCAN = "/api/rescan";

    /** The cycle that looks at them may have to wait, and is not over when this is answered. */
    private static final String RESCANNED = "all inputs will be looked at in the next cycle\n";

    private final Insight insight;
    private final Gate gate;
    private final Runnable rescan;
    private final Api api;
    private final StatusPages pages;
    private final Assets assets = new Assets();
    private final Supplier<Metrics> maker;
    private @Nullable Metrics metrics;

    /**
     * A service for one agent.
     *
     * @param insight into the agent
     * @param meters what happened since the start
     * @param gate who may ask
     * @param rescan has the agent look at everything
     */
    public AdminService(Insight insight, Meters meters, Gate gate, Runnable rescan) {
        this.insight = insight;
        this.gate = gate;
        this.rescan = rescan;
        this.api = new Api(insight);
        this.pages = new StatusPages(insight);
        this.maker = () -> new Metrics(insight, meters);
    }

    @Override
    public Answer answer(Request request) {
        return answerTo(request)
                .with("Content-Security-Policy", POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY")
                .with("Referrer-Policy", "same-origin")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Cross-Origin-Resource-Policy", "same-origin");
    }

    private Answer answerTo(Request request) {
        boolean read = request.isRead();
        if (read && request.path().equals("/healthz")) {
            return text(200, "ok\n" + waiting(gate.refusal(request) == null));
        }
        if (read && request.path().equals("/readyz")) {
            String waiting = waiting(gate.refusal(request) == null);
            return insight.ready()
                    ? text(200, "ready\n" + waiting)
                    : text(503, "the inputs have not been published yet\n" + waiting);
        }
        Answer refusal = gate.refusal(request);
        if (refusal != null) {
            return refusal;
        }
        if (request.path().equals(RESCAN)) {
            if (!request.method().equals("POST")) {
                return Answer.methodNotAllowed("POST");
            }
            rescan.run();
            return text(202, RESCANNED + waiting(true));
        }
        return read ? show(request) : Answer.methodNotAllowed("GET, HEAD");
    }

    /** @param inFull whether to say what for: who may not ask anything else learns only why and since when */
    private String waiting(boolean inFull) {
        StringBuilder lines = new StringBuilder();
        for (Waiting each : insight.waiting()) {
            lines.append(inFull ? each.message() : each.reason().word());
            lines.append(" since ").append(each.since()).append('\n');
        }
        return lines.toString();
    }

    private Answer show(Request request) {
        String path = request.path();
        try {
            if (path.startsWith("/api/")) {
                JsonObject json = api.at(path.substring("/api/".length()), Query.of(request.target()));
                return json == null ? error(404, "nothing is here, or nobody has that MAC") : json(200, json);
            }
            if (path.startsWith("/assets/")) {
                String name = path.substring("/assets/".length());
                String type = assets.type(name);
                return type == null ? Answer.notFound() : validated(request, type, assets.bytes(name));
            }
            if (path.equals("/metrics")) {
                Metrics.Exposition shown = metrics().exposition(request.header("Accept"));
                return Answer.of(200, shown.contentType(), shown.text()).with("Cache-Control", "no-store");
            }
            String page = pages.at(path, Query.of(request.target()));
            return page == null ? nowhere() : validated(request, HTML, page.getBytes(UTF_8));
        } catch (Query.Unreadable e) {
            String why = String.valueOf(e.getMessage());
            return path.startsWith("/api/") ? error(400, why) : text(400, why + '\n');
        }
    }

    private synchronized Metrics metrics() {
        Metrics known = metrics;
        if (known == null) {
            known = maker.get();
            metrics = known;
        }
        return known;
    }

    private Answer nowhere() {
        return Answer.of(404, HTML, pages.nothing().getBytes(UTF_8)).with("Cache-Control", "no-store");
    }

    /** Who has this content already is told so: pages that are open ask again and again. */
    private static Answer validated(Request request, String type, byte[] content) {
        String tag = '"' + Digest.of(content).toString() + '"';
        String known = request.header("If-None-Match");
        Answer answer = known != null && known.contains(tag) ? Answer.empty(304) : Answer.of(200, type, content);
        return answer.with("ETag", tag).with("Cache-Control", "no-cache");
    }

    private static Answer error(int status, String why) {
        return json(status, new JsonObject().with("error", why));
    }

    private static Answer json(int status, JsonObject json) {
        return Answer.of(status, JSON, (json.toString() + '\n').getBytes(UTF_8)).with("Cache-Control", "no-store");
    }

    private static Answer text(int status, String text) {
        return Answer.of(status, TEXT, text.getBytes(UTF_8)).with("Cache-Control", "no-store");
    }
}
