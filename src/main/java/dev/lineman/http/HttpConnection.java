package dev.lineman.http;

import dev.lineman.http.exchange.BodyDecision;
import dev.lineman.http.exchange.BodyReception;
import dev.lineman.http.exchange.HttpExchange;
import dev.lineman.http.exchange.RequestBodyReader;
import dev.lineman.http.exchange.ResponseWriter;
import dev.lineman.http.message.HeadParseResult;
import dev.lineman.http.message.Peer;
import dev.lineman.http.message.Request;
import dev.lineman.http.message.RequestFraming;
import dev.lineman.http.message.RequestHeadParser;
import dev.lineman.http.message.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/1.x state machine of one connection: bytes in, responses out (RFC 9112). {@link EventLoop} carries
 * the bytes. It knows no socket and no clock, so tests run it without either.
 *
 * <p>Responses are sent one at a time, in the order of the requests (RFC 9112, section 9.3.2). While a response
 * is due, no input is taken. Not thread-safe.
 */
final class HttpConnection {
    /** A client that sends more than this after the last response is cut off. */
    private static final int LINGER_BYTES = 256 << 10;

    private static final String CLOSE = "Connection: close\r\n";
    private static final String KEEP_ALIVE = "Connection: keep-alive\r\n";

    private final LoopContext loopContext;
    private Peer peer;
    private ConnectionPhase connectionPhase = ConnectionPhase.HANDSHAKE;

    /** Holds a part of a request head; null between heads. */
    private @Nullable RequestHeadParser parser;

    /** Discards the body of the current request; null if it has none or the connection closes. */
    private @Nullable RequestBodyReader body;

    /** Receives the body of the current request for its handler; null in all other cases. */
    private @Nullable BodyReception reception;

    /** The response that is being sent; null in all other phases. */
    private @Nullable ResponseWriter responseWriter;

    /** The current request; null if the head was refused. */
    private @Nullable Request request;

    private String requestLine = "";
    private int status;

    /** Whether the connection closes after the current response. */
    private boolean closeAfterResponse;

    /** Whether the client may still be sending when the last response is sent. */
    private boolean lingerAfterResponse;

    /** Bytes discarded in the phase {@link ConnectionPhase#LINGER}. */
    private int lingeredBytes;

    /** @param peer the client as far as it is known before {@link #begin} */
    HttpConnection(LoopContext loopContext, Peer peer) {
        this.loopContext = loopContext;
        this.peer = peer;
    }

    /**
     * Starts to take requests, after the handshake.
     *
     * @param client the client as the handshake has found it
     */
    void begin(Peer client) {
        peer = client;
        connectionPhase = ConnectionPhase.IDLE;
    }

    ConnectionPhase phase() {
        return connectionPhase;
    }

    /** Heap that an unfinished request takes, in bytes. */
    int retainedBytes() {
        return parser != null ? parser.retainedBytes() : reception != null ? reception.retainedBytes() : 0;
    }

    /** Returns true if enough of a body was received since the last time to restart its timeout. */
    boolean takeReceiveProgress() {
        return reception != null && reception.takeProgress();
    }

    /** Takes input until a response is due or the input is used up. */
    void receive(ByteBuffer in) {
        while (in.hasRemaining() && connectionPhase != ConnectionPhase.RESPONSE) {
            switch (connectionPhase) {
                case RECEIVE -> receiveBody(in);
                case BODY -> discardBody(in);
                case LINGER -> discardWhileLingering(in);
                case DONE -> in.position(in.limit());
                default -> readHead(in);
            }
        }
    }

    /**
     * Copies the next bytes of the response into the buffer. {@link #sent} then says how many of them were
     * sent.
     *
     * <p>If the body cannot be read, the client gets status 500 as long as nothing was sent. Afterwards the
     * connection closes, because nothing else can tell the client.
     */
    void fill(ByteBuffer out) {
        if (responseWriter == null) {
            return;
        }
        int start = out.position();
        try {
            responseWriter.fill(out);
        } catch (IOException | RuntimeException e) {
            loopContext.report(e);
            out.position(start);
            if (responseWriter.isUnsent()) {
                responseWriter.close();
                Object attachment = responseWriter.attachment();
                responseWriter = null;
                Response failed = Response.plain(500);
                // Without it, a fetch that was counted would never end.
                startResponse(attachment == null ? failed : failed.withAttachment(attachment), false, CLOSE);
                fill(out);
            } else {
                abandon();
            }
        }
    }

