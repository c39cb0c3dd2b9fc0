package dev.lineman.serve.http;

import dev.lineman.http.exchange.BodyReceiver;
import dev.lineman.http.message.Response;
import dev.lineman.serve.ServingDecision;
import dev.lineman.serve.upload.IncomingUpload;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the body of a request into an upload. {@link PhoneHandler} makes it for each accepted upload.
 *
 * @param upload takes the bytes
 * @param maxLength the most bytes of an upload
 * @param decision what accepted the upload, for the access log
 */
record UploadReceiver(IncomingUpload upload, long maxLength, ServingDecision decision) implements BodyReceiver {
    /** The status if there is no space (RFC 4918, section 11.5). */
    static final int NO_SPACE = 507;

    @Override
    public @Nullable Response receive(ByteBuffer content) {
        return upload.write(content) ? null : Response.plain(NO_SPACE).withAttachment(decision);
    }

    @Override
    public Response complete() {
        Response response = switch (upload.complete()) {
            case CREATED -> Response.plain(201);
            case REPLACED -> Response.empty(204);
            case FAILED -> Response.plain(NO_SPACE);
        };
        return response.withAttachment(decision);
    }

    @Override
    public Response abort(int status) {
        upload.abort();
        return Response.plain(status).withAttachment(decision);
    }
}
