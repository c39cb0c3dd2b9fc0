package dev.lineman.http.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses the head of one request (RFC 9112, sections 2 to 5) from pieces of any size. {@link
 * dev.lineman.http.HttpConnection} feeds it. Each line is checked when it ends, so the first error in the order
 * of the bytes decides. The result does not depend on how the bytes are split. Not thread-safe.
 *
 * <p>A line may end with LF alone, and a few empty lines may precede the request (RFC 9112, section 2.2). A
 * bare CR, a folded line, a blank before a colon and any control character are refused.
 */
public final class RequestHeadParser {
    /** The most empty lines before a request. */
    private static final int EMPTY_LINES = 4;

    /** The initial size of the buffer, in bytes; enough for the requests of most phones. */
    private static final int USUAL_HEAD = 512;

    /** The registered methods (RFC 9110, section 18.2). Another method gets status 501. */
    private static final Set<String> METHODS =
            Set.of(("GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH QUERY ACL BASELINE-CONTROL BIND "
                            + "CHECKIN CHECKOUT COPY LABEL LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MKREDIRECTREF "
                            + "MKWORKSPACE MOVE ORDERPATCH PROPFIND PROPPATCH REBIND REPORT SEARCH UNBIND UNCHECKOUT "
                            + "UNLINK UNLOCK UPDATE UPDATEREDIRECTREF VERSION-CONTROL")
                    .split(" "));

