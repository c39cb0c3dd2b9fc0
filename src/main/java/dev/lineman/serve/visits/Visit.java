package dev.lineman.serve.visits;

import dev.lineman.access.IpAddress;
import dev.lineman.fs.Digest;
import java.time.Instant;

/**
 * A request for a file of a known phone: the newest one for this file and this result. Immutable.
 *
 * @param second the time, in seconds since 1970
 * @param from the address of the client, behind trusted proxies
 * @param status the HTTP status: 200, 206 or 304 when the client has the file; 401, 404 or 429 when it was refused; 0
 *     when it got no response
 * @param file the path below {@code out/}
 * @param digest the digest of the content at that time
 * @param agent the User-Agent, cut to 200 characters
 */
public record Visit(long second, IpAddress from, int status, String file, Digest digest, String agent)
        implements PhoneRequest {
    /** The longest User-Agent that is kept, in characters. */
    static final int MAX_AGENT_LENGTH = 200;

    public Visit {
        agent = agent.substring(0, Math.min(MAX_AGENT_LENGTH, agent.length()));
    }

    @Override
    public Instant at() {
        return Instant.ofEpochSecond(second);
    }

    /** Returns whether both visits are equal except for the User-Agent. */
    boolean isRepeatOf(Visit other) {
        return second == other.second
                && status == other.status
                && file.equals(other.file)
                && from.equals(other.from)
                && digest.equals(other.digest);
    }

    /** Returns whether the client has the file since this visit. */
    public boolean served() {
        return status == 200 || status == 206 || status == 304;
    }
}
