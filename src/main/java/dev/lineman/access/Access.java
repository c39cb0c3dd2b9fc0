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
 * for each way: the fields of {@link Rule#text}, and {@code m=} with the phones' MACs where the name does not tell them. What
 * cannot be read lets nobody in.
 *
 * @param ways empty when nobody may
 */
public record Access(List<Way> ways) {
    /** So many MACs one way names; a file of more phones is that of any phone. */
    public static final int NAMED = 64;

    private static final String MACS = "m=";
    private static final Access CLOSED = new Access(List.of());

    public Access {
        ways = List.copyOf(ways);
    }

    /**
     * The text for a file.
     *
     * @param path the file's name
     * @param claims the texts of the rules under which it is claimed, each with the phones that claim it; a file that is no
     *     phone's is claimed by the empty MAC
     */
    public static String text(String path, Map<String, ? extends Collection<String>> claims) {
        String named = Mac.in(path);
        Collection<String> first = claims.values().iterator().next();
        if (claims.size() == 1 && first.size() == 1) {
            String mac = first.iterator().next();
            String rule = claims.keySet().iterator().next();
            return mac.isEmpty() || mac.equals(named) ? rule : joined(rule, MACS + mac);
        }
        Collection<String> open = claims.get("");
        if (open != null) {
            return MACS + Rule.ANY_TOKEN;
        }
        List<String> ways = new ArrayList<>();
        claims.forEach((rule, macs) -> ways.add(joined(rule(rule).shared().text(), MACS + named(macs))));
        return String.join("\n", ways);
    }

    private static String named(Collection<String> macs) {
        return macs.size() > NAMED || macs.contains("") ? Rule.ANY_TOKEN : String.join(",", macs);
    }

    private static String joined(String rule, String field) {
        return rule.isEmpty() ? field : rule + ' ' + field;
    }

    /** Reads a text of {@link #text}. */
    public static Access parse(String text) {
        try {
            List<Way> ways = new ArrayList<>();
            for (String line : text.split("\n", -1)) {
                ways.add(way(line));
            }
            return new Access(ways);
        } catch (IllegalArgumentException e) {
            return CLOSED;
        }
    }

    private static Way way(String line) {
        Rule rule = Rule.OPEN;
        String macs = "";
        for (String field : line.isEmpty() ? new String[0] : line.split(" ", -1)) {
            if (field.startsWith(MACS)) {
                macs = field.substring(MACS.length());
            } else {
                rule = rule.with(field);
            }
        }
        return switch (macs) {
            case "" -> new Way(rule, Way.Owners.NAMED, List.of());
            case Rule.ANY_TOKEN -> new Way(rule, Way.Owners.ANY, List.of());
            default -> new Way(rule, Way.Owners.LISTED, List.of(macs.split(",")));
        };
    }

    /** Reads the text of a rule alone. */
    public static Rule rule(String text) {
        Rule rule = Rule.OPEN;
        for (String field : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            rule = rule.with(field);
        }
        return rule;
    }

    /** The one phone whose file this is; null when it is nobody's, or that of several. */
    public @Nullable String owner(@Nullable String named) {
        if (ways.size() != 1) {
            return null;
        }
        Way way = ways.get(0);
        return switch (way.owners()) {
            case NAMED -> named;
            case LISTED -> way.macs().size() == 1 ? way.macs().get(0) : null;
            case ANY -> null;
        };
    }

    /** The first way that lets somebody in; null when none does. All are tried, so that the time tells nothing. */
    public @Nullable Way admitting(Asker asker) {
        Way found = null;
        for (Way way : ways) {
            boolean admits = admits(way, asker);
            found = admits && found == null ? way : found;
        }
        return found;
    }

    private static boolean admits(Way way, Asker asker) {
        Rule rule = way.rule();
        boolean known = rule.credentials() == null || rule.credentials().equals(asker.credentials());
        boolean near = rule.networks().isEmpty();
        for (Network network : rule.networks()) {
            near |= network.contains(asker.address());
        }
        boolean open =
                asker.now() < rule.until() && (rule.fetches() == 0 || !asker.isSpent(rule.fetches(), rule.window()));
        boolean right = agrees(way, asker);
        boolean there = isWhereItAsks(rule, way, asker);
        return known && near && open && right && there;
    }

    private static boolean agrees(Way way, Asker asker) {
        List<String> agent = asker.agentMacs();
        boolean agentAgrees =
                !way.rule().userAgent() || agent.isEmpty() || agent.stream().anyMatch(mac -> way.isOf(mac, asker));
        return agentAgrees && isCertified(way, asker);
    }

    /** A certificate that was shown has to be the phone's, even where none is needed. */
    private static boolean isCertified(Way way, Asker asker) {
        boolean needed = way.rule().certificate();
        List<String> macs = asker.certificateMacs();
        if (macs == null) {
            return !needed;
        }
        return way.isNobodys(asker)
                ? !needed || macs.stream().anyMatch(asker::isPhone)
                : macs.stream().anyMatch(mac -> way.isOf(mac, asker));
    }

    /** A file with a token is below it and nowhere else; one that is no phone's is there, too, for the phones that look there. */
    private static boolean isWhereItAsks(Rule rule, Way way, Asker asker) {
        String token = rule.token();
        if (token.isEmpty() || token.equals(Rule.ANY_TOKEN)) {
            boolean plain = token.isEmpty() && asker.token().isEmpty();
            boolean below = asker.isToken(asker.token()) && (way.isNobodys(asker) || way.owners() == Way.Owners.ANY);
            return plain || below;
        }
        return Credentials.same(rule.tokenHash(), asker.token());
    }
}
