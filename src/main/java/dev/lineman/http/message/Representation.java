package dev.lineman.http.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a path stands for at the moment (RFC 9110, section 3.2): the content, and what tells one version from another.
 *
 * @param entityTag a strong tag, without its quotes
 * @param lastModified counts in whole seconds
 */
public record Representation(ResponseBody body, String contentType, String entityTag, Instant lastModified) {
    /**
     * What a {@code GET} or {@code HEAD} gets: all of it, a part of it, or word that the client has it already (RFC 9110,
     * sections 13 and 14). An answer without this content closes the body at once.
     *
     * @param now the server's time
     */
    public Response respond(Request request, Instant now) {
        String range = request.isHead() || !ifRangeMatches(request) ? null : request.header("Range");
        return responseTo(request, now, range == null ? null : ByteRange.of(range, body.length()));
    }

    /** The same, and never a part of it. */
    public Response respondInFull(Request request, Instant now) {
        return responseTo(request, now, null);
    }

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

    private Response withValidators(Response answer) {
        return answer.with("ETag", '"' + entityTag + '"').withLastModified(lastModified);
    }

    private boolean preconditionFails(Request request) {
        String match = request.header("If-Match");
        if (match != null) {
            return !matches(match, false);
        }
        Instant since = date(request.header("If-Unmodified-Since"));
        return since != null && lastModified.getEpochSecond() > since.getEpochSecond();
    }

    /**
     * A date later than the server's clock says nothing about what the client has (RFC 2616, section 14.25, and what nginx,
     * Apache and lighttpd do): without this, a phone whose clock is ahead would never get a newer file.
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

    /** If-Range: a part is of use only beside the rest of the same version. */
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

    private static @Nullable Instant date(@Nullable String text) {
        return text == null ? null : HttpDate.parse(text);
    }

    /** Whether a list of entity tags has ours; a weak one counts only where that is enough (RFC 9110, section 8.8.3.2). */
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
