package dev.lineman.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may fetch one file: every client that meets at least one of the grants. As text it is stored with the
 * file, so the file has the same protection after a restart. Immutable.
 *
 * <p>The text is empty for a file without conditions whose name shows its phone, if it has one. Otherwise it
 * has one line for each grant: the fields of {@link AccessRule#text}, and {@code m=} with MACs if the name does
 * not show them. For the phones of a site it has {@code s=} with the name of the site in base64. If a text cannot be
 * parsed, all access is denied.
 *
 * @param grants empty if all access is denied
 */
public record FileAccess(List<AccessGrant> grants) {
    /** The most MACs that one grant lists. A file of more phones counts as a file of any phone. */
    public static final int MAX_LISTED_MACS = 64;

    /** The field with the MACs; {@code *} for any phone. */
    private static final String MACS = "m=";

    /** The field with the site. */
    private static final String SITE = "s=";

    private static final FileAccess CLOSED = new FileAccess(List.of());

    public FileAccess {
        grants = List.copyOf(grants);
    }

    /**
     * The text for a file.
     *
     * @param path the file's path
     * @param claims for each rule text, the MACs of the phones whose file this is under that rule; the empty
     *     MAC if the file belongs to no phone. The text of a site's file is that of {@link #ofSite}
     */
    public static String text(String path, Map<String, ? extends Collection<String>> claims) {
        String named = MacFinder.findInPath(path);
        Collection<String> first = claims.values().iterator().next();
        if (claims.size() == 1 && first.size() == 1) {
            String mac = first.iterator().next();
            String rule = claims.keySet().iterator().next();
            return mac.isEmpty() || mac.equals(named) ? rule : joined(rule, MACS + mac);
        }
        Collection<String> open = claims.get("");
        // If one phone has no conditions, every client may fetch the shared file.
        if (open != null) {
            return MACS + AccessRule.ANY_TOKEN;
        }
        List<String> lines = new ArrayList<>();
        claims.forEach((rule, macs) -> lines.add(
                isOfSite(rule) ? rule : joined(parseRule(rule).forSharedFile().text(), MACS + macList(macs))));
        return String.join("\n", lines);
    }

    /**
     * The text for the files of a site. A client gets them if it meets one of the rules.
     *
     * @param rules at least one
     */
    public static String ofSite(String site, Collection<AccessRule> rules) {
        String field = SITE + AccessRule.encoded(site);
        return rules.stream()
                .map(rule -> joined(rule.forSharedFile().text(), field))
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    /**
     * The text for a site's file whose bytes can contain the token that all its clients needed before: of the new grants,
     * those with this token. If there are none, no client gets the file.
     *
     * @param before the text with which the bytes were made
     * @param now the result of {@link #ofSite}
     */
    public static String keepingToken(String before, String now) {
        Set<String> tokens =
                Arrays.stream(before.split("\n", -1)).map(AccessRule::tokenOf).collect(Collectors.toSet());
        String token = tokens.size() == 1 ? tokens.iterator().next() : "";
        if (token.isEmpty() || !isOfSite(now)) {
            return now;
        }
        String kept = Arrays.stream(now.split("\n", -1))
                .filter(grant -> AccessRule.tokenOf(grant).equals(token))
                .collect(Collectors.joining("\n"));
        String closed = new AccessRule(null, List.of(), false, false, token, 0, 0).text();
        return kept.isEmpty() ? joined(closed, now.substring(now.lastIndexOf(SITE))) : kept;
    }

    private static boolean isOfSite(String text) {
        return text.startsWith(SITE) || text.contains(' ' + SITE);
    }

    /** The value of {@code m=}. */
    private static String macList(Collection<String> macs) {
        return macs.size() > MAX_LISTED_MACS || macs.contains("") ? AccessRule.ANY_TOKEN : String.join(",", macs);
    }

    /** Appends a field to a rule. */
    private static String joined(String rule, String field) {
        return rule.isEmpty() ? field : rule + ' ' + field;
    }

    /** Parses the result of {@link #text}. */
    public static FileAccess parse(String text) {
        try {
            List<AccessGrant> accessGrants = new ArrayList<>();
            for (String line : text.split("\n", -1)) {
                accessGrants.add(parseGrant(line));
            }
            return new FileAccess(accessGrants);
        } catch (IllegalArgumentException e) {
            return CLOSED;
        }
    }

    /** Parses one line. */
    private static AccessGrant parseGrant(String line) {
        AccessRule rule = AccessRule.OPEN;
        String macs = "";
        String site = null;
        for (String field : line.isEmpty() ? new String[0] : line.split(" ", -1)) {
            if (field.startsWith(MACS)) {
                macs = field.substring(MACS.length());
            } else if (field.startsWith(SITE)) {
                site = AccessRule.decoded(field.substring(SITE.length()));
            } else {
                rule = rule.with(field);
            }
        }
        if (site != null) {
            return new AccessGrant(rule, AccessGrant.Owners.SITE, List.of(), site);
        }
        return switch (macs) {
            case "" -> new AccessGrant(rule, AccessGrant.Owners.NAMED, List.of());
            case AccessRule.ANY_TOKEN -> new AccessGrant(rule, AccessGrant.Owners.ANY, List.of());
            default -> new AccessGrant(rule, AccessGrant.Owners.LISTED, List.of(macs.split(",")));
        };
    }

    /**
     * Parses the result of {@link AccessRule#text}.
     *
     * @throws IllegalArgumentException if a field is unknown or invalid
     */
    public static AccessRule parseRule(String text) {
        AccessRule rule = AccessRule.OPEN;
        for (String field : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            rule = rule.with(field);
        }
        return rule;
    }

    /**
     * The MAC of the one phone that the file belongs to; null if it belongs to no phone or to several.
     *
     * @param named the MAC in the file's name; null if there is none
     */
    public @Nullable String owner(@Nullable String named) {
        if (grants.size() != 1) {
            return null;
        }
        AccessGrant accessGrant = grants.get(0);
        return switch (accessGrant.owners()) {
            case NAMED -> named;
            case LISTED -> accessGrant.macs().size() == 1 ? accessGrant.macs().get(0) : null;
            case ANY, SITE -> null;
        };
    }

    /**
     * The first grant whose conditions the client meets; null if there is none. All grants are checked, so that
     * the time reveals nothing about them.
     */
    public @Nullable AccessGrant findGrant(Client client) {
        AccessGrant found = null;
        for (AccessGrant accessGrant : grants) {
            boolean admits = admits(accessGrant, client);
            found = admits && found == null ? accessGrant : found;
        }
        return found;
    }

    /** Whether the client meets all conditions. All are evaluated, for the same reason. */
    private static boolean admits(AccessGrant accessGrant, Client client) {
        AccessRule rule = accessGrant.rule();
        boolean authenticated = rule.credentials() == null || rule.credentials().equals(client.credentials());
        boolean inNetwork = rule.networks().isEmpty();
        for (IpNetwork network : rule.networks()) {
            inNetwork |= network.contains(client.address());
        }
        boolean inTime = client.epochSecond() < rule.until()
                && (rule.fetches() == 0 || !client.areFetchesUsedUp(rule.fetches(), rule.fetchWindow()));
        boolean macMatches = macsMatch(accessGrant, client);
        boolean tokenMatches = pathTokenMatches(rule, accessGrant, client);
        return authenticated && inNetwork && inTime && macMatches && tokenMatches;
    }

    /**
     * Whether the MACs in User-Agent and certificate are those of the file's phone. A User-Agent without a MAC
     * is accepted, because many phones send none. A client that is known by its address only never meets the rule.
     */
    private static boolean macsMatch(AccessGrant accessGrant, Client client) {
        List<String> agent = client.userAgentMacs();
        boolean agentAgrees = !accessGrant.rule().userAgent()
                || (!client.isKnownByAddressOnly()
                        && (agent.isEmpty() || agent.stream().anyMatch(mac -> accessGrant.belongsTo(mac, client))));
        return agentAgrees && certificateMatches(accessGrant, client);
    }

    /** A certificate that was sent must be the phone's, even if none is required. */
    private static boolean certificateMatches(AccessGrant accessGrant, Client client) {
        boolean needed = accessGrant.rule().certificate();
        List<String> macs = client.certificateMacs();
        if (macs == null) {
            return !needed;
        }
        return accessGrant.hasNoPhone(client)
                ? !needed || macs.stream().anyMatch(client::isPhone)
                : macs.stream().anyMatch(mac -> accessGrant.belongsTo(mac, client));
    }

    /**
     * A file with a token is only found below that token. A file of no particular phone is found below every
     * phone's token, because a phone looks for all its files there. If it needs no token, it is
     * also found without one.
     */
    private static boolean pathTokenMatches(AccessRule rule, AccessGrant accessGrant, Client client) {
        String token = rule.token();
        if (token.isEmpty() || token.equals(AccessRule.ANY_TOKEN)) {
            boolean plain = token.isEmpty() && client.token().isEmpty();
            boolean below = client.isTokenHash(client.token())
                    && (accessGrant.hasNoPhone(client)
                            || accessGrant.owners() == AccessGrant.Owners.ANY
                            || accessGrant.owners() == AccessGrant.Owners.SITE);
            return plain || below;
        }
        return UserCredentials.constantTimeEquals(rule.tokenHash(), client.token());
    }
}
