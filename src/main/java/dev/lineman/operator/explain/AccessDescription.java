package dev.lineman.operator.explain;

import dev.lineman.access.AccessGrant;
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

    /** The most rules that a text shows. */
    private static final int MAX_SHOWN = 5;

    /**
     * The conditions of a file, one in each line. A client must meet all of them. If the file has several rules, each is one
     * line, and a client must meet one.
     *
     * @param access the rules as the publication stores them
     */
    static List<String> describe(String access) {
        List<AccessGrant> grants = FileAccess.parse(access).grants();
        if (grants.size() == 1) {
            return describe(grants.get(0).rule());
        }
        List<String> rules = new ArrayList<>();
        grants.stream()
                .limit(MAX_SHOWN)
                .forEach(
                        grant -> rules.add((rules.isEmpty() ? "" : "or ") + String.join(", ", describe(grant.rule()))));
        if (grants.size() > MAX_SHOWN) {
            rules.add("or " + (grants.size() - MAX_SHOWN) + " other rules of its phones");
        }
        return rules;
    }

    private static List<String> describe(AccessRule rule) {
        if (rule.equals(AccessRule.CLOSED)) {
            return List.of("no client");
        }
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
