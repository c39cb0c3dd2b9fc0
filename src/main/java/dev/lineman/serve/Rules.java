package dev.lineman.serve;

import dev.lineman.access.Access;
import dev.lineman.access.Credentials;
import dev.lineman.access.Network;
import dev.lineman.access.Rule;
import dev.lineman.access.Way;
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

    private final Map<String, Access> read = new ConcurrentHashMap<>();

    Access of(String text) {
        if (read.size() >= KEPT) {
            read.clear();
        }
        return read.computeIfAbsent(text, Access::parse);
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
}
