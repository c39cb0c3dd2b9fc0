package dev.lineman.access.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.access.UserCredentials;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationHeaderTest {

    @Test
    void parametersAreReadWithQuotesAndWithout() {
        assertThat(AuthorizationHeader.parse(
                        "DIGEST  Username=\"a \\\"b\\\\, c=d\" ,qop=auth,\tnc = 00000001, ,cnonce=\"\""))
                .isEqualTo(new AuthorizationHeader(
                        "digest",
                        "",
                        Map.of("username", "a \"b\\, c=d", "qop", "auth", "nc", "00000001", "cnonce", "")));
        assertThat(AuthorizationHeader.parse("Basic YTpi"))
                .isEqualTo(new AuthorizationHeader("basic", "YTpi", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Digest",
                " Digest a=b",
                "Digest a",
                "Digest =b",
                "Digest a=\"b",
                "Digest a=\"b\\\"",
                "Digest a=b, A=c",
                "Digest a=\"b\" c=d",
                "Digest a=b c=d"
            })
    void aMalformedValueGivesNull(String value) {
        assertThat(AuthorizationHeader.parse(value)).isNull();
    }

    /** Law: no random value authenticates a user or causes an exception. */
    @Test
    void randomValuesAuthenticateNoUser() {
        UserCredentials known = UserCredentials.of("a", "b");
        Authenticator authenticator = new Authenticator(
                List.of(AuthenticationScheme.SHA_256, AuthenticationScheme.MD5, AuthenticationScheme.BASIC),
                new byte[] {1},
                () -> 0);
        Random random = new Random(3);
        String alphabet =
                "Digest Basic username*=UTF-8''%a%ff\"\\,nonceresponseqop=auth00000001realmprovisioningYTpi==\u00e9";
        for (int round = 0; round < Rounds.of(12_500); round++) {
            StringBuilder value = new StringBuilder(random.nextBoolean() ? "Digest " : "Basic ");
            for (int i = random.nextInt(60); i > 0; i--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            AuthenticationResult authenticationResult =
                    authenticator.authenticate(value.toString(), "GET", "/x", user -> List.of(known));
            assertThat(authenticationResult).isEqualTo(AuthenticationResult.WRONG);
        }
    }

    @Test
    void aUserNameBeyondAsciiIsAcceptedInEveryEncoding() {
        UserCredentials known = UserCredentials.of("Jäs", "b");
        Authenticator authenticator = new Authenticator(List.of(AuthenticationScheme.MD5), new byte[] {1}, () -> 0);
        String asked = UserCredentials.hash("MD5", "GET:/x");
        for (String name :
                List.of("username=\"J\u00c3\u00a4s\"", "username=\"J\u00e4s\"", "username*=UTF-8''J%C3%A4s")) {
            String challenge = authenticator.challenges(false).get(0);
            String nonce = challenge.replaceAll(".*nonce=\"([^\"]*)\".*", "$1");
            String response = UserCredentials.hash("MD5", known.md5() + ':' + nonce + ':' + asked);
            AuthenticationResult authenticationResult = authenticator.authenticate(
                    "Digest " + name + ", realm=\"provisioning\", nonce=\"" + nonce + "\", uri=\"/x\", response=\""
                            + response + "\"",
                    "GET",
                    "/x",
                    user -> user.equals("Jäs") ? List.of(known) : List.of());
            assertThat(authenticationResult.credentials()).as(name).isEqualTo(known);
        }
    }
}
