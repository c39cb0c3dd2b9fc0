package dev.lineman.http.exchange;

import dev.lineman.http.message.RequestFraming;
import dev.lineman.http.message.Response;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The reception of one request body: finds the content in the input, checks its length and passes it to a {@link
 * BodyReceiver}. Not thread-safe.
 */
public final class BodyReception {
    /** Bytes that the chunk lines and trailers of a body may have beyond its longest content. */
    private static final int FRAMING_BYTES = 64 << 10;

    /** A body must send this many bytes of content within the timeout, or the rest if less remains. */
    private static final int PROGRESS_BYTES = 16 << 10;

    private final RequestFraming requestFraming;
    private final BodyReceiver receiver;
    private final RequestBodyReader reader;

    /** Bytes of content received. */
    private long received;

    /** The value of {@link #received} when the timeout was last restarted. */
    private long receivedAtProgress;

    /** The response to the request; null while the body is received. */
    private @Nullable Response response;

    private boolean whole;

    public BodyReception(RequestFraming requestFraming, BodyReceiver receiver) {
        this.requestFraming = requestFraming;
        this.receiver = receiver;
        this.reader = new RequestBodyReader(requestFraming, 2 * receiver.maxLength() + FRAMING_BYTES);
    }

    /**
     * Decides what follows the head. A body that is announced as too long is refused unread. A request without a body
     * is complete.
     *
     * @return the response; null if the body is to be read
     */
    @Nullable
    public Response begin() {
        if (requestFraming.length() > receiver.maxLength()) {
            return refuse(413);
        }
        if (!requestFraming.hasBody()) {
            complete();
        }
        return response;
    }

    /**
     * Takes input up to the end of the body and no further.
     *
     * @return the response; null while the body continues
     */
    @Nullable
    public Response receive(ByteBuffer in) {
        RequestBodyReader.Progress progress = reader.read(in, this::take);
        if (progress == RequestBodyReader.Progress.DONE) {
            complete();
        } else if (progress == RequestBodyReader.Progress.BROKEN) {
            return refuse(400);
        }
        return response;
    }

    private boolean take(ByteBuffer content) {
        received += content.remaining();
        response = received > receiver.maxLength() ? receiver.abort(413) : receiver.receive(content);
        return response == null;
    }

    private void complete() {
        whole = true;
        response = receiver.complete();
    }

    /** Ends the reception early. Returns the response, see {@link BodyReceiver#abort}. */
    public Response refuse(int status) {
        return receiver.abort(status);
    }

    /** Whether the body was read to its end, so that the next request can be found after it. */
    public boolean isWhole() {
        return whole;
    }

    /** Whether the client may send another request after this one. */
    public boolean isPersistent() {
        return whole && requestFraming.persistent();
    }

    /** Returns true if enough content has arrived since the last time to restart the timeout. */
    public boolean takeProgress() {
        boolean enough = received - receivedAtProgress >= PROGRESS_BYTES;
        receivedAtProgress = enough ? received : receivedAtProgress;
        return enough;
    }

    /** Heap that the received content takes, in bytes. */
    public int retainedBytes() {
        return receiver.retainedBytes();
    }
}
