package dev.lineman.serve.http;

import dev.lineman.access.IpAddress;
import dev.lineman.access.auth.Authenticator;
import dev.lineman.http.exchange.BodyDecision;
import dev.lineman.http.exchange.Endpoint;
import dev.lineman.http.exchange.ExchangeListener;
import dev.lineman.http.exchange.HttpExchange;
import dev.lineman.http.exchange.RequestHandler;
import dev.lineman.http.message.Representation;
import dev.lineman.http.message.Request;
import dev.lineman.http.message.Response;
import dev.lineman.http.message.ResponseBody;
import dev.lineman.publish.store.PublishedFile;
import dev.lineman.serve.PhoneClient;
import dev.lineman.serve.ServingDecision;
import dev.lineman.serve.ServingPolicy;
import dev.lineman.serve.ServingPort;
import dev.lineman.serve.Transmission;
import dev.lineman.serve.UploadDecision;
import dev.lineman.serve.UploadPolicy;
import dev.lineman.serve.search.PhonebookSearch.SearchResult;
import dev.lineman.serve.upload.IncomingUpload;
import dev.lineman.serve.upload.StoredUpload;
import dev.lineman.serve.upload.UploadName;
import dev.lineman.serve.upload.UploadStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Answers HTTP requests of phones: asks {@link ServingPolicy} for a decision and makes the response. Thread-safe. */
public final class PhoneHandler implements RequestHandler, ExchangeListener {
    /** Keeps shared caches from storing a restricted file (RFC 9111, section 5.2.2.7). */
    private static final String CACHE_CONTROL = "Cache-Control";

    private static final String PRIVATE = "private";
    private static final String RETRY_AFTER = "Retry-After";

    /** Seconds until a file should be verified, for {@code Retry-After}. */
    private static final String RETRY_SECONDS = "10";

    /** Seconds until a search may succeed, for {@code Retry-After}. */
    private static final String SEARCH_RETRY_SECONDS = "1";

    /** Seconds until a guessing client is ignored, for {@code Retry-After}. */
    private static final String REFUSAL_SECONDS = Long.toString(ServingPolicy.REFUSAL_TIME.toSeconds());

    private final ServingPolicy policy;
    private final UploadPolicy uploadPolicy;
    private final @Nullable UploadStore uploads;
    private final TrustedProxies proxies;
    private final Authenticator authenticator;
    private final AccessLog log;
    private final InstantSource clock;
    private final ServingPort port;

    /**
     * Creates the handler of one listener.
     *
     * @param port decides what names mean, and which access rules can hold
     * @param uploads keeps what phones upload; null if uploads are off
     * @param key secret random bytes, for the nonces of Digest authentication
     * @param nanos a monotonic clock in nanoseconds
     */
    public PhoneHandler(
            ServingPolicy policy,
            ServingPort port,
            ServingOptions servingOptions,
            @Nullable UploadStore uploads,
            byte[] key,
            InstantSource clock,
            LongSupplier nanos) {
        this.policy = policy;
        this.uploadPolicy = policy.uploads();
        this.uploads = uploads;
        this.proxies = new TrustedProxies(servingOptions.proxies());
        this.authenticator = new Authenticator(servingOptions.schemes(), key, nanos);
        this.log = new AccessLog(servingOptions.log(), policy.redaction()::text);
        this.clock = clock;
        this.port = port;
    }

    /** Returns the endpoint for a listener: this handler, with the trusted proxies. */
    public Endpoint endpoint() {
        return new Endpoint(this, this, proxies);
    }

    @Override
    public Response handle(Request request) {
        PhoneClient client = client(request);
        if (!request.isRead()) {
            ServingDecision refusal = policy.refusal(client, request.path());
            return refusal == null
                    ? Response.methodNotAllowed(uploads == null ? "GET, HEAD" : "GET, HEAD, PUT, POST")
                    : answer(request, refusal);
        }
        ServingDecision decision = policy.decide(client, request.path());
        if (decision.kind() == ServingDecision.DecisionKind.NOT_FOUND && uploads != null) {
            Response upload = ownUpload(client, request.path(), uploads);
            if (upload != null) {
                return upload;
            }
        }
        Response answer = answer(request, decision);
        if (!decision.isLimited() || answer.status() != 200 || request.isHead()) {
            return answer;
        }
        ServingDecision counted = policy.beginCountedFetch(decision);
        return counted.kind() == ServingDecision.DecisionKind.SEND_COUNTED
                ? answer.withAttachment(counted)
                : answer(request, counted);
    }

    /** What the phone has uploaded under this name, if its template serves it back; null otherwise. */
    private @Nullable Response ownUpload(PhoneClient client, String path, UploadStore store) {
        UploadDecision decided = uploadPolicy.decideFetch(client, path);
        UploadName name = decided == null ? null : decided.name();
        if (decided == null || name == null) {
            return null;
        }
        Response response;
        try {
            StoredUpload upload = store.read(name);
            response = upload == null
                    ? Response.plain(503).with(RETRY_AFTER, RETRY_SECONDS)
                    : Response.of(200, ContentTypes.of(name.file()), new UploadBody(upload));
        } catch (IOException e) {
            // The phone has uploaded no such file.
            return null;
        }
        return response.with(CACHE_CONTROL, PRIVATE).withAttachment(decided.decision());
    }

