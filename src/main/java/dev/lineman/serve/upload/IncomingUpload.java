package dev.lineman.serve.upload;

import dev.lineman.fs.WritableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An upload that is being received. It ends with {@link #complete} or {@link #abort}. For one thread at a time. */
public final class IncomingUpload {
    private final UploadStore store;
    private final UploadName name;

    /** The temporary file; null at the end. */
    private @Nullable WritableFile file;

    private long size;

    IncomingUpload(UploadStore store, UploadName name, WritableFile file) {
        this.store = store;
        this.name = name;
        this.file = file;
    }

    /**
     * Writes the next part. If that is not possible, the upload is aborted.
     *
     * @return whether the part was written
     */
    public boolean write(ByteBuffer content) {
        WritableFile current = file;
        int bytes = content.remaining();
        if (current == null || !store.reserve(name, bytes)) {
            abort();
            return false;
        }
        size += bytes;
        try {
            current.write(content, size - bytes);
            return true;
        } catch (IOException e) {
            abort();
            store.fail(e);
            return false;
        }
    }

    /** The result of {@link #complete}. */
    public enum UploadResult {
        /** The phone had no upload with this name. */
        CREATED,
        /** The upload has replaced the one before it. */
        REPLACED,
        /** The upload could not be stored; see {@link UploadStore#problems}. */
        FAILED
    }

    /** Stores the upload. */
    public UploadResult complete() {
        WritableFile current = file;
        if (current == null) {
            return UploadResult.FAILED;
        }
        try {
            current.close();
            boolean created = store.store(name, current.path(), size);
            file = null;
            store.release(name, 0);
            return created ? UploadResult.CREATED : UploadResult.REPLACED;
        } catch (IOException e) {
            abort();
            store.fail(e);
            return UploadResult.FAILED;
        }
    }

    /** Drops what was received. Has no effect at the end. */
    public void abort() {
        WritableFile current = file;
        if (current == null) {
            return;
        }
        file = null;
        try {
            current.close();
        } catch (IOException e) {
            // The file is deleted in any case.
        }
        store.discard(current.path());
        store.release(name, size);
    }
}
