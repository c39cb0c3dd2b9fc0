package dev.lineman.access;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Law: a client gets a file exactly if the rule of one of the file's phones allows it, by a naive reading of
 * each rule.
 */
class FileAccessLawTest {
    private static final List<String> MACS = List.of("000413000001", "000413000002", "000413000003");
    private static final List<String> ADDRESSES = List.of("10.0.0.1", "10.1.0.1", "192.0.2.1", "2001:db8::1");
    private static final List<String> NETWORKS =
            List.of("10.0.0.0/16", "10.0.0.0/8", "192.0.2.1/32", "2001:db8::/32", "0.0.0.0/0");
    private static final List<String> TOKENS = List.of("token-number-one", "token-number-two");
    private static final List<UserCredentials> USERS =
            List.of(UserCredentials.of("a", "1"), UserCredentials.of("a", "2"), UserCredentials.of("b : ü", "1"));

    private static final String SITE = "büro 1";
    private static final List<String> PHONES_OF_SITE = MACS.subList(0, 2);

    /** A client in plain fields. */
    private record TestClient(
            @Nullable String requestedMac,
            IpAddress address,
            List<String> userAgentMacs,
            @Nullable List<String> certificateMacs,
            @Nullable UserCredentials credentials,
            String token,
            long epochSecond,
            Set<String> spent)
            implements Client {
        @Override
        public boolean isTokenHash(String hash) {
            return TOKENS.stream().anyMatch(token -> AccessRule.hashToken(token).equals(hash));
        }

        @Override
        public boolean isPhone(String mac) {
            return MACS.contains(mac);
        }

        @Override
        public boolean isPhoneOf(String mac, String site) {
            return site.equals(SITE) && PHONES_OF_SITE.contains(mac);
        }

        @Override
        public boolean areFetchesUsedUp(int fetches, String window) {
            return spent.contains(window);
        }
    }

