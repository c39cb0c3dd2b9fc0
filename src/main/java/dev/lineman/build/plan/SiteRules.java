package dev.lineman.build.plan;

import dev.lineman.access.AccessRule;
import dev.lineman.access.FileAccess;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The different access rules of each site's phones. The files of the site follow them. Part of {@link OutputIndex}. Immutable
 * and persistent: a change of a phone costs what it touches.
 */
public final class SiteRules {
    /** In place of a rule: it is not known, for example because a secret is missing. */
    public static final String UNKNOWN = "?";

    /** No phones. */
    static final SiteRules NONE = new SiteRules(HashTreePMap.empty(), HashTreePMap.empty());

    /** By MAC. */
    private final PMap<String, PhoneRule> phones;
    /** The number of phones with each rule, by site. Sites without phones have no entry. */
    private final PMap<String, PMap<PhoneRule, Integer>> counts;

    private SiteRules(PMap<String, PhoneRule> phones, PMap<String, PMap<PhoneRule, Integer>> counts) {
        this.phones = phones;
        this.counts = counts;
    }

    /**
     * The rule of a phone.
     *
     * @param site the site of the phone; empty for the unnamed one
     * @param rule the text of an {@link AccessRule}, or {@link #UNKNOWN}
     * @param ofFolder whether a part of it comes from a {@code _defaults.yaml}
     */
    public record PhoneRule(String site, String rule, boolean ofFolder) {
        /** Whether the phone protects its files, so that no other phone of the site may open the files that they share. */
        boolean protects() {
            return !rule.equals(UNKNOWN) && !FileAccess.parseRule(rule).isUnrestricted();
        }
    }

    /**
     * The rules of the phones of a site.
     *
     * @param texts the different rules; empty if the site has no phones
     * @param isOpen whether the files of the site are open to every client, because most of its phones have no rule, and
     *     those with a rule are exceptions
     */
    public record RuleSet(Set<String> texts, boolean isOpen) {
        /**
         * Collects the rules of a site.
         *
         * @param counts how many phones have each rule
         */
        public static RuleSet of(Map<PhoneRule, Integer> counts) {
            Set<String> texts = new TreeSet<>();
            boolean anyFolder = false;
            int difference = 0;
            for (Map.Entry<PhoneRule, Integer> count : counts.entrySet()) {
                PhoneRule phone = count.getKey();
                texts.add(phone.rule());
                if (phone.protects()) {
                    anyFolder |= phone.ofFolder();
                    difference += count.getValue();
                } else if (!phone.rule().equals(UNKNOWN)) {
                    difference -= count.getValue();
                }
            }
            return new RuleSet(texts, !anyFolder && difference < 0);
        }
    }

    /** Returns the rules of the phones of a site. */
    public RuleSet of(String site) {
        return RuleSet.of(counts.getOrDefault(site, HashTreePMap.empty()));
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
        PMap<PhoneRule, Integer> known = counts.getOrDefault(phone.site(), HashTreePMap.empty());
        int count = known.getOrDefault(phone, 0) + difference;
        PMap<PhoneRule, Integer> now = count == 0 ? known.minus(phone) : known.plus(phone, count);
        return now.isEmpty() ? counts.minus(phone.site()) : counts.plus(phone.site(), now);
    }
}
