package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lineman.http.exchange.BodyReceiver;
import dev.lineman.http.message.Response;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps a body for a test, and how its reception ended. */
final class BodyRecorder implements BodyReceiver {
    /** {@code complete}, or the status of {@link #abort}; once each time. */
    final List<String> ends = new ArrayList<>();

    private final long maxLength;
    private final Function<String, Response> handler;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    BodyRecorder(long maxLength, Function<String, Response> handler) {
        this.maxLength = maxLength;
        this.handler = handler;
    }

    @Override
    public long maxLength() {
        return maxLength;
    }

    @Override
    public @Nullable Response receive(ByteBuffer content) {
        byte[] piece = new byte[content.remaining()];
        content.get(piece);
        bytes.writeBytes(piece);
        return null;
    }

    @Override
    public Response complete() {
        ends.add("complete");
        return handler.apply(bytes.toString(ISO_8859_1));
    }

    @Override
    public Response abort(int status) {
        ends.add(Integer.toString(status));
        return Response.plain(status);
    }

    @Override
    public int retainedBytes() {
        return bytes.size();
    }
}
