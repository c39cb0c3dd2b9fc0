package dev.lineman.http.exchange;

import dev.lineman.http.message.ReasonPhrases;
import dev.lineman.http.message.Response;
import dev.lineman.http.message.ResponseBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An answer on its way: head and body as one run of bytes, and how far it has come. Not thread-safe. */
public final class ResponseWriter {
    private final byte[] head;
    private final ResponseBody body;
    private final @Nullable Object attachment;
    private final long total;
    private long position;
    private boolean filled;

    /**
     * @param second what the {@code Date} among the fields says
     * @param fields the lines that this connection adds to the answer's own
     */
    public ResponseWriter(Response answer, boolean headOnly, long second, String fields) {
        this.head = answer.head(second, fields);
        this.body = answer.body();
        this.attachment = answer.attachment();
        this.total = head.length + (headOnly || ReasonPhrases.isBodiless(answer.status()) ? 0 : body.length());
    }

    /** Copies as much as fits, from where it stands. */
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
                throw new IOException("a body is shorter than it said");
            }
            at += count;
        }
        filled = true;
    }

    /** Goes on by that many bytes; whether that was the last of them. */
    public boolean advance(int count) {
        position += count;
        return position >= total;
    }

    /** How much of the content has gone, in bytes. */
    public long contentSent() {
        return Math.max(0, position - head.length);
    }

    /** The object that the handler attached to the answer. */
    @Nullable
    public Object attachment() {
        return attachment;
    }

    /** Whether nothing of it can have reached the client. */
    public boolean isUnsent() {
        return !filled;
    }

    public void close() {
        body.close();
    }
}
