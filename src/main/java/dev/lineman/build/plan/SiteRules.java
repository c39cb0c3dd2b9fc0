package dev.lineman.build.plan;

import dev.lineman.access.AccessRule;
import dev.lineman.access.FileAccess;
import dev.lineman.collection.HashOrder;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * The different access rules of each site's phones. The files of the site follow them. Part of {@link OutputIndex}. Immutable
 * and persistent: a change of a phone costs what it touches.
 */
public final class SiteRules {
    /** In place of a rule: it is not known, for example because a secret is missing, and there are no files with an earlier one. */
    public static final String UNKNOWN = "?";

    /** No phones. */
    static final SiteRules NONE = new SiteRules(TreePMap.empty(HashOrder.BY_HASH), HashTreePMap.empty());

    /** By MAC. */
    private final TreePMap<String, PhoneRule> phones;
    /** The number of phones with each rule, by site. Sites without phones have no entry. */
    private final PMap<String, PMap<PhoneRule, Integer>> counts;

    private SiteRules(TreePMap<String, PhoneRule> phones, PMap<String, PMap<PhoneRule, Integer>> counts) {
        this.phones = phones;
        this.counts = counts;
    }

    /**
     * The rule of a phone.
     *
     * @param site the site of the phone; empty for the unnamed one
     * @param rule the text of an {@link AccessRule}; if the rule is not known, that of the phone's files, or {@link #UNKNOWN}
     *     if it has none
     * @param ofFolder whether a {@code _defaults.yaml} restricts who can fetch the files of the phone
     * @param isKnown whether this is the rule of the inputs
     * @param otherSites the other sites of its extensions, if these contradict each other; the rule is not known for them
     */
    public record PhoneRule(String site, String rule, boolean ofFolder, boolean isKnown, Set<String> otherSites) {
        public PhoneRule {
            otherSites = Set.copyOf(otherSites);
        }

        /** All sites that the phone may belong to. */
        public Set<String> sites() {
            Set<String> all = new TreeSet<>(otherSites);
            all.add(site);
            return all;
        }
    }

    /**
     * The rules of the phones of a site, by text.
     *
     * @param strict those that protect files of several phones
     * @param open those that do not, without those in {@code limited}
     * @param limited those that limit only the number of fetches
     * @param isUndecided whether the rules of phones are not known, and without these the files would be open, or would follow
     *     few phones
     * @param isMostlyOpen whether most phones have an open rule, and no folder has another one, so that those with a rule
     *     are exceptions
     */
    public record RuleSet(
            SortedMap<String, AccessRule> strict,
            SortedMap<String, AccessRule> open,
            Set<String> limited,
            boolean isUndecided,
            boolean isMostlyOpen) {
        /**
         * Collects the rules of a site. A phone whose rule is not known keeps the one that it has, but does not decide whether
         * the files are open.
         *
         * @param counts how many phones have each rule
         */
        public static RuleSet of(String site, Map<PhoneRule, Integer> counts) {
            SortedMap<String, AccessRule> strict = new TreeMap<>();
            SortedMap<String, AccessRule> open = new TreeMap<>();
            Set<String> limited = new TreeSet<>();
            boolean anyFolder = false;
            int unknown = 0;
            int protecting = 0;
            int unprotected = 0;
            for (Map.Entry<PhoneRule, Integer> count : counts.entrySet()) {
                PhoneRule phone = count.getKey();
                boolean hasRule = phone.site().equals(site) && !phone.rule().equals(UNKNOWN);
                AccessRule rule = hasRule ? FileAccess.parseRule(phone.rule()) : AccessRule.OPEN;
                boolean protects = rule.protectsSharedFile();
                if (protects) {
                    strict.put(phone.rule(), rule);
                }
                if (!phone.isKnown()) {
                    anyFolder |= phone.ofFolder();
                    unknown += count.getValue();
                } else if (protects) {
                    anyFolder |= phone.ofFolder();
                    protecting += count.getValue();
                } else if (rule.fetches() != 0) {
                    anyFolder |= phone.ofFolder();
                    limited.add(phone.rule());
                } else {
                    open.put(phone.rule(), rule);
                    unprotected += count.getValue();
                }
            }
            boolean mostlyOpen = !anyFolder && protecting < unprotected;
            boolean undecided = unknown > 0 && (mostlyOpen || protecting <= unknown);
            return new RuleSet(strict, open, limited, undecided, mostlyOpen);
        }
    }

    /** Whether a site has phones. */
    public boolean hasPhones(String site) {
        return counts.containsKey(site);
    }

    /** Returns the rules of the phones of a site. */
    public RuleSet of(String site) {
        return RuleSet.of(site, counts.getOrDefault(site, HashTreePMap.empty()));
    }

    /** Returns the rule of a phone; null if it is not known that there is one. */
    public @Nullable PhoneRule phone(String mac) {
        return phones.get(mac);
    }

    /**
     * Returns the rules after a change of one phone.
     *
     * @param now null if the phone is gone
     */
    public SiteRules with(String mac, @Nullable PhoneRule now) {
        PhoneRule before = phones.get(mac);
        if (before == null ? now == null : before.equals(now)) {
            return this;
        }
        PMap<String, PMap<PhoneRule, Integer>> changed = before == null ? counts : plus(counts, before, -1);
        return now == null
                ? new SiteRules(phones.minus(mac), changed)
                : new SiteRules(phones.plus(mac, now), plus(changed, now, 1));
    }

    private static PMap<String, PMap<PhoneRule, Integer>> plus(
            PMap<String, PMap<PhoneRule, Integer>> counts, PhoneRule phone, int difference) {
        PMap<String, PMap<PhoneRule, Integer>> changed = counts;
        for (String site : phone.sites()) {
            PMap<PhoneRule, Integer> known = changed.getOrDefault(site, HashTreePMap.empty());
            int count = known.getOrDefault(phone, 0) + difference;
            PMap<PhoneRule, Integer> now = count == 0 ? known.minus(phone) : known.plus(phone, count);
            changed = now.isEmpty() ? changed.minus(site) : changed.plus(site, now);
        }
        return changed;
    }
}
