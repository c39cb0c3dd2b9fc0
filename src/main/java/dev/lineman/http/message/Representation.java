package dev.lineman.http.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The current content of a path with its validators (RFC 9110, sections 3.2 and 8.8). It evaluates conditional
 * requests and range requests. Immutable; the body can be read once per response.
 *
 * @param body the content
 * @param contentType the value of {@code Content-Type}
 * @param entityTag a strong entity tag, without its quotes
 * @param lastModified only whole seconds count
 */
public record Representation(ResponseBody body, String contentType, String entityTag, Instant lastModified) {
    /**
     * Responds to a {@code GET} or {@code HEAD}: status 200, 206, 304, 412 or 416 (RFC 9110, sections 13 and
     * 14). If the response does not use the body, the body is closed at once.
     *
     * @param now the server's time
     */
    public Response respond(Request request, Instant now) {
        String range = request.isHead() || !ifRangeMatches(request) ? null : request.header("Range");
        return responseTo(request, now, range == null ? null : ByteRange.of(range, body.length()));
    }

    /** Like {@link #respond}, but ignores {@code Range}. */
    public Response respondInFull(Request request, Instant now) {
        return responseTo(request, now, null);
    }

    /**
     * The preconditions in the order of RFC 9110, section 13.2.2.
     *
     * @param part the requested range; null for the whole content
     */
    private Response responseTo(Request request, Instant now, @Nullable ByteRange part) {
        if (preconditionFails(request)) {
            body.close();
            return Response.plain(412);
        }
        if (isNotModified(request, now)) {
            body.close();
            return withValidators(Response.empty(304));
        }
        if (part == null) {
            return withValidators(Response.of(200, contentType, body)).with("Accept-Ranges", "bytes");
        }
        if (part.length() == 0) {
            body.close();
            return Response.plain(416).with("Content-Range", "bytes */" + body.length());
        }
        return withValidators(Response.of(206, contentType, body.slice(part.from(), part.length())))
                .with("Content-Range", "bytes " + part.from() + '-' + part.last() + '/' + body.length());
    }

    /** Adds {@code ETag} and {@code Last-Modified}. */
    private Response withValidators(Response response) {
        return response.with("ETag", '"' + entityTag + '"').withLastModified(lastModified);
    }

    /** {@code If-Match} and {@code If-Unmodified-Since}, that is, status 412. */
    private boolean preconditionFails(Request request) {
        String match = request.header("If-Match");
        if (match != null) {
            return !matches(match, false);
        }
        Instant since = date(request.header("If-Unmodified-Since"));
        return since != null && lastModified.getEpochSecond() > since.getEpochSecond();
    }

    /**
     * {@code If-None-Match} and {@code If-Modified-Since}, that is, status 304.
     *
     * <p>A date later than the server's clock is ignored (RFC 2616, section 14.25; nginx, Apache and lighttpd
     * do the same). Otherwise a phone whose clock is ahead would never get a newer file.
     */
    private boolean isNotModified(Request request, Instant now) {
        String none = request.header("If-None-Match");
        if (none != null) {
            return matches(none, true);
        }
        Instant since = date(request.header("If-Modified-Since"));
        return since != null
                && since.getEpochSecond() <= now.getEpochSecond()
                && lastModified.getEpochSecond() <= since.getEpochSecond();
    }

    /**
     * {@code If-Range}: a part is only useful together with the rest of the same version (RFC 9110, section
     * 13.1.5).
     */
    private boolean ifRangeMatches(Request request) {
        String condition = request.header("If-Range");
        if (condition == null) {
            return true;
        }
        Instant date = date(condition);
        return date == null
                ? condition.equals('"' + entityTag + '"')
                : lastModified.getEpochSecond() == date.getEpochSecond();
    }

    /** The date of a field; null if it is absent or not a date. */
    private static @Nullable Instant date(@Nullable String text) {
        return text == null ? null : HttpDate.parse(text);
    }

    /**
     * Whether a list of entity tags contains this one. A weak tag counts only in a weak comparison (RFC 9110,
     * section 8.8.3.2).
     */
    private boolean matches(String list, boolean weakly) {
        String tag = '"' + entityTag + '"';
        for (int at = list.indexOf(tag); at >= 0; at = list.indexOf(tag, at + 1)) {
            if (weakly || !list.startsWith("W/", at - 2)) {
                return true;
            }
        }
        return list.equals("*");
    }
}