    /** The characters of a token (RFC 9110, section 5.6.2), by their code. */
    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (char c = 0; c < 128; c++) {
            TOKEN[c] = Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }
    }

    private final HttpLimits limits;
    private final Peer peer;

    /** Name, value, name, value. */
    private final List<String> fields = new ArrayList<>(16);

    private byte[] bytes;

    /** Bytes received. */
    private int length;

    /** Bytes examined. */
    private int scanned;

    /** Where the current line begins. */
    private int lineStart;

    private int emptyLines;

    /** Null until the request line is parsed. */
    private @Nullable String method;

    /** The request line if it was refused; for the log. */
    private String refusedLine = "";

    private String target = "";
    private String path = "";
    private String version = "";

    /** @param peer the client, for the request */
    public RequestHeadParser(HttpLimits limits, Peer peer) {
        this.limits = limits;
        this.peer = peer;
        this.bytes = new byte[Math.min(USUAL_HEAD, limits.headBytes())];
    }

    /** Whether the text is a token (RFC 9110, section 5.6.2). */
    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c < 128 && TOKEN[c]);
    }

    /** Heap that an unfinished head takes, in bytes. */
    public int retainedBytes() {
        return bytes.length;
    }

    /** Whether the request line has the method {@code HEAD}. A refusal then has no body either. */
    public boolean isHeadRequest() {
        return "HEAD".equals(method);
    }

    /** The request line, or the received part of it. */
    public String requestLine() {
        if (method != null) {
            return method + ' ' + target + ' ' + version;
        }
        return refusedLine.isEmpty()
                ? text(lineStart, length).lines().findFirst().orElse("")
                : refusedLine;
    }

    /**
     * Takes bytes up to the end of the head and no further.
     *
     * @return null if more bytes are needed; all bytes were taken then
     */
    @Nullable
    public HeadParseResult feed(ByteBuffer in) {
        int before = length;
        int start = in.position();
        int taken = Math.min(in.remaining(), limits.headBytes() - length);
        if (length + taken > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(limits.headBytes(), Math.max(length + taken, 2 * bytes.length)));
        }
        in.get(start, bytes, length, taken);
        length += taken;
        while (scanned < length) {
            byte c = bytes[scanned++];
            HeadParseResult outcome = null;
            if (c == '\n') {
                int end = scanned - 1 > lineStart && bytes[scanned - 2] == '\r' ? scanned - 2 : scanned - 1;
                outcome = parseLine(lineStart, end);
                lineStart = scanned;
                // A TLS handshake or other binary data is refused with its first byte, not only at the end of the
                // line.
            } else if (method == null && scanned - 1 == lineStart && c != '\r' && !(c >= 0 && TOKEN[c])) {
                outcome = new HeadParseResult.Refused(400);
            }
            if (outcome != null) {
                in.position(start + scanned - before);
                return outcome;
            }
        }
        in.position(start + taken);
        return length < limits.headBytes() ? null : new HeadParseResult.Refused(method == null ? 414 : 431);
    }

    /** Parses a line without its end. Null if the head continues. */
    private @Nullable HeadParseResult parseLine(int from, int to) {
        if (method == null) {
            if (from == to) {
                return ++emptyLines > EMPTY_LINES ? new HeadParseResult.Refused(400) : null;
            }
            int status = parseRequestLine(from, to);
            if (status != 0) {
                refusedLine = text(from, to);
            }
            return refused(status);
        }
        return from == to ? endOfHead(method) : refused(parseField(from, to));
    }

    /** The result of a head whose lines are all valid. */
    private HeadParseResult endOfHead(String method) {
        HeaderFields all = HeaderFields.of(fields);
        RequestFraming requestFraming = RequestFraming.of(version, all);
        return requestFraming.refusal() != 0
                ? new HeadParseResult.Refused(requestFraming.refusal())
                : new HeadParseResult.Complete(new Request(method, path, target, version, all, peer), requestFraming);
    }

    private static @Nullable HeadParseResult refused(int status) {
        return status == 0 ? null : new HeadParseResult.Refused(status);
    }

    /** Parses the request line. Returns the status to refuse it with, or 0. */
    private int parseRequestLine(int from, int to) {
        int afterMethod = from;
        while (afterMethod < to && isTokenAt(afterMethod)) {
            afterMethod++;
        }
        int afterTarget = afterMethod + 1;
        while (afterTarget < to && isVisibleAt(afterTarget)) {
            afterTarget++;
        }
        boolean threeParts = afterMethod > from
                && afterMethod < to
                && bytes[afterMethod] == ' '
                && afterTarget > afterMethod + 1
                && afterTarget < to
                && bytes[afterTarget] == ' ';
        String protocol = threeParts ? text(afterTarget + 1, to) : "";
        if (!isProtocol(protocol)) {
            return 400;
        }
        if (protocol.charAt(5) != '1') {
            return 505;
        }
        String name = text(from, afterMethod);
        if (!METHODS.contains(name)) {
            return 501;
        }
        String decoded = RequestTarget.path(name, bytes, afterMethod + 1, afterTarget);
        if (decoded == null) {
            return 400;
        }
        method = name;
        target = text(afterMethod + 1, afterTarget);
        path = decoded;
        version = protocol.charAt(7) == '0' ? Request.HTTP_1_0 : Request.HTTP_1_1;
        return 0;
    }

    /** Parses a header field (RFC 9112, section 5.1). Returns the status to refuse it with, or 0. */
    private int parseField(int from, int to) {
        int colon = from;
        while (colon < to && isTokenAt(colon)) {
            colon++;
        }
        if (colon == from || colon == to || bytes[colon] != ':') {
            return 400;
        }
        int start = colon + 1;
        int end = to;
        while (start < end && isBlankAt(start)) {
            start++;
        }
        while (end > start && isBlankAt(end - 1)) {
            end--;
        }
        for (int i = start; i < end; i++) {
            if (!isVisibleAt(i) && !isBlankAt(i)) {
                return 400;
            }
        }
        if (fields.size() >= 2 * limits.headFields()) {
            return 431;
        }
        fields.add(text(from, colon));
        fields.add(text(start, end));
        return 0;
    }

    private static boolean isProtocol(String text) {
        return text.length() == 8
                && text.startsWith("HTTP/")
                && isDigit(text.charAt(5))
                && text.charAt(6) == '.'
                && isDigit(text.charAt(7));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean isTokenAt(int i) {
        return TOKEN[bytes[i] & 0xff];
    }

    /** Whether a visible ASCII character or a byte beyond ASCII is there. */
    private boolean isVisibleAt(int i) {
        int c = bytes[i] & 0xff;
        return c > ' ' && c != 0x7f;
    }

    private boolean isBlankAt(int i) {
        return bytes[i] == ' ' || bytes[i] == '\t';
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, ISO_8859_1);
    }
}
