package dev.lineman.operator.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lineman.build.report.WaitReason;
import dev.lineman.fs.Digest;
import dev.lineman.http.exchange.BodyDecision;
import dev.lineman.http.exchange.BufferedBody;
import dev.lineman.http.exchange.RequestHandler;
import dev.lineman.http.message.Request;
import dev.lineman.http.message.Response;
import dev.lineman.operator.unknown.PhoneAdopter;
import dev.lineman.operator.view.FleetView;
import dev.lineman.operator.view.JsonObject;
import dev.lineman.operator.view.drift.DriftView;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the operator's requests: the status page at {@code /}, its data below {@code /api/}, and {@code /metrics}
 * for Prometheus.
 *
 * <p>{@code /healthz} is 200 while the process can answer. {@code /readyz} is 503 until the inputs were published
 * since the start. {@code POST /api/rescan} requests a full scan, and {@link AdoptionPages} can write a file. Only {@code /healthz} and {@code /readyz} need no
 * password. Thread-safe.
 */
public final class AdminService implements RequestHandler {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json";

    /** A page loads nothing from other sites, and no other site may frame it (Content Security Policy Level 3). */
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String RESCAN = "/api/rescan";

    /** The answer does not wait for the cycle, which may itself have to wait. */
    private static final String RESCANNED = "the next cycle scans all inputs\n";

    private final FleetView fleetView;
    private final AdminAccess adminAccess;

    /** Requests a full scan by the agent. */
    private final Runnable rescan;

    private final AdminApi adminApi;
    private final StatusPages pages;
    private final AdoptionPages adoptionPages;
    private final PageAssets pageAssets = new PageAssets();

    /** Creates the metrics on the first scrape. */
    private final Supplier<PrometheusMetrics> metricsFactory;

    /** Null until the first scrape. */
    private @Nullable PrometheusMetrics metrics;

    /**
     * @param fleetView the state to show
     * @param meters counters since the start
     * @param adminAccess checks each request
     * @param rescan requests a full scan
     * @param driftView which values phones override
     * @param adopter creates what adopts phones, when the first form is opened
     */
    public AdminService(
            FleetView fleetView,
            RequestMeters meters,
            AdminAccess adminAccess,
            Runnable rescan,
            DriftView driftView,
            Supplier<PhoneAdopter> adopter) {
        this.fleetView = fleetView;
        this.adminAccess = adminAccess;
        this.rescan = rescan;
        this.adminApi = new AdminApi(fleetView, driftView);
        this.pages = new StatusPages(fleetView, driftView);
        this.adoptionPages = new AdoptionPages(pages, fleetView, adopter);
        this.metricsFactory = () -> new PrometheusMetrics(fleetView, meters);
    }

    @Override
    public Response handle(Request request) {
        return secured(answerTo(request));
    }

    /** Receives the form of an adoption. The access check comes before its body. */
    @Override
    public BodyDecision decide(Request request) {
        if (!request.method().equals("POST") || !request.path().startsWith(AdoptionPages.PATH)) {
            return new BodyDecision.Respond(handle(request));
        }
        Response refusal = adminAccess.refusal(request);
        if (refusal == null && !FormFields.isForm(request)) {
            refusal = Response.plain(415);
        }
        return refusal == null
                ? new BodyDecision.Receive(new BufferedBody(body -> secured(adoptionPages.write(request, body))))
                : new BodyDecision.Respond(secured(refusal));
    }

