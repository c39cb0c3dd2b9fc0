package dev.lineman.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may fetch one file: whoever any of its ways lets in. As text it travels with the file, so that it is as closed after a
 * restart as before.
 *
 * <p>The text is empty for a file that asks nothing, and whose phone, if it is one's, stands in its name. Else it has a line
 * for each way: the fields of {@link AccessRule#text}, and {@code m=} with the phones' MACs where the name does not tell them. What
 * cannot be read lets nobody in.
 *
 * @param grants empty when nobody may
 */
public record FileAccess(List<AccessGrant> grants) {
    /** So many MACs one way names; a file of more phones is that of any phone. */
    public static final int MAX_LISTED_MACS = 64;

    private static final String MACS = "m=";
    private static final FileAccess CLOSED = new FileAccess(List.of());

    public FileAccess {
        grants = List.copyOf(grants);
    }

    /**
     * The text for a file.
     *
     * @param path the file's name
     * @param claims the texts of the rules under which it is claimed, each with the phones that claim it; a file that is no
     *     phone's is claimed by the empty MAC
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
        if (open != null) {
            return MACS + AccessRule.ANY_TOKEN;
        }
        List<String> ways = new ArrayList<>();
        claims.forEach(
                (rule, macs) -> ways.add(joined(parseRule(rule).forSharedFile().text(), MACS + macList(macs))));
        return String.join("\n", ways);
    }

    private static String macList(Collection<String> macs) {
        return macs.size() > MAX_LISTED_MACS || macs.contains("") ? AccessRule.ANY_TOKEN : String.join(",", macs);
    }

    private static String joined(String rule, String field) {
        return rule.isEmpty() ? field : rule + ' ' + field;
    }

    /** Reads a text of {@link #text}. */
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

    private static AccessGrant parseGrant(String line) {
        AccessRule rule = AccessRule.OPEN;
        String macs = "";
        for (String field : line.isEmpty() ? new String[0] : line.split(" ", -1)) {
            if (field.startsWith(MACS)) {
                macs = field.substring(MACS.length());
            } else {
                rule = rule.with(field);
            }
        }
        return switch (macs) {
            case "" -> new AccessGrant(rule, AccessGrant.Owners.NAMED, List.of());
            case AccessRule.ANY_TOKEN -> new AccessGrant(rule, AccessGrant.Owners.ANY, List.of());
            default -> new AccessGrant(rule, AccessGrant.Owners.LISTED, List.of(macs.split(",")));
        };
    }

    /** Reads the text of a rule alone. */
    public static AccessRule parseRule(String text) {
        AccessRule rule = AccessRule.OPEN;
        for (String field : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            rule = rule.with(field);
        }
        return rule;
    }

    /** The one phone whose file this is; null when it is nobody's, or that of several. */
    public @Nullable String owner(@Nullable String named) {
        if (grants.size() != 1) {
            return null;
        }
        AccessGrant accessGrant = grants.get(0);
        return switch (accessGrant.owners()) {
            case NAMED -> named;
            case LISTED -> accessGrant.macs().size() == 1 ? accessGrant.macs().get(0) : null;
            case ANY -> null;
        };
    }

    /** The first way that lets somebody in; null when none does. All are tried, so that the time tells nothing. */
    public @Nullable AccessGrant findGrant(Client client) {
        AccessGrant found = null;
        for (AccessGrant accessGrant : grants) {
            boolean admits = admits(accessGrant, client);
            found = admits && found == null ? accessGrant : found;
        }
        return found;
    }

    private static boolean admits(AccessGrant accessGrant, Client client) {
        AccessRule rule = accessGrant.rule();
        boolean known = rule.credentials() == null || rule.credentials().equals(client.credentials());
        boolean near = rule.networks().isEmpty();
        for (IpNetwork network : rule.networks()) {
            near |= network.contains(client.address());
        }
        boolean open = client.epochSecond() < rule.until()
                && (rule.fetches() == 0 || !client.areFetchesUsedUp(rule.fetches(), rule.fetchWindow()));
        boolean right = macsMatch(accessGrant, client);
        boolean there = pathTokenMatches(rule, accessGrant, client);
        return known && near && open && right && there;
    }

    private static boolean macsMatch(AccessGrant accessGrant, Client client) {
        List<String> agent = client.userAgentMacs();
        boolean agentAgrees = !accessGrant.rule().userAgent()
                || agent.isEmpty()
                || agent.stream().anyMatch(mac -> accessGrant.belongsTo(mac, client));
        return agentAgrees && certificateMatches(accessGrant, client);
    }

    /** A certificate that was shown has to be the phone's, even where none is needed. */
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

    /** A file with a token is below it and nowhere else; one that is no phone's is there, too, for the phones that look there. */
    private static boolean pathTokenMatches(AccessRule rule, AccessGrant accessGrant, Client client) {
        String token = rule.token();
        if (token.isEmpty() || token.equals(AccessRule.ANY_TOKEN)) {
            boolean plain = token.isEmpty() && client.token().isEmpty();
            boolean below = client.isTokenHash(client.token())
                    && (accessGrant.hasNoPhone(client) || accessGrant.owners() == AccessGrant.Owners.ANY);
            return plain || below;
        }
        return UserCredentials.constantTimeEquals(rule.tokenHash(), client.token());
    }
}
