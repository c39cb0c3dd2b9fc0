package dev.lineman.serve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.AccessRule;
import dev.lineman.access.IpAddress;
import dev.lineman.access.UserCredentials;
import dev.lineman.access.auth.AuthenticationResult;
import dev.lineman.serve.PhoneClient.PresentedLogin;
import dev.lineman.serve.ServingDecision.DecisionKind;
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
    private static final UserCredentials KNOWN = UserCredentials.of("phone", "secret");

    @TempDir
    Path out;

    private static PhoneClient client(PresentedLogin login) {
        IpAddress address = requireNonNull(IpAddress.parse("203.0.113.7"));
        return new PhoneClient(address, null, "", "", login);
    }

    private static ServingDecision decide(ServedFiles servedFiles, PresentedLogin login, String name) {
        return servedFiles.policy().decide(client(login), ServedFiles.PREFIX + name);
    }

    private static DecisionKind kind(ServedFiles servedFiles, PresentedLogin login, String name) {
        return decide(servedFiles, login, name).kind();
    }

    @Test
    void anOpenFileIsSentAndAMissingOneIsNotFound() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, AccessRule.OPEN)) {
            ServingDecision sent = decide(servedFiles, PresentedLogin.NONE, "CFG" + MAC);
            assertThat(sent.kind()).isEqualTo(DecisionKind.SEND);
            assertThat(sent.rule()).isNull();
            ByteBuffer content = ByteBuffer.allocate(100);
            servedFiles.policy().read(requireNonNull(sent.entry()), 0, content);
            assertThat(new String(content.array(), 0, content.position(), StandardCharsets.UTF_8))
                    .isEqualTo("cfg" + MAC + "\n");
            assertThat(kind(servedFiles, PresentedLogin.NONE, "cfg000413000000"))
                    .isEqualTo(DecisionKind.NOT_FOUND);
            assertThat(servedFiles
                            .policy()
                            .decide(client(PresentedLogin.NONE), "/elsewhere")
                            .kind())
                    .isEqualTo(DecisionKind.NOT_FOUND);
        }
    }

    @Test
    void aFileThatNeedsAPasswordIsSentToTheUserWhoProvesIt() throws Exception {
        AccessRule rule = new AccessRule(KNOWN, List.of(), false, false, "", AccessRule.FOREVER, 0);
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, rule)) {
            PresentedLogin right = users ->
                    new AuthenticationResult(users.apply("phone").iterator().next(), false, false);
            PresentedLogin stale = users -> new AuthenticationResult(null, true, false);
            ServingDecision sent = decide(servedFiles, right, "cfg" + MAC);
            assertThat(sent.kind()).isEqualTo(DecisionKind.SEND);
            assertThat(sent.user()).isEqualTo("phone");
            assertThat(kind(servedFiles, PresentedLogin.NONE, "cfg" + MAC)).isEqualTo(DecisionKind.UNAUTHORIZED);
            assertThat(kind(servedFiles, PresentedLogin.NONE, "nothing")).isEqualTo(DecisionKind.UNAUTHORIZED);
            assertThat(decide(servedFiles, stale, "cfg" + MAC)
                            .authenticationResult()
                            .stale())
                    .isTrue();
            assertThat(kind(servedFiles, right, "nothing")).isEqualTo(DecisionKind.NOT_FOUND);
        }
    }

    @Test
    void aClientThatGuessesIsRefusedThenIgnoredThenForgiven() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, AccessRule.OPEN)) {
            for (int i = 0; i < GuessingLimiter.MAX_UNKNOWN_MACS; i++) {
                assertThat(kind(servedFiles, PresentedLogin.NONE, "cfg%012x".formatted(0x000413000000L + i)))
                        .isEqualTo(DecisionKind.NOT_FOUND);
            }
            assertThat(kind(servedFiles, PresentedLogin.NONE, "cfg" + MAC)).isEqualTo(DecisionKind.GUESSING);
            servedFiles.pass(GuessingLimiter.REFUSAL_TIME.plusSeconds(1));
            assertThat(kind(servedFiles, PresentedLogin.NONE, "cfg" + MAC)).isEqualTo(DecisionKind.IGNORED);
            servedFiles.pass(GuessingLimiter.SILENCE_TIME);
            assertThat(kind(servedFiles, PresentedLogin.NONE, "cfg" + MAC)).isEqualTo(DecisionKind.SEND);
        }
    }

    @Test
    void aLimitedFileIsSentUpToItsLimitAndFailedFetchesDoNotCount() throws Exception {
        AccessRule once = new AccessRule(null, List.of(), false, false, "", AccessRule.FOREVER, 1);
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, once)) {
            ServingDecision first = decide(servedFiles, PresentedLogin.NONE, "cfg" + MAC);
            ServingDecision second = decide(servedFiles, PresentedLogin.NONE, "cfg" + MAC);
            assertThat(List.of(first, second))
                    .allMatch(ServingDecision::isLimited)
                    .allMatch(each -> each.kind() == DecisionKind.SEND);
            ServingDecision counted = servedFiles.policy().beginCountedFetch(first);
            assertThat(counted.kind()).isEqualTo(DecisionKind.SEND_COUNTED);
            assertThat(servedFiles.policy().beginCountedFetch(second).kind()).isEqualTo(DecisionKind.NOT_FOUND);
            servedFiles
                    .policy()
                    .finished(counted, ServedFiles.PREFIX + "cfg" + MAC, new Transmission(200, false, true));
            ServingDecision again = servedFiles.policy().beginCountedFetch(second);
            assertThat(again.kind()).isEqualTo(DecisionKind.SEND_COUNTED);
            servedFiles.policy().finished(again, ServedFiles.PREFIX + "cfg" + MAC, new Transmission(200, true, true));
            assertThat(kind(servedFiles, PresentedLogin.NONE, "cfg" + MAC)).isEqualTo(DecisionKind.NOT_FOUND);
        }
    }

    @Test
    void aSentFileIsRecordedAsAVisitOfThePhone() throws Exception {
        try (ServedFiles servedFiles = new ServedFiles(out).phone(MAC, AccessRule.OPEN)) {
            ServingDecision decision = decide(servedFiles, PresentedLogin.NONE, "cfg" + MAC);
            servedFiles.pass(Duration.ofMinutes(1));
            servedFiles
                    .policy()
                    .finished(decision, ServedFiles.PREFIX + "cfg" + MAC, new Transmission(200, false, true));
            servedFiles
                    .policy()
                    .finished(decision, ServedFiles.PREFIX + "cfg" + MAC, new Transmission(200, true, false));
            assertThat(servedFiles.visitStore().visits().of(MAC)).isEmpty();
            servedFiles
                    .policy()
                    .finished(decision, ServedFiles.PREFIX + "cfg" + MAC, new Transmission(200, true, true));
            assertThat(servedFiles.visitStore().visits().of(MAC))
                    .singleElement()
                    .satisfies(visit -> {
                        assertThat(visit.at()).hasToString("2026-06-01T12:00:00Z");
                        assertThat(visit.from()).hasToString("203.0.113.7");
                    });
        }
    }
}
