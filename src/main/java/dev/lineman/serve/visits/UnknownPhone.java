package dev.lineman.serve.visits;

import dev.lineman.access.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A MAC that is not in the inventory, and its requests on all channels. Immutable.
 *
 * @param mac 12 lower-case hex digits
 * @param first the time of the first request, in seconds since 1970
 * @param last the time of the last request, in seconds since 1970
 * @param count the number of requests
 * @param from the client address of the last request
 * @param channels the channels of the requests, that of the last request first; at least one
 * @param name the path below {@code out/} of the last request that names a file, without tokens; empty when there is
 *     none. As in {@link MissedRequest#name}
 * @param device what the requests say of the phone: each text from the last request that has it
 */
public record UnknownPhone(
        String mac,
        long first,
        long last,
        long count,
        IpAddress from,
        List<RequestChannel> channels,
        String name,
        ReportedDevice device) {
    /** The folder of the publication that phones see, relative to {@code out/}. */
    private static final String FOLDER = "provisioning/";

    public UnknownPhone {
        name = MissedRequest.printable(name);
        channels = List.copyOf(channels);
    }

    /**
     * Returns an unknown phone after its first request.
     *
     * @param second the time, in seconds since 1970
     * @param name the requested path below {@code out/}, without tokens; empty when the request names no file
     */
    public static UnknownPhone seen(
            String mac, long second, IpAddress from, RequestChannel channel, String name, ReportedDevice device) {
        return new UnknownPhone(mac, second, second, 1, from, List.of(channel), name, device);
    }

    /** Returns the time of the first request. */
    public Instant firstSeen() {
        return Instant.ofEpochSecond(first);
    }

    /** Returns the time of the last request. */
    public Instant lastSeen() {
        return Instant.ofEpochSecond(last);
    }

    /** Returns the channel of the last request. */
    public RequestChannel channel() {
        return channels.get(0);
    }

    /** Returns the first folder of the requested path, which is that of a site; empty when there is none. */
    public String folder() {
        int end = name.indexOf('/', FOLDER.length());
        return name.startsWith(FOLDER) && end > 0 ? name.substring(FOLDER.length(), end) : "";
    }

    /** Returns the newest User-Agent, cut to 200 characters; empty when there is none. */
    public String agent() {
        return device.agent();
    }

    /** Returns the model that the requests name; empty when they name none. */
    public String model() {
        return device.model();
    }

    /** Returns the firmware version that the requests name; empty when they name none. */
    public String firmware() {
        return device.firmware();
    }

    /** Returns this phone after its earlier requests. */
    UnknownPhone after(UnknownPhone before) {
        return new UnknownPhone(
                mac,
                before.first,
                Math.max(last, before.last),
                before.count + count,
                from,
                Stream.concat(channels.stream(), before.channels.stream())
                        .distinct()
                        .toList(),
                name.isEmpty() ? before.name : name,
                device.after(before.device));
    }
}
