package dev.lineman.serve.visits;

import dev.lineman.access.IpAddress;
import java.time.Instant;

/**
 * A MAC that nobody has, and that somebody asked a file for.
 *
 * @param first when for the first time, in seconds since 1970
 * @param last when for the last time
 * @param count how often
 * @param from where they asked from the last time
 * @param agent the User-Agent then, cut where it is very long
 */
public record UnknownPhone(String mac, long first, long last, long count, IpAddress from, String agent) {
    public UnknownPhone {
        agent = agent.substring(0, Math.min(Visit.MAX_AGENT_LENGTH, agent.length()));
    }

    /** When they last asked. */
    public Instant lastSeen() {
        return Instant.ofEpochSecond(last);
    }

    /** The model that the phone said it is; empty when it did not. */
    public String model() {
        return UserAgent.of(agent).model();
    }

    /** The firmware that the phone said it has; empty when it did not. */
    public String firmware() {
        return UserAgent.of(agent).firmware();
    }
}
