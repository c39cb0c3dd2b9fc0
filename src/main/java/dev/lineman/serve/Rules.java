package dev.lineman.serve;

import dev.lineman.access.Access;
import dev.lineman.access.Credentials;
import dev.lineman.access.Network;
import dev.lineman.access.Rule;
import dev.lineman.access.Way;
import dev.lineman.http.Fields;
import dev.lineman.http.Request;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The rules of files as they are read: mostly many files have the same. Thread-safe. */
final class Rules {
    /** Asked where there is no file, so that it takes as long as where there is one; nobody comes in here. */
    static final Access STAND_IN = Access.parse(new Rule(
                    Credentials.of("nobody", "nothing"),
                    List.of(Objects.requireNonNull(Network.parse("192.0.2.0/32"))),
                    true,
                    true,
                    Rule.hashed("nothing"),
                    0,
                    0)
            .text());

    private static final int KEPT = 4096;

    /** What a request may ask besides parts (RFC 9110, section 13.1). */
    private static final List<String> CONDITIONS =
            List.of("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since");

    private final Map<String, Access> read = new ConcurrentHashMap<>();

    Access of(String text) {
        Access access = read.get(text);
        if (access == null) {
            access = Access.parse(text);
            if (read.size() >= KEPT) {
                read.clear();
            }
            read.put(text, access);
        }
        return access;
    }

    /** The credentials of a user's name, those that this file asks for first. */
    static Set<Credentials> ownFirst(Access access, String name, Set<Credentials> known) {
        Set<Credentials> all = new LinkedHashSet<>();
        for (Way way : access.ways()) {
            Credentials own = way.rule().credentials();
            if (own != null && own.user().equals(name)) {
                all.add(own);
            }
        }
        all.addAll(known);
        return all;
    }

    /** The same request for the whole file. */
    static Request withoutRange(Request request) {
        List<String> fields = new ArrayList<>();
        for (String name : CONDITIONS) {
            String value = request.header(name);
            if (value != null) {
                fields.add(name);
                fields.add(value);
            }
        }
        return new Request(
                request.method(),
                request.path(),
                request.target(),
                request.version(),
                Fields.of(fields.toArray(String[]::new)),
                request.peer());
    }
}