    /** Notes how many of the bytes from {@link #fill} were sent. */
    void sent(int count) {
        if (responseWriter == null || !responseWriter.advance(count)) {
            return;
        }
        if (reception != null) {
            // Status 100 is sent; the client now sends the body.
            responseWriter = null;
            connectionPhase = ConnectionPhase.RECEIVE;
            return;
        }
        finishExchange(responseWriter, true);
        if (closeAfterResponse) {
            connectionPhase = lingerAfterResponse ? ConnectionPhase.LINGER : ConnectionPhase.DONE;
        } else {
            connectionPhase = body == null ? ConnectionPhase.IDLE : ConnectionPhase.BODY;
        }
    }

    /** Takes no more requests. Closes after the current response, or at once if there is none. */
    void closeAfterCurrent() {
        closeAfterResponse = true;
        if (connectionPhase != ConnectionPhase.RESPONSE) {
            abandon();
        }
    }

    /** The time for the phase has passed. An unfinished request gets status 408 (RFC 9110, section 15.5.9). */
    void expire() {
        if (connectionPhase == ConnectionPhase.HEAD) {
            refuse(408);
        } else if (connectionPhase == ConnectionPhase.RECEIVE && reception != null) {
            respondToReception(reception, loopContext.abort(reception, 408));
        } else {
            abandon();
        }
    }

    /** Ends at once and releases the body of a response that is being sent. */
    void abandon() {
        connectionPhase = ConnectionPhase.DONE;
        parser = null;
        if (reception != null) {
            Response unsent = loopContext.abort(reception, 0);
            reception = null;
            status = 0;
            responseWriter = new ResponseWriter(unsent, true, loopContext.epochSecond(), "");
        }
        if (responseWriter != null) {
            finishExchange(responseWriter, false);
        }
    }

    /**
     * Releases the response and notifies the {@code ExchangeListener}.
     *
     * @param complete whether the response was sent to its end
     */
    private void finishExchange(ResponseWriter writer, boolean complete) {
        writer.close();
        responseWriter = null;
        loopContext.notifyFinished(new HttpExchange(
                peer, request, requestLine, status, writer.contentSent(), complete, writer.attachment()));
        request = null;
        requestLine = "";
    }

    /** Parses a request head; handles the request when the head is complete. */
    private void readHead(ByteBuffer in) {
        connectionPhase = ConnectionPhase.HEAD;
        if (parser == null) {
            parser = new RequestHeadParser(loopContext.limits(), peer);
        }
        HeadParseResult head = parser.feed(in);
        if (head instanceof HeadParseResult.Refused refused) {
            refuse(refused.status());
        } else if (head instanceof HeadParseResult.Complete complete) {
            parser = null;
            handleRequest(complete.request(), complete.requestFraming());
        }
    }

    /** Responds to a request, or starts to receive its body if the handler uses it. */
    private void handleRequest(Request received, RequestFraming requestFraming) {
        if (received.isRead()) {
            respond(received, requestFraming, loopContext.handle(received));
            return;
        }
        BodyDecision decision = loopContext.decide(received);
        if (decision instanceof BodyDecision.Respond respond) {
            respond(received, requestFraming, respond.response());
        } else if (decision instanceof BodyDecision.Receive receive) {
            startReceiving(received, requestFraming, new BodyReception(requestFraming, receive.receiver()));
        }
    }

