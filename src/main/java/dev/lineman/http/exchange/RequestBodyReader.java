package dev.lineman.http.exchange;

import dev.lineman.http.message.RequestFraming;
import java.nio.ByteBuffer;
import java.util.function.Predicate;

/**
 * Finds the end and the content of the body of a request (RFC 9112, sections 6 and 7), so that the body is never
 * taken for the next request. {@code RequestFraming} says how the body is delimited.
 *
 * <p>Chunks are parsed strictly: their lines end with CR LF, and a violation of the grammar ends the
 * connection. A lenient parser could find another end of the body than a proxy in front of it (request
 * smuggling, RFC 9112, section 11.2). Not thread-safe.
 */
public final class RequestBodyReader {
    /** The most hex digits of a chunk size, so that it fits in 32 bits. */
    private static final int SIZE_DIGITS = 8;

    /** The result of a step. */
    public enum Progress {
        /** The body continues. */
        MORE,
        /** The body has ended. */
        DONE,
        /** The body is too long or violates the grammar; the connection must close. */
        BROKEN,
        /** The content was refused. The rest of the body is unread; the connection must close. */
        REFUSED
    }

    /** The part of a chunked body that comes next (RFC 9112, section 7.1). */
    private enum Part {
        SIZE,
        EXTENSION,
        SIZE_END,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_LINE,
        TRAILER_END,
        END
    }

    private final boolean chunked;

    /** Bytes that may still be read. */
    private long allowance;

    /** Bytes of the body, or of the current chunk, that are still to come. */
    private long left;

    private Part part = Part.SIZE;
    private int digits;

    /** @param allowance how many bytes of content and of chunk lines to read at most */
    public RequestBodyReader(RequestFraming requestFraming, long allowance) {
        this.chunked = requestFraming.chunked();
        this.left = requestFraming.length();
        this.allowance = allowance;
    }

    /** Takes bytes up to the end of the body and no further. The content is dropped. */
    public Progress discard(ByteBuffer in) {
        return read(in, content -> true);
    }

    /**
     * Takes bytes up to the end of the body and no further.
     *
     * @param content takes each piece of the content, and returns whether more may follow. It must not keep the buffer
     */
    Progress read(ByteBuffer in, Predicate<ByteBuffer> content) {
        while (in.hasRemaining()) {
            if (allowance == 0) {
                return Progress.BROKEN;
            }
            if (!chunked || part == Part.DATA) {
                if (!content.test(nextContent(in))) {
                    return Progress.REFUSED;
                }
                if (!chunked && left == 0) {
                    return Progress.DONE;
                }
                continue;
            }
            allowance--;
            byte c = in.get();
            if (part == Part.END) {
                return c == '\n' ? Progress.DONE : Progress.BROKEN;
            }
            if (!step(c)) {
                return Progress.BROKEN;
            }
        }
        return Progress.MORE;
    }

    /** Takes the bytes of the content that are in the buffer. */
    private ByteBuffer nextContent(ByteBuffer in) {
        int count = (int) Math.min(Math.min(left, allowance), in.remaining());
        ByteBuffer content = in.slice(in.position(), count);
        in.position(in.position() + count);
        left -= count;
        allowance -= count;
        if (left == 0) {
            part = Part.DATA_CR;
        }
        return content;
    }

    /** Takes one byte of the lines between the data. Returns false if the grammar does not allow it there. */
    private boolean step(byte c) {
        switch (part) {
            case SIZE -> {
                int digit = Character.digit(c, 16);
                if (digit >= 0) {
                    left = left << 4 | digit;
                    return ++digits <= SIZE_DIGITS;
                }
                part = c == '\r' ? Part.SIZE_END : Part.EXTENSION;
                return digits > 0 && (c == '\r' || c == ';' || c == ' ' || c == '\t');
            }
            case EXTENSION -> {
                if (c == '\r') {
                    part = Part.SIZE_END;
                }
                return c != '\n';
            }
            case SIZE_END -> {
                part = left == 0 ? Part.TRAILER : Part.DATA;
                digits = 0;
                return c == '\n';
            }
            case DATA_CR -> {
                part = Part.DATA_LF;
                return c == '\r';
            }
            case DATA_LF -> {
                part = Part.SIZE;
                return c == '\n';
            }
            case TRAILER -> {
                part = c == '\r' ? Part.END : Part.TRAILER_LINE;
                return c != '\n';
            }
            case TRAILER_LINE -> {
                if (c == '\r') {
                    part = Part.TRAILER_END;
                }
                return c != '\n';
            }
            case TRAILER_END -> {
                part = Part.TRAILER;
                return c == '\n';
            }
            default -> throw new IllegalStateException("data and the end are not read byte by byte");
        }
    }
}
