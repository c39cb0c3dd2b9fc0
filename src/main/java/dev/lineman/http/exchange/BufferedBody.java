package dev.lineman.http.exchange;

import dev.lineman.http.message.Response;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps a small body in memory, such as that of a form, and passes it on when it is complete. Not thread-safe. */
public final class BufferedBody implements BodyReceiver {
    /** The most bytes that a body may have. */
    private static final int MAX_LENGTH = 64 << 10;

    private final Function<byte[], Response> handler;
    private byte[] bytes = {};
    private int length;

    /** @param handler gets the whole body and gives the response; must not block */
    public BufferedBody(Function<byte[], Response> handler) {
        this.handler = handler;
    }

    @Override
    public long maxLength() {
        return MAX_LENGTH;
    }

    @Override
    public @Nullable Response receive(ByteBuffer content) {
        int count = content.remaining();
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MAX_LENGTH, Math.max(length + count, 2 * bytes.length)));
        }
        content.get(bytes, length, count);
        length += count;
        return null;
    }

    @Override
    public Response complete() {
        return handler.apply(Arrays.copyOf(bytes, length));
    }

    @Override
    public Response abort(int status) {
        return Response.plain(status);
    }

    @Override
    public int retainedBytes() {
        return bytes.length;
    }
}