    /** Adds the header fields that every page of the operator has. */
    private static Response secured(Response response) {
        return response.with("Content-Security-Policy", POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY")
                .with("Referrer-Policy", "same-origin")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Cross-Origin-Resource-Policy", "same-origin");
    }

    /** Selects the resource. The checks for liveness come before the password, so that a monitor needs none. */
    private Response answerTo(Request request) {
        boolean read = request.isRead();
        if (read && request.path().equals("/healthz")) {
            return text(200, "ok\n" + waiting(adminAccess.refusal(request) == null));
        }
        if (read && request.path().equals("/readyz")) {
            String waiting = waiting(adminAccess.refusal(request) == null);
            return fleetView.ready()
                    ? text(200, "ready\n" + waiting)
                    : text(503, "the inputs have not been published yet\n" + waiting);
        }
        Response refusal = adminAccess.refusal(request);
        if (refusal != null) {
            return refusal;
        }
        if (request.path().equals(RESCAN)) {
            if (!request.method().equals("POST")) {
                return Response.methodNotAllowed("POST");
            }
            rescan.run();
            return text(202, RESCANNED + waiting(true));
        }
        if (request.path().startsWith(AdoptionPages.PATH)) {
            return read ? adoptionPages.show(request) : Response.methodNotAllowed("GET, HEAD, POST");
        }
        return read ? show(request) : Response.methodNotAllowed("GET, HEAD");
    }

    /**
     * What the agent waits for, one reason in each line.
     *
     * @param inFull whether to name the details; a client without the password sees only the kind of reason and its
     *     start
     */
    private String waiting(boolean inFull) {
        StringBuilder lines = new StringBuilder();
        for (WaitReason each : fleetView.waiting()) {
            lines.append(inFull ? each.message() : each.reason().word());
            lines.append(" since ").append(each.since()).append('\n');
        }
        return lines.toString();
    }

    /** Answers a request that changes nothing. */
    private Response show(Request request) {
        String path = request.path();
        try {
            if (path.startsWith("/api/")) {
                JsonObject json = adminApi.at(path.substring("/api/".length()), QueryParameters.of(request.target()));
                return json == null
                        ? error(404, "there is no such path, or no extension names that MAC")
                        : json(200, json);
            }
            if (path.startsWith("/assets/")) {
                // Only known names are looked up, so a path cannot leave the folder of the assets.
                String name = path.substring("/assets/".length());
                String type = pageAssets.type(name);
                return type == null ? Response.notFound() : validated(request, type, pageAssets.bytes(name));
            }
            if (path.equals("/metrics")) {
                PrometheusMetrics.Exposition shown = metrics().exposition(request.header("Accept"));
                return Response.of(200, shown.contentType(), shown.text()).with("Cache-Control", "no-store");
            }
            String page = pages.at(path, QueryParameters.of(request.target()));
            return page == null ? pageNotFound() : validated(request, HTML, page.getBytes(UTF_8));
        } catch (QueryParameters.MalformedQueryException e) {
            String why = String.valueOf(e.getMessage());
            return path.startsWith("/api/") ? error(400, why) : text(400, why + '\n');
        }
    }

    /** The metrics, created on the first call. */
    private synchronized PrometheusMetrics metrics() {
        PrometheusMetrics known = metrics;
        if (known == null) {
            known = metricsFactory.get();
            metrics = known;
        }
        return known;
    }

    /** The page for a path without a page, with status 404. */
    private Response pageNotFound() {
        return Response.of(404, HTML, pages.nothing().getBytes(UTF_8)).with("Cache-Control", "no-store");
    }

    /**
     * A response with an entity tag, or 304 if the client has the content (RFC 9110, section 13.1.2). An open page
     * asks every few seconds.
     */
    private static Response validated(Request request, String type, byte[] content) {
        String tag = '"' + Digest.of(content).toString() + '"';
        String known = request.header("If-None-Match");
        Response answer = known != null && known.contains(tag) ? Response.empty(304) : Response.of(200, type, content);
        return answer.with("ETag", tag).with("Cache-Control", "no-cache");
    }

    /** An error of the API, as JSON. */
    private static Response error(int status, String why) {
        return json(status, new JsonObject().with("error", why));
    }

    private static Response json(int status, JsonObject json) {
        return Response.of(status, JSON, (json.toString() + '\n').getBytes(UTF_8))
                .with("Cache-Control", "no-store");
    }

    private static Response text(int status, String text) {
        return Response.of(status, TEXT, text.getBytes(UTF_8)).with("Cache-Control", "no-store");
    }
}