    @Override
    public BodyDecision decide(Request request) {
        UploadStore store = uploads;
        boolean upload = request.method().equals("PUT") || request.method().equals("POST");
        if (store == null || !upload) {
            return new BodyDecision.Respond(handle(request));
        }
        UploadDecision decided = uploadPolicy.decide(client(request), request.path());
        UploadName name = decided.name();
        ServingDecision decision = decided.decision();
        if (name == null || decision.kind() != ServingDecision.DecisionKind.ACCEPT) {
            return new BodyDecision.Respond(answer(request, decision));
        }
        return receive(store, name, decision, request);
    }

    /** Takes an upload, unless it is a part of a file (RFC 9110, section 14.5) or cannot be stored. */
    private static BodyDecision receive(UploadStore store, UploadName name, ServingDecision decision, Request request) {
        Response refusal = Response.plain(400);
        if (request.header("Content-Range") == null) {
            try {
                IncomingUpload upload = store.begin(name);
                if (upload != null) {
                    return new BodyDecision.Receive(new UploadReceiver(upload, store.maxLength(), decision));
                }
                refusal = Response.plain(503).with(RETRY_AFTER, RETRY_SECONDS);
            } catch (IOException e) {
                // The store has made a problem of it.
                refusal = Response.plain(UploadReceiver.NO_SPACE);
            }
        }
        return new BodyDecision.Respond(refusal.withAttachment(decision));
    }

    private PhoneClient client(Request request) {
        String agent = request.header("User-Agent");
        String target = request.target();
        int query = target.indexOf('?');
        String fields = query < 0 ? "" : target.substring(query + 1);
        if (port != ServingPort.PHONES) {
            return PhoneClient.ofAddress(proxies.sourceOf(request), agent == null ? "" : agent, fields, port);
        }
        return new PhoneClient(
                proxies.sourceOf(request),
                request.peer().certificate(),
                agent == null ? "" : agent,
                fields,
                users -> authenticator.authenticate(request.header("Authorization"), request.method(), target, users));
    }

    private Response answer(Request request, ServingDecision decision) {
        PublishedFile entry = decision.entry();
        Response answer = switch (decision.kind()) {
            case SEND, SEND_COUNTED ->
                withCacheControl(file(request, decision, Objects.requireNonNull(entry)), decision);
            case UNAVAILABLE -> withCacheControl(Response.plain(503).with(RETRY_AFTER, RETRY_SECONDS), decision);
            case NOT_FOUND -> Response.notFound();
            case FORBIDDEN, ACCEPT -> Response.plain(403);
            case UNAUTHORIZED ->
                Response.unauthorized(
                        authenticator.challenges(decision.authenticationResult().stale()));
            case GUESSING -> Response.plain(429).with(RETRY_AFTER, REFUSAL_SECONDS);
            case IGNORED -> Response.dropConnection();
        };
        return answer.withAttachment(decision);
    }

    private static Response withCacheControl(Response answer, ServingDecision decision) {
        return decision.rule() == null ? answer : answer.with(CACHE_CONTROL, PRIVATE);
    }

    /** The file, or what a search in it found. */
    private Response file(Request request, ServingDecision decision, PublishedFile entry) {
        SearchResult searched = policy.search(decision);
        if (searched == null) {
            return content(request, decision, entry);
        }
        String document = searched.document();
        return document == null
                ? Response.plain(503).with(RETRY_AFTER, SEARCH_RETRY_SECONDS)
                : Response.of(200, ContentTypes.of(entry.path()), document.getBytes(StandardCharsets.UTF_8));
    }

    private Response content(Request request, ServingDecision decision, PublishedFile entry) {
        Representation content = new Representation(
                new PublishedContent(entry),
                ContentTypes.of(entry.path()),
                entry.digest().toString(),
                entry.modified());
        Instant now = Instant.ofEpochMilli(decision.at());
        // A range request could fetch all bytes but one, and would not count as a fetch. So limited files are sent
        // whole.
        return decision.isLimited() ? content.respondInFull(request, now) : content.respond(request, now);
    }

    @Override
    public void finished(HttpExchange exchange) {
        Request request = exchange.request();
        ServingDecision decision = exchange.attachment() instanceof ServingDecision attached ? attached : null;
        // An upload of a known phone, in either direction, is no fetch of its published files.
        if (request != null
                && decision != null
                && decision.kind() != ServingDecision.DecisionKind.ACCEPT
                && (request.isRead() || decision.entry() == null)) {
            policy.finished(
                    decision,
                    request.path(),
                    new Transmission(exchange.status(), exchange.complete(), !request.isHead()));
        }
        if (log.isOn()) {
            LoggedRequestLine line = LoggedRequestLine.of(exchange, policy.redaction());
            if (decision == null) {
                log.write(clock.instant(), source(exchange), "", line, exchange);
            } else {
                Instant at = Instant.ofEpochMilli(decision.at());
                log.write(at, decision.client().address(), decision.user(), line, exchange);
            }
        }
    }

    private IpAddress source(HttpExchange exchange) {
        Request request = exchange.request();
        return request == null ? IpAddress.of(exchange.peer().address().getAddress()) : proxies.sourceOf(request);
    }

    /** The content of a published file, read directly from its storage. */
    private final class PublishedContent implements ResponseBody {
        private final PublishedFile entry;

        PublishedContent(PublishedFile entry) {
            this.entry = entry;
        }

        @Override
        public long length() {
            return entry.length();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            return policy.read(entry, position, target);
        }
    }
}
