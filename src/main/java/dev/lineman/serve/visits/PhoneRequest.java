package dev.lineman.serve.visits;

import dev.lineman.access.IpAddress;
import java.time.Instant;

/** A request of a known phone, as the log of visits keeps it. Immutable. */
public sealed interface PhoneRequest permits Visit, MissedRequest {
    /** Returns the time of the request. */
    Instant at();

    /** Returns the address of the client, behind trusted proxies. */
    IpAddress from();

    /** Returns the HTTP status of the response; 0 when there was none. */
    int status();

    /** Returns the User-Agent, cut to 200 characters. */
    String agent();

    /** Returns the firmware version in the User-Agent; empty when it names none. */
    default String firmware() {
        return UserAgent.of(agent()).firmware();
    }
}
