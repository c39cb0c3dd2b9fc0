package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lineman.http.message.HeaderFields;
import dev.lineman.http.message.HttpLimits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A slow and literal implementation of RFC 9112 with regular expressions over the whole input of a client. It
 * computes the requests, the first error, and whether the connection stays open. The real parser is compared
 * with it.
 */
final class GrammarOracle {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern REQUEST_LINE =
            Pattern.compile("(" + TOKEN + ") ([\\x21-\\x7e\\x80-\\xff]+) HTTP/([0-9])\\.([0-9])");
    private static final Pattern FIELD_LINE = Pattern.compile(
            "(" + TOKEN
                    + "):[ \\t]*((?:[\\x21-\\x7e\\x80-\\xff](?:[\\x20-\\x7e\\x80-\\xff\\t]*[\\x21-\\x7e\\x80-\\xff])?)?)[ \\t]*");
    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9\\-._~!$&'()*+;=%:\\[\\]]*");
    private static final Pattern ABSOLUTE = Pattern.compile("(?i:https?)://([^/?]+)([/?].*)?", Pattern.DOTALL);
    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9a-fA-F]{1,8})(?:[; \\t][^\\r\\n]*)?\\r\\n");
    private static final Pattern TRAILER = Pattern.compile("[^\\r\\n][^\\r\\n]*\\r\\n");
    private static final Pattern CRLF = Pattern.compile("\\r\\n");

    private final HttpLimits limits;
    private final String input;

    /** The most bytes of a body that the handler takes; negative if all bodies are discarded. */
    private final int longestBody;

    private int at;
    private boolean open = true;

    /** One line for each response, then {@code open} or {@code closed}. */
    private final List<String> responses = new ArrayList<>();

    private GrammarOracle(HttpLimits limits, String input, int longestBody) {
        this.limits = limits;
        this.input = input;
        this.longestBody = longestBody;
    }

    static List<String> read(HttpLimits limits, String input, int longestBody) {
        GrammarOracle grammar = new GrammarOracle(limits, input, longestBody);
        boolean more = true;
        while (more && grammar.at < input.length()) {
            more = grammar.request();
        }
        grammar.responses.add(grammar.open ? "open" : "closed");
        return grammar.responses;
    }

    /** Describes a request, in the handler of the test and here. */
    static String name(String method, String path, String version, HeaderFields fields) {
        return method + ' ' + hex(path) + ' ' + version + ' ' + hex(String.valueOf(fields.get("X")));
    }

    private boolean refuse(int status) {
        responses.add(Integer.toString(status));
        open = false;
        return false;
    }

    /** Parses the next request. Returns false if no further request can follow. */
    private boolean request() {
        int start = at;
        int end = start + limits.headBytes();
        String requestLine = null;
        List<String> fields = new ArrayList<>();
        int emptyLines = 0;
        int line = start;
        while (true) {
            if (requestLine == null
                    && line < Math.min(end, input.length())
                    && !input.substring(line, line + 1).matches("[\\r\\n]|" + TOKEN)) {
                return refuse(400);
            }
            int lineFeed = input.indexOf('\n', line);
            if (lineFeed < 0 || lineFeed >= end) {
                return input.length() >= end && refuse(requestLine == null ? 414 : 431);
            }
            String text = input.substring(line, lineFeed).replaceFirst("\\r\\z", "");
            line = lineFeed + 1;
            if (requestLine == null && text.isEmpty()) {
                if (++emptyLines > 4) {
                    return refuse(400);
                }
            } else if (requestLine == null) {
                requestLine = text;
                int status = judge(text);
                if (status != 0) {
                    return refuse(status);
                }
            } else if (text.isEmpty()) {
                at = line;
                return complete(requestLine, fields);
            } else {
                Matcher field = FIELD_LINE.matcher(text);
                if (!field.matches()) {
                    return refuse(400);
                }
                if (fields.size() == 2 * limits.headFields()) {
                    return refuse(431);
                }
                fields.add(field.group(1));
                fields.add(field.group(2));
            }
        }
    }

    private static int judge(String requestLine) {
        Matcher matcher = REQUEST_LINE.matcher(requestLine);
        if (!matcher.matches()) {
            return 400;
        }
        if (!matcher.group(3).equals("1")) {
            return 505;
        }
        if (!matcher.group(1)
                .matches(
                        "GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|QUERY|ACL|BASELINE-CONTROL|BIND|CHECKIN|CHECKOUT"
                                + "|COPY|LABEL|LINK|LOCK|MERGE|MKACTIVITY|MKCALENDAR|MKCOL|MKREDIRECTREF|MKWORKSPACE|MOVE|ORDERPATCH|PROPFIND"
                                + "|PROPPATCH|REBIND|REPORT|SEARCH|UNBIND|UNCHECKOUT|UNLINK|UNLOCK|UPDATE|UPDATEREDIRECTREF|VERSION-CONTROL")) {
            return 501;
        }
        return path(matcher.group(1), matcher.group(2)) == null ? 400 : 0;
    }

    private static @Nullable String path(String method, String target) {
        if (method.equals("CONNECT") && !target.startsWith("/") && !target.equals("*")) {
            return AUTHORITY.matcher(target).matches() ? "" : null;
        }
        Matcher absolute = ABSOLUTE.matcher(target);
        String path = target;
        if (target.equals("*")) {
            path = method.equals("OPTIONS") ? "/" : "";
        } else if (absolute.matches()) {
            if (!AUTHORITY.matcher(absolute.group(1)).matches()) {
                return null;
            }
            path = absolute.group(2) == null || absolute.group(2).startsWith("?") ? "/" : absolute.group(2);
        }
        path = path.replaceFirst("(?s)\\?.*", "");
        if (!path.startsWith("/") || path.matches("(?s).*[#\\\\].*") || !path.matches("(?s)([^%]|%[0-9a-fA-F]{2})*")) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher octet = Pattern.compile("(?s)%(..)|(.)").matcher(path);
        while (octet.find()) {
            bytes.write(octet.group(1) == null ? octet.group(2).charAt(0) : Integer.parseInt(octet.group(1), 16));
        }
        String decoded;
        try {
            decoded = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return "";
        }
        if (!decoded.matches("[^\\\\\\x00-\\x1f\\x7f-\\x9f]*") || decoded.matches("(.*/)?\\.\\.(/.*)?")) {
            return "";
        }
        String before;
        do {
            before = decoded;
            decoded = decoded.replace("//", "/").replace("/./", "/").replaceFirst("/\\.\\z", "/");
        } while (!before.equals(decoded));
        return decoded;
    }

    private boolean complete(String requestLine, List<String> lines) {
        Matcher line = REQUEST_LINE.matcher(requestLine);
        if (!line.matches()) {
            throw new AssertionError(requestLine);
        }
        HeaderFields fields = HeaderFields.of(lines);
        boolean modern = !line.group(4).equals("0");
        List<String> hosts = values(lines, "host");
        List<String> lengths = values(lines, "content-length");
        List<String> codings = values(lines, "transfer-encoding");
        if (hosts.size() > 1
                || (hosts.isEmpty() && modern)
                || !hosts.stream().allMatch(host -> AUTHORITY.matcher(host).matches())) {
            return refuse(400);
        }
        if (!codings.isEmpty()) {
            if (!modern || !lengths.isEmpty()) {
                return refuse(400);
            }
            List<String> each =
                    List.of(String.join(",", codings).toLowerCase(Locale.ROOT).split("[ \\t]*,[ \\t]*", -1));
            if (!each.stream().allMatch(coding -> coding.matches(TOKEN))) {
                return refuse(400);
            }
            if (each.stream().filter("chunked"::equals).count() > 1) {
                return refuse(400);
            }
            if (!each.equals(List.of("chunked"))) {
                return refuse(501);
            }
        } else if (lengths.size() > 1 || !lengths.stream().allMatch(length -> length.matches("[0-9]+"))) {
            return refuse(400);
        }
        String expect = String.join(", ", values(lines, "expect"));
        boolean expects = modern && !values(lines, "expect").isEmpty();
        if (expects && !expect.equalsIgnoreCase("100-continue")) {
            return refuse(417);
        }
        String path = path(line.group(1), line.group(2));
        String name = name(line.group(1), String.valueOf(path), modern ? "HTTP/1.1" : "HTTP/1.0", fields);
        String connection = "," + String.join(",", values(lines, "connection")).toLowerCase(Locale.ROOT) + ",";
        connection = connection.replaceAll("[ \\t]*,[ \\t]*", ",,");
        boolean persistent = !connection.contains(",close,") && (modern || connection.contains(",keep-alive,"));
        boolean chunked = !codings.isEmpty();
        String length = lengths.isEmpty() ? "0" : lengths.get(0).replaceFirst("^0+(?=.)", "");
        boolean fits = length.length() < 10 && Integer.parseInt(length) <= limits.bodyBytes();
        boolean hasBody = chunked || !length.equals("0");
        if (longestBody >= 0 && !line.group(1).matches("GET|HEAD")) {
            boolean tooLong = length.length() >= 10 || Integer.parseInt(length) > longestBody;
            return tooLong ? refuse(413) : receive(name, hasBody && expects, chunked, length) && stay(persistent);
        }
        responses.add("200 " + name);
        if (!persistent || (hasBody && (expects || !fits))) {
            open = false;
            return false;
        }
        return !chunked ? skip(Integer.parseInt(length)) : skipChunks();
    }

    private boolean stay(boolean persistent) {
        open = persistent;
        return persistent;
    }

    /** Reads a body for the handler, whose response repeats it. Returns whether the body is complete. */
    private boolean receive(String name, boolean expects, boolean chunked, String length) {
        if (expects) {
            responses.add("100");
        }
        if (chunked) {
            return receiveChunks(name);
        }
        int end = at + Integer.parseInt(length);
        if (end > input.length()) {
            return false;
        }
        responses.add("200 " + name + ' ' + hex(input.substring(at, end)));
        at = end;
        return true;
    }

    private boolean receiveChunks(String name) {
        StringBuilder content = new StringBuilder();
        while (true) {
            Matcher size = CHUNK_SIZE.matcher(input).region(at, input.length());
            if (!size.lookingAt()) {
                return !size.hitEnd() && refuse(400);
            }
            at = size.end();
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) {
                break;
            }
            int end = (int) Math.min(at + length, input.length());
            content.append(input, at, end);
            if (content.length() > longestBody) {
                return refuse(413);
            }
            if (end < at + length) {
                return false;
            }
            at = end;
            Matcher lineEnd = CRLF.matcher(input).region(at, input.length());
            if (!lineEnd.lookingAt()) {
                return !lineEnd.hitEnd() && refuse(400);
            }
            at += 2;
        }
        Matcher trailer = TRAILER.matcher(input).region(at, input.length());
        while (trailer.lookingAt()) {
            at = trailer.end();
            trailer.region(at, input.length());
        }
        Matcher end = CRLF.matcher(input).region(at, input.length());
        if (!end.lookingAt()) {
            boolean unfinished = end.hitEnd() || (trailer.hitEnd() && !input.startsWith("\r", at));
            return !unfinished && refuse(400);
        }
        at = end.end();
        responses.add("200 " + name + ' ' + hex(content.toString()));
        return true;
    }

    private boolean skip(int length) {
        at = Math.min(input.length(), at + length);
        return true;
    }

    /** Skips a body within its limit. A longer or invalid body closes the connection; an incomplete one waits. */
    private boolean skipChunks() {
        String rest = input.substring(at, Math.min(input.length(), at + limits.bodyBytes()));
        boolean cut = input.length() - at > limits.bodyBytes();
        int i = 0;
        while (true) {
            Matcher size = CHUNK_SIZE.matcher(rest).region(i, rest.length());
            if (!size.lookingAt()) {
                return ended(size, cut);
            }
            i = size.end();
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) {
                break;
            }
            if (length > rest.length() - i) {
                open = !cut;
                return false;
            }
            i += (int) length;
            Matcher end = CRLF.matcher(rest).region(i, rest.length());
            if (!end.lookingAt()) {
                return ended(end, cut);
            }
            i += 2;
        }
        Matcher trailer = TRAILER.matcher(rest).region(i, rest.length());
        while (trailer.lookingAt()) {
            i = trailer.end();
            trailer.region(i, rest.length());
        }
        Matcher end = CRLF.matcher(rest).region(i, rest.length());
        if (!end.lookingAt()) {
            boolean unfinished = end.hitEnd() || (trailer.hitEnd() && !rest.startsWith("\r", i));
            open = unfinished && !cut;
            return false;
        }
        at += end.end();
        return true;
    }

    private boolean ended(Matcher matcher, boolean cut) {
        open = matcher.hitEnd() && !cut;
        return false;
    }

    private static List<String> values(List<String> lines, String name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 2) {
            if (lines.get(i).toLowerCase(Locale.ROOT).equals(name)) {
                values.add(lines.get(i + 1));
            }
        }
        return values;
    }

    static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }

    static String latin(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
