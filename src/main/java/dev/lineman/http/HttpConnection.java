package dev.lineman.http;

import dev.lineman.http.exchange.HttpExchange;
import dev.lineman.http.exchange.RequestBodyDiscarder;
import dev.lineman.http.exchange.ResponseWriter;
import dev.lineman.http.message.HeadParseResult;
import dev.lineman.http.message.Peer;
import dev.lineman.http.message.Request;
import dev.lineman.http.message.RequestFraming;
import dev.lineman.http.message.RequestHeadParser;
import dev.lineman.http.message.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One client's conversation as a state machine: bytes in, answers out. It knows no socket and no clock, so that whatever
 * carries the bytes (a selector loop, a thread with a TLS socket) runs the same code. Answers go out in the order of their
 * requests, one at a time; while one is due, no input is taken. Not thread-safe.
 */
final class HttpConnection {
    private static final int LINGER_BYTES = 256 << 10;
    private static final String CLOSE = "Connection: close\r\n";
    private static final String KEEP_ALIVE = "Connection: keep-alive\r\n";

    private final LoopContext loopContext;
    private Peer peer;
    private ConnectionPhase connectionPhase = ConnectionPhase.HANDSHAKE;
    private @Nullable RequestHeadParser parser;
    private @Nullable RequestBodyDiscarder body;
    private @Nullable ResponseWriter responseWriter;
    private @Nullable Request request;
    private String requestLine = "";
    private int status;
    private boolean closeAfterResponse;
    private boolean lingerAfterResponse;
    private int lingeredBytes;

    /** @param peer as far as it is known before {@link #begin} */
    HttpConnection(LoopContext loopContext, Peer peer) {
        this.loopContext = loopContext;
        this.peer = peer;
    }

    /** The wire is ready, and that is who is at its other end: the conversation begins. */
    void begin(Peer other) {
        peer = other;
        connectionPhase = ConnectionPhase.IDLE;
    }

    ConnectionPhase phase() {
        return connectionPhase;
    }

    /** How much of the heap unfinished input holds here, in bytes. */
    int retainedBytes() {
        return parser == null ? 0 : parser.retainedBytes();
    }

    /** Takes input until an answer is due or there is no more. */
    void receive(ByteBuffer in) {
        while (in.hasRemaining() && connectionPhase != ConnectionPhase.RESPONSE) {
            switch (connectionPhase) {
                case BODY -> discardBody(in);
                case LINGER -> discardWhileLingering(in);
                case DONE -> in.position(in.limit());
                default -> readHead(in);
            }
        }
    }

    /**
     * Copies what is to be sent next; {@link #sent} says how much of it really went. A body that cannot be read becomes a 500
     * as long as nothing was sent, and the end of the connection after that.
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
                responseWriter = null;
                startResponse(Response.plain(500), false, CLOSE);
                fill(out);
            } else {
                abandon();
            }
        }
    }

    /** That many bytes of what was last filled are on their way. */
    void sent(int count) {
        if (responseWriter == null || !responseWriter.advance(count)) {
            return;
        }
        finishExchange(responseWriter, true);
        if (closeAfterResponse) {
            connectionPhase = lingerAfterResponse ? ConnectionPhase.LINGER : ConnectionPhase.DONE;
        } else {
            connectionPhase = body == null ? ConnectionPhase.IDLE : ConnectionPhase.BODY;
        }
    }

    /** Takes no request after the answer in hand; without one, all is over. */
    void closeAfterCurrent() {
        closeAfterResponse = true;
        if (connectionPhase != ConnectionPhase.RESPONSE) {
            abandon();
        }
    }

    /** The time for the phase is up. */
    void expire() {
        if (connectionPhase == ConnectionPhase.HEAD) {
            refuse(408);
        } else {
            abandon();
        }
    }

    /** Ends at once and gives back what an answer in hand holds. */
    void abandon() {
        connectionPhase = ConnectionPhase.DONE;
        parser = null;
        if (responseWriter != null) {
            finishExchange(responseWriter, false);
        }
    }

    private void finishExchange(ResponseWriter over, boolean whole) {
        over.close();
        responseWriter = null;
        loopContext.notifyFinished(
                new HttpExchange(peer, request, requestLine, status, over.contentSent(), whole, over.attachment()));
        request = null;
        requestLine = "";
    }

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

    /**
     * Answers before the body is read: nobody needs it. A client that waits for leave to send it gets the final answer
     * instead, and since it may or may not send it then, nothing after that can be trusted.
     */
    private void handleRequest(Request asked, RequestFraming requestFraming) {
        Response answer = loopContext.handle(asked);
        request = asked;
        requestLine = asked.requestLine();
        if (answer.dropsConnection()) {
            connectionPhase = ConnectionPhase.DONE;
            status = 0;
            finishExchange(new ResponseWriter(answer, true, loopContext.epochSecond(), ""), true);
            return;
        }
        boolean readable =
                requestFraming.length() <= loopContext.limits().bodyBytes() && !requestFraming.expectsContinue();
        boolean persistent =
                requestFraming.persistent() && answer.status() != 500 && (readable || !requestFraming.hasBody());
        if (requestFraming.hasBody()) {
            body = persistent
                    ? new RequestBodyDiscarder(
                            requestFraming, loopContext.limits().bodyBytes())
                    : null;
            lingerAfterResponse = !persistent;
        }
        String keptAlive = asked.version().equals(Request.HTTP_1_0) ? KEEP_ALIVE : "";
        startResponse(answer, asked.isHead(), persistent ? keptAlive : CLOSE);
    }

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

    private void startResponse(Response answer, boolean headOnly, String persistence) {
        status = answer.status();
        closeAfterResponse |= persistence.equals(CLOSE);
        long second = loopContext.epochSecond();
        responseWriter = new ResponseWriter(answer, headOnly, second, loopContext.dateLine(second) + persistence);
        connectionPhase = ConnectionPhase.RESPONSE;
    }

    private void discardBody(ByteBuffer in) {
        RequestBodyDiscarder.Progress progress = body == null ? RequestBodyDiscarder.Progress.DONE : body.discard(in);
        if (progress != RequestBodyDiscarder.Progress.MORE) {
            body = null;
            connectionPhase =
                    progress == RequestBodyDiscarder.Progress.DONE ? ConnectionPhase.IDLE : ConnectionPhase.LINGER;
        }
    }

    private void discardWhileLingering(ByteBuffer in) {
        lingeredBytes += in.remaining();
        in.position(in.limit());
        if (lingeredBytes > LINGER_BYTES) {
            connectionPhase = ConnectionPhase.DONE;
        }
    }
}
