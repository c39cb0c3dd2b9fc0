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

/** Caches parsed access rules by their text: most files share a rule with many others. Thread-safe. */
final class AccessCache {
    /**
     * Checked in place of a missing file, so that the response time does not show which files exist. Never grants
     * access.
     */
    static final FileAccess STAND_IN = FileAccess.parse(new AccessRule(
                    UserCredentials.of("nobody", "nothing"),
                    List.of(Objects.requireNonNull(IpNetwork.parse("192.0.2.0/32"))),
                    true,
                    true,
                    AccessRule.hashToken("nothing"),
                    0,
                    0)
            .text());

    /** Number of rules. When it is reached, the cache starts again empty. */
    private static final int MAX_CACHED = 4096;

    private final Map<String, FileAccess> parsed = new ConcurrentHashMap<>();

    /** Returns the parsed form of a rule. */
    FileAccess of(String text) {
        if (parsed.size() >= MAX_CACHED) {
            parsed.clear();
        }
        return parsed.computeIfAbsent(text, FileAccess::parse);
    }

    /** Returns the credentials of a user name, those that the file requires first. */
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
