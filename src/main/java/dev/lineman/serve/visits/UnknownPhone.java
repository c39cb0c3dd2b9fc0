package dev.lineman.serve.visits;

import dev.lineman.access.IpAddress;
import java.time.Instant;

/**
 * A MAC that is not in the inventory, and the requests for its files. Immutable.
 *
 * @param mac 12 lower-case hex digits
 * @param first the time of the first request, in seconds since 1970
 * @param last the time of the last request, in seconds since 1970
 * @param count the number of requests
 * @param from the client address of the last request
 * @param agent the User-Agent of the last request, cut to 200 characters
 * @param name the requested path of the last request below {@code out/}, without tokens; empty when it is not known.
 *     As in {@link MissedRequest#name}
 */
public record UnknownPhone(String mac, long first, long last, long count, IpAddress from, String agent, String name) {
    /** The folder of the publication that phones see, relative to {@code out/}. */
    private static final String FOLDER = "provisioning/";

    public UnknownPhone {
        name = MissedRequest.printable(name);
        agent = agent.substring(0, Math.min(Visit.MAX_AGENT_LENGTH, agent.length()));
    }

    /** Returns the time of the last request. */
    public Instant lastSeen() {
        return Instant.ofEpochSecond(last);
    }

    /** Returns the first folder of the requested path, which is that of a site; empty when there is none. */
    public String folder() {
        int end = name.indexOf('/', FOLDER.length());
        return name.startsWith(FOLDER) && end > 0 ? name.substring(FOLDER.length(), end) : "";
    }

    /** Returns the model in the User-Agent; empty when it names none. */
    public String model() {
        return UserAgent.of(agent).model();
    }

    /** Returns the firmware version in the User-Agent; empty when it names none. */
    public String firmware() {
        return UserAgent.of(agent).firmware();
    }
}
