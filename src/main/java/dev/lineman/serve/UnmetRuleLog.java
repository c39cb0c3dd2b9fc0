package dev.lineman.serve;

import dev.lineman.access.AccessGrant;
import dev.lineman.access.AccessRule;
import dev.lineman.access.FileAccess;
import dev.lineman.collection.LruMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log why a phone never gets its files at a port with names at the top: their rule asks for more than an
 * address, or the phone is not known to use TFTP. One line for each phone and port. Thread-safe.
 */
final class UnmetRuleLog {
    private static final Logger LOG = LoggerFactory.getLogger(UnmetRuleLog.class);

    /** Phones that are remembered. A forgotten phone gets its line again. */
    private static final int MAX_PHONES = 10_000;

    /** Guarded by itself. */
    private final Map<String, Boolean> logged = new LruMap<>(MAX_PHONES);

    /** Logs a refusal if no client can meet a rule of the file at this port. */
    void refused(ServingPort port, PathLocator.LocatedFile located, FileAccess access) {
        List<AccessRule> rules = access.grants().stream().map(AccessGrant::rule).toList();
        String subject = subject(located);
        if (rules.isEmpty() || !rules.stream().allMatch(AccessRule::needsMoreThanAddress) || !isFirst(port, located)) {
            return;
        }
        AccessRule rule = rules.get(0);
        LOG.warn(
                "{} does not get {} {}: its rule asks for {}, and a client shows only its address there. Write"
                        + " 'provisioning: {{}}' for it, or let it ask the port for phones",
                subject,
                located.file(),
                port.label(),
                String.join(", ", conditions(rule)),
                String.join(", ", remedy(rule)));
    }

    /** Logs that a file is not for TFTP, because its phones are not known to use it. */
    void notForTftp(PathLocator.LocatedFile located) {
        String subject = subject(located);
        if (isFirst(ServingPort.TFTP, located)) {
            LOG.warn(
                    "{} asks for {} by TFTP and does not get it: its model is not known to use TFTP, or its extension has"
                            + " an error. If it uses TFTP, write 'provisioning: {tftp: true}' for it; otherwise give it"
                            + " a URL with http",
                    subject,
                    located.file());
        }
    }

    private static String subject(PathLocator.LocatedFile located) {
        return located.mac() == null ? "a client" : "phone " + located.mac();
    }

    /** Returns whether this is the first refusal of a phone at a port, or of a file that belongs to no phone. */
    private boolean isFirst(ServingPort port, PathLocator.LocatedFile located) {
        String subject = located.mac() == null ? located.file() : located.mac();
        synchronized (logged) {
            return logged.put(port.label() + ' ' + subject, true) == null;
        }
    }

    private static List<String> conditions(AccessRule rule) {
        return Stream.of(
                        rule.credentials() == null ? "" : "a password",
                        rule.token().isEmpty() ? "" : "a token",
                        rule.certificate() ? "a client certificate" : "",
                        rule.userAgent() ? "its MAC in the User-Agent" : "")
                .filter(condition -> !condition.isEmpty())
                .toList();
    }

    /** The values that remove these conditions. */
    private static List<String> remedy(AccessRule rule) {
        List<String> values = new ArrayList<>();
        if (rule.credentials() != null) {
            values.add("user: \"\"");
        }
        if (!rule.token().isEmpty()) {
            values.add("token: \"\"");
        }
        if (rule.certificate()) {
            values.add("certificate: false");
        }
        if (rule.userAgent()) {
            values.add("user_agent: false");
        }
        if (rule.networks().isEmpty()) {
            values.add("allow: [NETWORK]");
        }
        return values;
    }
}
