package dev.lineman.serve.visits;

import dev.lineman.access.IpAddress;
import java.time.Instant;

/**
 * The requests of a known phone for one name that it did not get, and that is not a file of its own: the name does not
 * exist, or the file belongs to other phones. {@link MissedRequestLog} keeps them. Immutable.
 *
 * @param name the requested path below {@code out/}, or, outside the agent's path, with {@code /} in front; empty when
 *     no file can have the path. Without tokens and query; the constructor escapes characters that do not print, and
 *     cuts it to 200 characters
 * @param from the client address of the last request, behind trusted proxies
 * @param status the HTTP status of the last response: 401, 404 or 429
 * @param refused whether a file had this name, and the client had no access to it
 * @param first the time of the first request, in seconds since 1970
 * @param last the time of the last request, in seconds since 1970
 * @param count the number of requests for this name from the same source network
 * @param agent the User-Agent of the last request, cut to 200 characters
 */
public record MissedRequest(
        String name, IpAddress from, int status, boolean refused, long first, long last, long count, String agent)
        implements PhoneRequest {
    /** The longest name that is kept, in characters. A phone's own names are shorter. */
    private static final int MAX_NAME_LENGTH = 200;

    private static final int UNAUTHORIZED = 401;

    private static final String ELLIPSIS = "...";

    public MissedRequest {
        name = printable(name);
        agent = agent.substring(0, Math.min(Visit.MAX_AGENT_LENGTH, agent.length()));
    }

    @Override
    public Instant at() {
        return Instant.ofEpochSecond(last);
    }

    /** Returns the time of the first request. */
    public Instant firstSeen() {
        return Instant.ofEpochSecond(first);
    }

    /** Returns the model in the User-Agent; empty when it names none. */
    public String model() {
        return UserAgent.of(agent).model();
    }

    /** Returns whether both are requests for the same name from the same source network. */
    boolean isRepeatOf(MissedRequest other) {
        return name.equals(other.name) && source().equals(other.source());
    }

    /** Returns the part of the address that identifies one customer; see {@link IpAddress#sourceNetwork}. */
    IpAddress source() {
        return from.sourceNetwork();
    }

    /**
     * Returns this request as the last one of those that were counted before. A 401 and the answer to the same request
     * with credentials count as one.
     */
    MissedRequest after(MissedRequest before) {
        long added = before.status == UNAUTHORIZED && status != UNAUTHORIZED ? count - 1 : count;
        return new MissedRequest(
                name, from, status, refused, before.first, Math.max(last, before.last), before.count + added, agent);
    }

    /**
     * Cuts a name, and replaces each character without a shape of its own, such as a control character or a change of
     * the writing direction, with {@code \}{@code u} and four hex digits. A result stays as it is.
     */
    static String printable(String name) {
        if (name.length() <= MAX_NAME_LENGTH && name.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return name;
        }
        StringBuilder text = new StringBuilder();
        int whole = 0;
        for (int i = 0; i < name.length() && text.length() <= MAX_NAME_LENGTH; ) {
            int point = name.codePointAt(i);
            i += Character.charCount(point);
            switch (Character.getType(point)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED -> text.append(String.format("\\u%04x", point));
                default -> text.appendCodePoint(point);
            }
            whole = text.length() <= MAX_NAME_LENGTH - ELLIPSIS.length() ? text.length() : whole;
        }
        return text.length() <= MAX_NAME_LENGTH ? text.toString() : text.substring(0, whole) + ELLIPSIS;
    }
}
