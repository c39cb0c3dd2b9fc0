package dev.lineman.http.exchange;

import dev.lineman.http.message.ReasonPhrases;
import dev.lineman.http.message.Response;
import dev.lineman.http.message.ResponseBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Sends one response: head and body as one sequence of bytes, and the position in it. {@link
 * dev.lineman.http.message.Response} is the content; this is one transmission of it. Not thread-safe.
 */
public final class ResponseWriter {
    private final byte[] head;
    private final ResponseBody body;
    private final @Nullable Object attachment;

    /** Bytes of head and body. */
    private final long total;

    /** Bytes that have been sent. */
    private long position;

    /** Whether bytes were copied out, so that some may have been sent. */
    private boolean filled;

    /**
     * @param headOnly whether the request was a {@code HEAD}, so that the body is left out
     * @param second the time that the {@code Date} line names, in seconds since 1970
     * @param fields the lines that the connection adds to the response, each with CR LF
     */
    public ResponseWriter(Response response, boolean headOnly, long second, String fields) {
        this.head = response.head(second, fields);
        this.body = response.body();
        this.attachment = response.attachment();
        this.total = head.length + (headOnly || ReasonPhrases.isBodiless(response.status()) ? 0 : body.length());
    }

    /**
     * Copies as many bytes as fit, from the current position. The position changes only in {@link #advance}.
     *
     * @throws IOException if the body cannot be read or is shorter than its length
     */
    public void fill(ByteBuffer out) throws IOException {
        long at = position;
        if (at < head.length) {
            int count = Math.min(head.length - (int) at, out.remaining());
            out.put(head, (int) at, count);
            at += count;
        }
        while (at < total && out.hasRemaining()) {
            int count = body.read(at - head.length, out);
            if (count <= 0) {
                throw new IOException("the response body is shorter than its length");
            }
            at += count;
        }
        filled = true;
    }

    /** Moves the position by this many bytes. Returns whether everything is sent. */
    public boolean advance(int count) {
        position += count;
        return position >= total;
    }

    /** Bytes of the content that have been sent. */
    public long contentSent() {
        return Math.max(0, position - head.length);
    }

    /** The object that the handler attached to the response. */
    @Nullable
    public Object attachment() {
        return attachment;
    }

    /** Whether no byte can have reached the client, so that another response is still possible. */
    public boolean isUnsent() {
        return !filled;
    }

    /** Releases the body. Call it once. */
    public void close() {
        body.close();
    }
}
