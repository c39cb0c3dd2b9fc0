package dev.lineman.serve;

import dev.lineman.access.AccessGrant;
import dev.lineman.access.AccessRule;
import dev.lineman.access.FileAccess;
import dev.lineman.access.IpNetwork;
import dev.lineman.access.UserCredentials;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The rules of files as they are read: mostly many files have the same. Thread-safe. */
final class AccessCache {
    /** Asked where there is no file, so that it takes as long as where there is one; nobody comes in here. */
    static final FileAccess STAND_IN = FileAccess.parse(new AccessRule(
                    UserCredentials.of("nobody", "nothing"),
                    List.of(Objects.requireNonNull(IpNetwork.parse("192.0.2.0/32"))),
                    true,
                    true,
                    AccessRule.hashToken("nothing"),
                    0,
                    0)
            .text());

    private static final int MAX_CACHED = 4096;

    private final Map<String, FileAccess> parsed = new ConcurrentHashMap<>();

    FileAccess of(String text) {
        if (parsed.size() >= MAX_CACHED) {
            parsed.clear();
        }
        return parsed.computeIfAbsent(text, FileAccess::parse);
    }

    /** The credentials of a user's name, those that this file asks for first. */
    static Set<UserCredentials> ownFirst(FileAccess access, String name, Set<UserCredentials> known) {
        Set<UserCredentials> all = new LinkedHashSet<>();
        for (AccessGrant accessGrant : access.grants()) {
            UserCredentials own = accessGrant.rule().credentials();
            if (own != null && own.user().equals(name)) {
                all.add(own);
            }
        }
        all.addAll(known);
        return all;
    }
}
