package dev.lineman.serve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.Address;
import dev.lineman.access.Credentials;
import dev.lineman.access.Rule;
import dev.lineman.login.Proof;
import dev.lineman.serve.Decision.Kind;
import dev.lineman.serve.PhoneClient.PresentedLogin;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions without HTTP, as another protocol asks for them. */
class ServingPolicyTest {
    private static final String MAC = "000413246672";
    private static final Credentials KNOWN = Credentials.of("phone", "secret");

    @TempDir
    Path out;

    private static PhoneClient client(PresentedLogin login) {
        Address address = requireNonNull(Address.parse("203.0.113.7"));
        return new PhoneClient(address, null, "", "", login);
    }

    private static Decision decide(House house, PresentedLogin login, String name) {
        return house.policy().decide(client(login), House.PREFIX + name);
    }

    private static Kind kind(House house, PresentedLogin login, String name) {
        return decide(house, login, name).kind();
    }

    @Test
    void anOpenFileIsSentAndWhatIsNotThereIsNotFound() throws Exception {
        try (House house = new House(out).phone(MAC, Rule.OPEN)) {
            Decision sent = decide(house, PresentedLogin.NONE, "CFG" + MAC);
            assertThat(sent.kind()).isEqualTo(Kind.SEND);
            assertThat(sent.rule()).isNull();
            ByteBuffer content = ByteBuffer.allocate(100);
            house.policy().read(requireNonNull(sent.entry()), 0, content);
            assertThat(new String(content.array(), 0, content.position(), StandardCharsets.UTF_8))
                    .isEqualTo("cfg" + MAC + "\n");
            assertThat(kind(house, PresentedLogin.NONE, "cfg000413000000")).isEqualTo(Kind.NOT_FOUND);
            assertThat(house.policy()
                            .decide(client(PresentedLogin.NONE), "/elsewhere")
                            .kind())
                    .isEqualTo(Kind.NOT_FOUND);
        }
    }

    @Test
    void aFileThatNeedsAPasswordIsSentToTheUserWhoProvesIt() throws Exception {
        Rule rule = new Rule(KNOWN, List.of(), false, false, "", Rule.FOREVER, 0);
        try (House house = new House(out).phone(MAC, rule)) {
            PresentedLogin right =
                    users -> new Proof(users.apply("phone").iterator().next(), false, false);
            PresentedLogin stale = users -> new Proof(null, true, false);
            Decision sent = decide(house, right, "cfg" + MAC);
            assertThat(sent.kind()).isEqualTo(Kind.SEND);
            assertThat(sent.user()).isEqualTo("phone");
            assertThat(kind(house, PresentedLogin.NONE, "cfg" + MAC)).isEqualTo(Kind.UNAUTHORIZED);
            assertThat(kind(house, PresentedLogin.NONE, "nothing")).isEqualTo(Kind.UNAUTHORIZED);
            assertThat(decide(house, stale, "cfg" + MAC).proof().stale()).isTrue();
            assertThat(kind(house, right, "nothing")).isEqualTo(Kind.NOT_FOUND);
        }
    }

    @Test
    void aClientThatGuessesIsRefusedThenIgnoredThenForgiven() throws Exception {
        try (House house = new House(out).phone(MAC, Rule.OPEN)) {
            for (int i = 0; i < Guard.MACS; i++) {
                assertThat(kind(house, PresentedLogin.NONE, "cfg%012x".formatted(0x000413000000L + i)))
                        .isEqualTo(Kind.NOT_FOUND);
            }
            assertThat(kind(house, PresentedLogin.NONE, "cfg" + MAC)).isEqualTo(Kind.GUESSING);
            house.pass(Guard.REFUSING.plusSeconds(1));
            assertThat(kind(house, PresentedLogin.NONE, "cfg" + MAC)).isEqualTo(Kind.IGNORED);
            house.pass(Guard.SILENT);
            assertThat(kind(house, PresentedLogin.NONE, "cfg" + MAC)).isEqualTo(Kind.SEND);
        }
    }

    @Test
    void aLimitedFileIsSentSoOftenAndAFetchThatFailsIsNotCounted() throws Exception {
        Rule once = new Rule(null, List.of(), false, false, "", Rule.FOREVER, 1);
        try (House house = new House(out).phone(MAC, once)) {
            Decision first = decide(house, PresentedLogin.NONE, "cfg" + MAC);
            Decision second = decide(house, PresentedLogin.NONE, "cfg" + MAC);
            assertThat(List.of(first, second)).allMatch(Decision::isLimited).allMatch(each -> each.kind() == Kind.SEND);
            Decision counted = house.policy().count(first);
            assertThat(counted.kind()).isEqualTo(Kind.SEND_COUNTED);
            assertThat(house.policy().count(second).kind()).isEqualTo(Kind.NOT_FOUND);
            house.policy().finished(counted, new Transmission(200, false, true));
            Decision again = house.policy().count(second);
            assertThat(again.kind()).isEqualTo(Kind.SEND_COUNTED);
            house.policy().finished(again, new Transmission(200, true, true));
            assertThat(kind(house, PresentedLogin.NONE, "cfg" + MAC)).isEqualTo(Kind.NOT_FOUND);
        }
    }

    @Test
    void whatWasSentIsRecordedAsAVisitOfThePhone() throws Exception {
        try (House house = new House(out).phone(MAC, Rule.OPEN)) {
            Decision decision = decide(house, PresentedLogin.NONE, "cfg" + MAC);
            house.pass(Duration.ofMinutes(1));
            house.policy().finished(decision, new Transmission(200, false, true));
            house.policy().finished(decision, new Transmission(200, true, false));
            assertThat(house.logbook().visits().of(MAC)).isEmpty();
            house.policy().finished(decision, new Transmission(200, true, true));
            assertThat(house.logbook().visits().of(MAC)).singleElement().satisfies(visit -> {
                assertThat(visit.at()).hasToString("2026-06-01T12:00:00Z");
                assertThat(visit.from()).hasToString("203.0.113.7");
            });
        }
    }
}
