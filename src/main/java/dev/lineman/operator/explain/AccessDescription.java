package dev.lineman.operator.explain;

import dev.lineman.access.AccessRule;
import dev.lineman.access.FileAccess;
import dev.lineman.access.UserCredentials;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Describes the access rule of a file in words, without its password and its token. Stateless. */
final class AccessDescription {
    private AccessDescription() {}

    /**
     * The conditions of a rule, one in each line. A client must meet all of them.
     *
     * @param access the rule as the publication stores it
     */
    static List<String> describe(String access) {
        AccessRule rule = FileAccess.parseRule(access);
        List<String> asked = new ArrayList<>();
        UserCredentials credentials = rule.credentials();
        if (credentials != null) {
            asked.add("user '" + credentials.user() + "' with the password");
        }
        if (!rule.networks().isEmpty()) {
            asked.add("from " + rule.networks().stream().map(Object::toString).collect(Collectors.joining(", ")));
        }
        if (rule.userAgent()) {
            asked.add("a MAC in the User-Agent must be the phone's");
        }
        if (rule.certificate()) {
            asked.add("over TLS, with a client certificate that has the phone's MAC");
        }
        if (!rule.token().isEmpty()) {
            asked.add("below the token's path only");
        }
        if (rule.until() != AccessRule.FOREVER) {
            asked.add("until " + Instant.ofEpochSecond(rule.until()));
        }
        if (rule.fetches() > 0) {
            asked.add(rule.fetches() + (rule.fetches() == 1 ? " time" : " times"));
        }
        return asked.isEmpty() ? List.of("every client") : asked;
    }
}
