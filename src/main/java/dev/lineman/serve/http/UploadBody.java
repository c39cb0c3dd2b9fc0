package dev.lineman.serve.http;

import dev.lineman.http.message.ResponseBody;
import dev.lineman.serve.upload.StoredUpload;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The content of a stored upload. It is for one response, and closes the file. */
record UploadBody(StoredUpload upload) implements ResponseBody {
    @Override
    public long length() {
        return upload.length();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        return upload.read(position, target);
    }

    @Override
    public void close() {
        upload.close();
    }
}