    /**
     * Responds before the body is read, because no handler uses it. A client with {@code Expect: 100-continue}
     * gets the final response instead. It may or may not send the body then, so the connection closes.
     */
    private void respond(Request received, RequestFraming requestFraming, Response response) {
        request = received;
        requestLine = received.requestLine();
        // Whether the body ends within the limit, so that the next request can be found after it.
        boolean readable =
                requestFraming.length() <= loopContext.limits().bodyBytes() && !requestFraming.expectsContinue();
        boolean persistent =
                requestFraming.persistent() && response.status() != 500 && (readable || !requestFraming.hasBody());
        if (requestFraming.hasBody()) {
            body = persistent
                    ? new RequestBodyReader(requestFraming, loopContext.limits().bodyBytes())
                    : null;
            lingerAfterResponse = !persistent;
        }
        respondTo(received, response, persistent);
    }

    /** Sends the response to a request, or closes without a byte if it says so. */
    private void respondTo(Request received, Response response, boolean persistent) {
        if (response.dropsConnection()) {
            connectionPhase = ConnectionPhase.DONE;
            status = 0;
            finishExchange(new ResponseWriter(response, true, loopContext.epochSecond(), ""), true);
            return;
        }
        String keptAlive = received.version().equals(Request.HTTP_1_0) ? KEEP_ALIVE : "";
        startResponse(response, received.isHead(), persistent ? keptAlive : CLOSE);
    }

    /** Starts to receive a body. A client that waits for status 100 gets it first (RFC 9110, section 10.1.1). */
    private void startReceiving(Request received, RequestFraming requestFraming, BodyReception begun) {
        request = received;
        requestLine = received.requestLine();
        reception = begun;
        Response response = loopContext.receive(begun, BodyReception::begin);
        if (response != null) {
            respondToReception(begun, response);
        } else if (requestFraming.expectsContinue()) {
            responseWriter = new ResponseWriter(Response.empty(100), true, loopContext.epochSecond(), "");
            connectionPhase = ConnectionPhase.RESPONSE;
        } else {
            connectionPhase = ConnectionPhase.RECEIVE;
        }
    }

    private void receiveBody(ByteBuffer in) {
        BodyReception current = Objects.requireNonNull(reception);
        Response response = loopContext.receive(current, each -> each.receive(in));
        if (response != null) {
            respondToReception(current, response);
        }
    }

    /** Ends a reception with its response. If the body was not read to its end, the connection closes afterwards. */
    private void respondToReception(BodyReception ended, Response response) {
        reception = null;
        lingerAfterResponse = !ended.isWhole();
        respondTo(Objects.requireNonNull(request), response, ended.isPersistent() && response.status() != 500);
    }

    /**
     * Responds to input that is no acceptable request, and closes afterwards: the start of the next request is
     * unknown.
     */
    private void refuse(int status) {
        boolean headOnly = false;
        if (parser != null) {
            headOnly = parser.isHeadRequest();
            requestLine = parser.requestLine();
            parser = null;
        }
        lingerAfterResponse = true;
        startResponse(Response.plain(status), headOnly, CLOSE);
    }

    /**
     * Starts to send a response.
     *
     * @param persistence the {@code Connection} line, or nothing
     */
    private void startResponse(Response response, boolean headOnly, String persistence) {
        status = response.status();
        closeAfterResponse |= persistence.equals(CLOSE);
        long second = loopContext.epochSecond();
        responseWriter = new ResponseWriter(response, headOnly, second, loopContext.dateLine(second) + persistence);
        connectionPhase = ConnectionPhase.RESPONSE;
    }

    /** Discards the request body after the response is sent. */
    private void discardBody(ByteBuffer in) {
        RequestBodyReader.Progress progress = body == null ? RequestBodyReader.Progress.DONE : body.discard(in);
        if (progress != RequestBodyReader.Progress.MORE) {
            body = null;
            connectionPhase =
                    progress == RequestBodyReader.Progress.DONE ? ConnectionPhase.IDLE : ConnectionPhase.LINGER;
        }
    }

    /**
     * Discards input after the last response. Closing with unread input would reset the connection, and the
     * client could lose the response (RFC 9112, section 9.6).
     */
    private void discardWhileLingering(ByteBuffer in) {
        lingeredBytes += in.remaining();
        in.position(in.limit());
        if (lingeredBytes > LINGER_BYTES) {
            connectionPhase = ConnectionPhase.DONE;
        }
    }
}
