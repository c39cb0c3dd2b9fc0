package dev.lineman.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One client's conversation as a state machine: bytes in, answers out. It knows no socket and no clock, so that whatever
 * carries the bytes (a selector loop, a thread with a TLS socket) runs the same code. Answers go out in the order of their
 * requests, one at a time; while one is due, no input is taken. Not thread-safe.
 */
final class Connection {
    private static final int LINGER_BYTES = 256 << 10;
    private static final String CLOSE = "Connection: close\r\n";
    private static final String KEEP_ALIVE = "Connection: keep-alive\r\n";

    private final Service service;
    private Peer peer;
    private Phase phase = Phase.GREETING;
    private @Nullable HeadParser parser;
    private @Nullable UnwantedBody body;
    private @Nullable Sending sending;
    private @Nullable Request request;
    private String line = "";
    private int status;
    private boolean last;
    private boolean linger;
    private int lingered;

    /** @param peer as far as it is known before {@link #begin} */
    Connection(Service service, Peer peer) {
        this.service = service;
        this.peer = peer;
    }

    /** The wire is ready, and that is who is at its other end: the conversation begins. */
    void begin(Peer other) {
        peer = other;
        phase = Phase.IDLE;
    }

    Phase phase() {
        return phase;
    }

    /** How much of the heap unfinished input holds here, in bytes. */
    int retained() {
        return parser == null ? 0 : parser.retained();
    }

    /** Takes input until an answer is due or there is no more. */
    void receive(ByteBuffer in) {
        while (in.hasRemaining() && phase != Phase.ANSWER) {
            switch (phase) {
                case BODY -> readAway(in);
                case LINGER -> discard(in);
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
        if (sending == null) {
            return;
        }
        int start = out.position();
        try {
            sending.fill(out);
        } catch (IOException | RuntimeException e) {
            service.report(e);
            out.position(start);
            if (sending.isUntouched()) {
                sending.close();
                sending = null;
                answer(Answer.plain(500), false, CLOSE);
                fill(out);
            } else {
                abandon();
            }
        }
    }

    /** That many bytes of what was last filled are on their way. */
    void sent(int count) {
        if (sending == null || !sending.sent(count)) {
            return;
        }
        settle(sending, true);
        if (last) {
            phase = linger ? Phase.LINGER : Phase.DONE;
        } else {
            phase = body == null ? Phase.IDLE : Phase.BODY;
        }
    }

    /** Takes no request after the answer in hand; without one, all is over. */
    void finish() {
        last = true;
        if (phase != Phase.ANSWER) {
            abandon();
        }
    }

    /** The time for the phase is up. */
    void expire() {
        if (phase == Phase.HEAD) {
            refuse(408);
        } else {
            abandon();
        }
    }

    /** Ends at once and gives back what an answer in hand holds. */
    void abandon() {
        phase = Phase.DONE;
        parser = null;
        if (sending != null) {
            settle(sending, false);
        }
    }

    private void settle(Sending over, boolean whole) {
        over.close();
        sending = null;
        service.observe(new Exchange(peer, request, line, status, over.contentSent(), whole, over.attachment()));
        request = null;
        line = "";
    }

    private void readHead(ByteBuffer in) {
        phase = Phase.HEAD;
        if (parser == null) {
            parser = new HeadParser(service.limits(), peer);
        }
        Head head = parser.feed(in);
        if (head instanceof Head.Refused refused) {
            refuse(refused.status());
        } else if (head instanceof Head.Complete complete) {
            parser = null;
            proceed(complete.request(), complete.framing());
        }
    }

    /**
     * Answers before the body is read: nobody needs it. A client that waits for leave to send it gets the final answer
     * instead, and since it may or may not send it then, nothing after that can be trusted.
     */
    private void proceed(Request asked, Framing framing) {
        Answer answer = service.answer(asked);
        request = asked;
        line = asked.line();
        if (answer.isSilence()) {
            phase = Phase.DONE;
            status = 0;
            settle(new Sending(answer, true, service.second(), ""), true);
            return;
        }
        boolean readable = framing.length() <= service.limits().bodyBytes() && !framing.awaited();
        boolean persistent = framing.persistent() && answer.status() != 500 && (readable || !framing.hasBody());
        if (framing.hasBody()) {
            body = persistent ? new UnwantedBody(framing, service.limits().bodyBytes()) : null;
            linger = !persistent;
        }
        String keptAlive = asked.version().equals(Request.HTTP_1_0) ? KEEP_ALIVE : "";
        answer(answer, asked.isHead(), persistent ? keptAlive : CLOSE);
    }

    private void refuse(int status) {
        boolean headOnly = false;
        if (parser != null) {
            headOnly = parser.isForHead();
            line = parser.line();
            parser = null;
        }
        linger = true;
        answer(Answer.plain(status), headOnly, CLOSE);
    }

    private void answer(Answer answer, boolean headOnly, String persistence) {
        status = answer.status();
        last |= persistence.equals(CLOSE);
        long second = service.second();
        sending = new Sending(answer, headOnly, second, service.dateLine(second) + persistence);
        phase = Phase.ANSWER;
    }

    private void readAway(ByteBuffer in) {
        UnwantedBody.Progress progress = body == null ? UnwantedBody.Progress.DONE : body.skip(in);
        if (progress != UnwantedBody.Progress.MORE) {
            body = null;
            phase = progress == UnwantedBody.Progress.DONE ? Phase.IDLE : Phase.LINGER;
        }
    }

    private void discard(ByteBuffer in) {
        lingered += in.remaining();
        in.position(in.limit());
        if (lingered > LINGER_BYTES) {
            phase = Phase.DONE;
        }
    }
}
