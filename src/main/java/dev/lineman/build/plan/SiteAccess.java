package dev.lineman.build.plan;

import dev.lineman.access.AccessRule;
import dev.lineman.access.FileAccess;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.Dependency;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who can fetch the served files of a site: a client that meets the rule of one of its phones. Phones without a rule do not
 * open the files that other phones protect, unless these are exceptions. Immutable.
 *
 * @param access the text of a {@link FileAccess}; null if no rule is known: then published files keep theirs, and no new
 *     file is published
 * @param dependencies what was looked up, besides the phones
 * @param problems the rules that the files cannot follow
 */
public record SiteAccess(@Nullable String access, Set<Dependency> dependencies, List<Problem> problems) {
    /**
     * The most rules that one file has, for sites in which each phone has a user of its own. Each request for the file checks
     * all. Of more rules it has what all have in common.
     */
    static final int MAX_RULES = 1000;

    /** The files in messages. */
    private static final String FILES = "the files that they share, such as phonebooks";

    public SiteAccess {
        dependencies = Set.copyOf(dependencies);
        problems = List.copyOf(problems);
    }

    /**
     * Combines the rules of a site. If the rule of a phone is not known, the files are never open to more clients.
     *
     * @param rules the rules of its phones; at least one
     * @param place finds the first phone with one of these rules, for messages; null if there is none
     */
    public static SiteAccess of(
            String site, SiteRules.RuleSet rules, Function<Predicate<SiteRules.PhoneRule>, @Nullable Position> place) {
        if (rules.isUndecided()) {
            Position first = place.apply(phone -> !phone.isKnown());
            String message = first == null
                    ? unknown("a phone in an unreadable extension file", site) + "correct this file"
                    : unknown("this phone", site) + "correct the problem of this phone";
            return new SiteAccess(null, Set.of(), List.of(Problem.blocking(orFolder(first), message)));
        }
        Position limited = position(place, rules.limited());
        if (rules.isMostlyOpen()) {
            List<AccessRule> open = new ArrayList<>(rules.open().values());
            if (open.size() + rules.strict().size() <= MAX_RULES) {
                open.addAll(rules.strict().values());
            }
            return of(site, open.size() <= MAX_RULES ? open : List.of(AccessRule.common(open)), List.of());
        }
        if (rules.strict().isEmpty()) {
            return closed(site, Problem.error(orFolder(limited), fetches(site)));
        }
        List<Problem> problems = new ArrayList<>();
        add(problems, position(place, rules.open().keySet()), unprotected(site));
        add(problems, limited, fetches(site));
        List<AccessRule> strict = List.copyOf(rules.strict().values());
        if (strict.size() <= MAX_RULES) {
            return of(site, strict, problems);
        }
        AccessRule common = AccessRule.common(strict);
        Position first = position(place, rules.strict().keySet());
        if (!common.protectsSharedFile()) {
            return closed(site, Problem.error(orFolder(first), different(site, strict.size())));
        }
        add(problems, first, common(site, strict.size()));
        return of(site, List.of(common), problems);
    }

    /**
     * The access of a site without phones, if rules below {@code models} could be those of its next phones: no client gets the
     * files.
     *
     * @param at the first extension
     */
    public static SiteAccess ofModels(String site, Position at) {
        return closed(site, Problem.warning(at, models(site)));
    }

    private static @Nullable Position position(
            Function<Predicate<SiteRules.PhoneRule>, @Nullable Position> place, Set<String> wanted) {
        return wanted.isEmpty() ? null : place.apply(phone -> phone.isKnown() && wanted.contains(phone.rule()));
    }

    private static SiteAccess of(String site, List<AccessRule> rules, List<Problem> problems) {
        return new SiteAccess(FileAccess.ofSite(site, rules), Set.of(), problems);
    }

    private static SiteAccess closed(String site, Problem problem) {
        return of(site, List.of(AccessRule.CLOSED), List.of(problem));
    }

    /** Returns this access with more dependencies and problems. */
    public SiteAccess with(Collection<Dependency> more, Collection<Problem> others) {
        List<Problem> all = new ArrayList<>(others);
        // The reasons for an unknown rule say more.
        if (access != null || others.isEmpty()) {
            all.addAll(problems);
        }
        return new SiteAccess(access, Set.copyOf(more), all);
    }

    private static Position orFolder(@Nullable Position at) {
        return at == null ? Position.of("extensions.d") : at;
    }

    private static void add(List<Problem> problems, @Nullable Position at, String message) {
        if (at != null) {
            problems.add(Problem.warning(at, message));
        }
    }

    private static String phones(String site) {
        return site.isEmpty() ? "phones without a site" : "phones of site '" + site + "'";
    }

    private static String unknown(String phone, String site) {
        return "the access rule of " + phone + " is not known, so the files that " + phones(site)
                + " share, such as phonebooks, keep the rule that they have, and new ones are not published: ";
    }

    private static String models(String site) {
        return "no client gets the files of site templates, because there are no " + phones(site)
                + ", and 'provisioning' below 'models' protects those that you add: write 'provisioning' at the top of the"
                + " _defaults.yaml";
    }

    private static String unprotected(String site) {
        return "this phone has no access rule, but other " + phones(site)
                + " have one, so it does not get " + FILES
                + ": write the rule of the others here too, or once in the _defaults.yaml of their folder";
    }

    private static String fetches(String site) {
        return "'fetches' does not protect files that several " + phones(site)
                + " share, such as phonebooks, so this phone does not get them: add 'allow', 'token', 'certificate', or"
                + " 'user' and 'password'";
    }

    private static String common(String site, int rules) {
        return phones(site) + " have " + rules + " different access rules, and a file has at most " + MAX_RULES
                + ": for "
                + FILES + ", a client must meet only what all these rules have in common;"
                + " write fewer rules, best in the _defaults.yaml of folders";
    }

    private static String different(String site, int rules) {
        return phones(site) + " have " + rules + " different access rules with nothing in common, so no client gets "
                + FILES + ": write 'allow' with the networks of these phones into the _defaults.yaml of their folder";
    }
}
