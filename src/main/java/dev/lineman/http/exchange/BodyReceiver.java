package dev.lineman.http.exchange;

import dev.lineman.http.message.Response;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of one request and gives the response. A {@link RequestHandler} makes one for each request whose body
 * it wants. The event loop calls it, from one thread at a time, so it must not block. It ends with one call of {@link
 * #complete} or {@link #abort}, or with a response from {@link #receive}.
 */
public interface BodyReceiver {

    /** The most bytes of content that the receiver takes. A longer body gets status 413. */
    long maxLength();

    /**
     * Takes the next piece of the content.
     *
     * @param content valid only during the call
     * @return null to continue. A response ends the reception: the rest of the body is not read, and the connection
     *     closes
     */
    @Nullable
    Response receive(ByteBuffer content);

    /** The body has arrived to its end. Returns the response to the request. */
    Response complete();

    /**
     * The body does not arrive. Releases what the receiver holds.
     *
     * @param status why: 400 if the body violates the grammar, 408 if it arrives too slowly, 413 if it is too large, 500
     *     after an exception from this receiver, 0 if the connection has ended
     * @return the response; unused if the connection has ended
     */
    Response abort(int status);

    /** Heap that the received content takes, in bytes. */
    default int retainedBytes() {
        return 0;
    }
}
