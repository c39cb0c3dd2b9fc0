package dev.lineman.serve.visits;

import dev.lineman.access.IpAddress;
import dev.lineman.fs.Digest;
import java.time.Instant;

/**
 * The last time that a phone, or somebody in its name, asked for one of its files.
 *
 * @param second when, in seconds since 1970
 * @param from where they asked from, behind our proxies
 * @param status what they were answered: 200, 206 or 304 when they have the file; 401, 404 or 429 when they were refused; 0 when
 *     they got no answer
 * @param file below {@code out/}
 * @param digest of the file's content then
 * @param agent the User-Agent, cut where it is very long
 */
public record Visit(long second, IpAddress from, int status, String file, Digest digest, String agent) {
    /** The longest User-Agent that is kept. */
    static final int MAX_AGENT_LENGTH = 200;

    public Visit {
        agent = agent.substring(0, Math.min(MAX_AGENT_LENGTH, agent.length()));
    }

    /** When it was. */
    public Instant at() {
        return Instant.ofEpochSecond(second);
    }

    /** Whether this was the same, but for what the phone said of itself. */
    boolean isRepeatOf(Visit other) {
        return second == other.second
                && status == other.status
                && file.equals(other.file)
                && from.equals(other.from)
                && digest.equals(other.digest);
    }

    /** Whether they have the file since. */
    public boolean served() {
        return status == 200 || status == 206 || status == 304;
    }

    /** The firmware that the phone said it has; empty when it did not. */
    public String firmware() {
        return UserAgent.of(agent).firmware();
    }
}