    @Test
    void aClientGetsAFileIfTheRuleOfOneOfItsPhonesAllowsIt() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int admitted = 0;
        for (int round = 0; round < Rounds.of(25_000); round++) {
            Map<String, Set<String>> claims = new LinkedHashMap<>();
            Map<String, AccessRule> rules = new LinkedHashMap<>();
            boolean single = random.nextBoolean();
            for (String mac : MACS.subList(0, single ? 1 : 1 + random.nextInt(3))) {
                AccessRule rule = rule(random);
                rules.put(mac, rule);
                claims.computeIfAbsent(rule.text(), text -> new LinkedHashSet<>())
                        .add(mac);
            }
            String path = "provisioning/" + (random.nextBoolean() ? MACS.get(0) : "shared") + ".cfg";
            TestClient client = client(random, MacFinder.findInPath(path));
            boolean expected = rules.entrySet().stream().anyMatch(claim -> admits(claim.getValue(), rules, client));
            FileAccess access = FileAccess.parse(FileAccess.text(path, claims));
            assertThat(access.findGrant(client) != null)
                    .as("seed %d round %d: %s for %s", seed, round, FileAccess.text(path, claims), client)
                    .isEqualTo(expected);
            admitted += expected ? 1 : 0;
        }
        assertThat(admitted).isBetween(5_000, 95_000);
    }

    @Test
    void aClientGetsAFileOfASiteIfTheRuleOfOneOfItsPhonesAllowsIt() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int admitted = 0;
        for (int round = 0; round < Rounds.of(25_000); round++) {
            List<AccessRule> rules = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                rules.add(rule(random));
            }
            TestClient client = client(random, null);
            boolean expected = rules.stream()
                    .anyMatch(rule -> admits(rule, PHONES_OF_SITE, client)
                            && (rule.token().equals(client.token())
                                    || (rule.token().isEmpty() && client.isTokenHash(client.token()))));
            String text = FileAccess.ofSite(SITE, rules);
            assertThat(FileAccess.parse(text).findGrant(client) != null)
                    .as("seed %d round %d: %s for %s", seed, round, text, client)
                    .isEqualTo(expected);
            assertThat(FileAccess.text("book.xml", Map.of(text, Set.of("")))).isEqualTo(text);
            admitted += expected ? 1 : 0;
        }
        assertThat(admitted).isBetween(Rounds.of(1_000), Rounds.of(24_000));
    }

    /** Law: a client that meets a rule meets what this rule has in common with any other. */
    @Test
    void aClientThatMeetsARuleMeetsWhatItHasInCommonWithAnother() {
        Random random = new Random(3);
        for (int round = 0; round < Rounds.of(25_000); round++) {
            AccessRule one = rule(random).forSharedFile();
            AccessRule other = rule(random).forSharedFile();
            TestClient client = client(random, null);
            FileAccess common =
                    FileAccess.parse(FileAccess.ofSite(SITE, List.of(AccessRule.common(List.of(one, other)))));
            if (FileAccess.parse(FileAccess.ofSite(SITE, List.of(one))).findGrant(client) != null) {
                assertThat(common.findGrant(client))
                        .as("%s and %s for %s", one, other, client)
                        .isNotNull();
            }
            assertThat(FileAccess.parse(FileAccess.ofSite(SITE, List.of(AccessRule.CLOSED)))
                            .findGrant(client))
                    .isNull();
        }
    }

    /** Checks the conditions one by one, as the documentation describes them. */
    private static boolean admits(AccessRule rule, Map<String, AccessRule> all, TestClient client) {
        boolean shared = all.size() > 1;
        boolean open = all.values().stream().anyMatch(AccessRule.OPEN::equals);
        Set<String> owners = new HashSet<>();
        all.forEach((owner, theirs) -> {
            if (theirs.equals(rule) || (shared && open)) {
                owners.add(owner);
            }
        });
        if (shared && open) {
            // Every known phone counts as one of the phones that share an open file.
            owners.addAll(MACS);
        }
        if (!admits(rule, owners, client)) {
            return false;
        }
        if (!shared && rule.fetches() > 0 && client.spent().contains(rule.fetchWindow())) {
            return false;
        }
        boolean right = rule.token().equals(client.token());
        return right || (rule.equals(AccessRule.OPEN) && shared && client.isTokenHash(client.token()));
    }

    /** Checks the conditions other than token and fetches. */
    private static boolean admits(AccessRule rule, Collection<String> owners, TestClient client) {
        if (rule.credentials() != null && !rule.credentials().equals(client.credentials())) {
            return false;
        }
        if (!rule.networks().isEmpty()
                && rule.networks().stream().noneMatch(network -> network.contains(client.address()))) {
            return false;
        }
        if (rule.userAgent()
                && !client.userAgentMacs().isEmpty()
                && client.userAgentMacs().stream().noneMatch(owners::contains)) {
            return false;
        }
        if (rule.certificate() && client.certificateMacs() == null) {
            return false;
        }
        if (client.certificateMacs() != null
                && client.certificateMacs().stream().noneMatch(owners::contains)) {
            return false;
        }
        return client.epochSecond() < rule.until();
    }

    private static AccessRule rule(Random random) {
        if (random.nextInt(4) == 0) {
            return AccessRule.OPEN;
        }
        List<IpNetwork> networks = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            networks.add(requireNonNull(IpNetwork.parse(pick(NETWORKS, random))));
        }
        return new AccessRule(
                random.nextInt(3) == 0 ? pick(USERS, random) : null,
                networks,
                random.nextInt(3) == 0,
                random.nextInt(4) == 0,
                random.nextInt(4) == 0 ? AccessRule.hashToken(pick(TOKENS, random)) : "",
                random.nextInt(4) == 0 ? 100 : AccessRule.FOREVER,
                random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0);
    }

    private static TestClient client(Random random, @Nullable String named) {
        Set<String> spent = new HashSet<>();
        if (random.nextBoolean()) {
            spent.add("1@" + AccessRule.FOREVER);
            spent.add("2@100");
        }
        return new TestClient(
                named,
                requireNonNull(IpAddress.parse(pick(ADDRESSES, random))),
                random.nextBoolean() ? List.of() : List.of(pick(MACS, random)),
                random.nextBoolean() ? null : List.of(pick(MACS, random)),
                random.nextBoolean() ? pick(USERS, random) : null,
                random.nextInt(3) == 0 ? AccessRule.hashToken(pick(TOKENS, random)) : "",
                random.nextBoolean() ? 99 : 100,
                spent);
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    /** Law: parsing is the inverse of formatting. */
    @Test
    void aRuleIsEqualAfterFormattingAndParsing() {
        Random random = new Random(1);
        for (int round = 0; round < Rounds.of(2_500); round++) {
            AccessRule rule = rule(random);
            assertThat(FileAccess.parseRule(rule.text())).isEqualTo(rule);
        }
    }

    @Test
    void moreThanSixtyFourPhonesCountAsAnyPhone() {
        Set<String> macs = new LinkedHashSet<>();
        for (int i = 0; i < 65; i++) {
            macs.add(String.format("00041300%04d", i));
        }
        assertThat(FileAccess.text("shared.cfg", Map.of("a", macs))).isEqualTo("a m=*");
    }
}
