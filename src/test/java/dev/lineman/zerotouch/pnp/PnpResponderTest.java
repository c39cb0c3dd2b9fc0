package dev.lineman.zerotouch.pnp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.IpNetwork;
import dev.lineman.serve.visits.RequestChannel;
import dev.lineman.serve.visits.UnknownPhone;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PnpResponderTest {
    private static final String MAC = "0004132e08b4";
    private static final String URL = "http://10.0.0.2:5481/provisioning/0004132e08b4.xml";
    private static final InetSocketAddress PHONE = ResponderBench.address("10.0.0.9", 5060);

    private static SmallSipPhone phone(PnpDialect dialect) {
        return new SmallSipPhone(dialect, MAC, "10.0.0.9", "1288412674@10.0.0.9");
    }

    /** A request with its lines changed. */
    private static String changed(String from, String to) {
        String request = new String(phone(PnpDialect.YEALINK_NEW).subscribe(), ISO_8859_1);
        assertThat(request).contains(from);
        return request.replace(from, to);
    }

    @ParameterizedTest
    @EnumSource
    void aPhoneOfEachVendorGetsItsUrl(PnpDialect dialect) {
        try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
            SmallSipPhone phone = phone(dialect);
            InetSocketAddress source = ResponderBench.address("10.0.0.9", dialect.port());
            bench.request(phone.subscribe(), source);
            for (ResponderBench.Sent message : bench.takeSent()) {
                assertThat(message.to()).isEqualTo(source);
                bench.response(phone.receive(message.message()));
            }
            assertThat(phone.url()).isEqualTo(URL);
            assertThat(bench.pass(Duration.ofSeconds(40))).isEqualTo(Long.MAX_VALUE);
            assertThat(bench.takeSent()).isEmpty();
            assertThat(bench.log()).containsExactly("PnP: phone " + MAC + " at 10.0.0.9 gets its URL " + URL);
            assertThat(bench.counts()).containsEntry("answered", 1L);
        }
    }

    @Test
    void theOrderOfFieldsIsThatOfTheRfc() {
        try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
            bench.request(phone(PnpDialect.SNOM).subscribe(), PHONE);
            List<ResponderBench.Sent> sent = bench.takeSent();
            String notify = sent.get(1).message();
            assertThat(sent.get(0).message().replaceAll("tag=[0-9a-f]+\r\nCall", "tag=X\r\nCall"))
                    .isEqualTo("""
                            SIP/2.0 200 OK
                            Via: SIP/2.0/UDP 10.0.0.9:5060;rport=5060;received=10.0.0.9
                            From: <sip:MAC%3a0004132E08B4@intern.snom.de>;tag=2025597570
                            To: <sip:MAC%3a0004132E08B4@intern.snom.de>;tag=X
                            Call-ID: 1288412674@10.0.0.9
                            CSeq: 1 SUBSCRIBE
                            Contact: <sip:10.0.0.2:40000>
                            Expires: 0
                            Content-Length: 0

                            """.replace("\n", "\r\n"));
            assertThat(notify.replaceAll("branch=\\w+", "branch=B").replaceAll("tag=[0-9a-f]+\r\nTo", "tag=X\r\nTo"))
                    .isEqualTo("""
                            NOTIFY sip:10.0.0.9:5060 SIP/2.0
                            Via: SIP/2.0/UDP 10.0.0.2:40000;branch=B;rport
                            Max-Forwards: 70
                            From: <sip:MAC%3a0004132E08B4@intern.snom.de>;tag=X
                            To: <sip:MAC%3a0004132E08B4@intern.snom.de>;tag=2025597570
                            Call-ID: 1288412674@10.0.0.9
                            CSeq: 1 NOTIFY
                            Contact: <sip:10.0.0.2:40000>
                            Event: ua-profile;profile-type="device";vendor="snom";model="snom370";version="8.4.18"
                            Subscription-State: terminated;reason=timeout
                            Content-Type: application/url
                            Content-Length: 50

                            """.replace("\n", "\r\n") + URL);
        }
    }

    @Test
    void aNotifyIsSentAgainUntilThePhoneAnswers() {
        try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
            SmallSipPhone phone = phone(PnpDialect.SNOM);
            bench.request(phone.subscribe(), PHONE);
            List<ResponderBench.Sent> first = bench.takeSent();
            bench.pass(Duration.ofMillis(400));
            assertThat(bench.takeSent()).isEmpty();
            bench.pass(Duration.ofMillis(1200));
            assertThat(bench.takeSent()).containsExactly(first.get(1), first.get(1));
            bench.pass(Duration.ofSeconds(2));
            assertThat(bench.takeSent()).containsExactly(first.get(1));
            first.forEach(message -> bench.response(phone.receive(message.message())));
            bench.pass(Duration.ofSeconds(40));
            assertThat(bench.takeSent()).isEmpty();
            assertThat(bench.log()).hasSize(1).first().asString().contains(" gets its URL ");
        }
    }

    @Test
    void aPhoneThatDoesNotAnswerIsOneLineInTheLog() {
        try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
            for (int i = 0; i < 3; i++) {
                bench.request(changed("Call-ID: ", "Call-ID: " + i), PHONE);
                bench.pass(Duration.ofSeconds(60));
            }
            assertThat(bench.takeSent().stream().filter(ResponderBench.Sent::isNotify))
                    .as("four times each: at once, and after 0.5, 1.5 and 3.5 s")
                    .hasSize(12);
            assertThat(bench.log())
                    .containsExactly("PnP: phone " + MAC + " at 10.0.0.9 did not confirm its URL " + URL
                            + " within 5 s. If it does not fetch its files, see whether a firewall drops UDP from this"
                            + " host");
        }
    }

    @Test
    void aRefusalEndsTheTransactionAndIsLogged() {
        try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
            SmallSipPhone phone = phone(PnpDialect.SNOM);
            bench.request(phone.subscribe(), PHONE);
            for (ResponderBench.Sent message : bench.takeSent()) {
                String answer = new String(phone.receive(message.message()), ISO_8859_1);
                bench.response(answer.replace("200 OK", "100 Trying").getBytes(ISO_8859_1));
                bench.response(
                        answer.replace("branch=z9hG4bK", "branch=z9hG4bK0").getBytes(ISO_8859_1));
                bench.response(answer.replace("1 NOTIFY", "2 NOTIFY").getBytes(ISO_8859_1));
                assertThat(bench.log()).isEmpty();
                bench.response(answer.replace("200 OK", "481 Subscription Does Not Exist")
                        .getBytes(ISO_8859_1));
            }
            bench.pass(Duration.ofSeconds(40));
            assertThat(bench.takeSent()).isEmpty();
            assertThat(bench.log())
                    .containsExactly("PnP: phone " + MAC + " at 10.0.0.9 refuses its URL " + URL + " (SIP status 481)");
        }
    }

    @Test
    void aRepeatedRequestGetsTheSameResponseAndNoSecondNotify() {
        try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
            SmallSipPhone phone = phone(PnpDialect.GRANDSTREAM);
            bench.request(phone.subscribe(), PHONE);
            List<ResponderBench.Sent> first = bench.takeSent();
            bench.request(phone.subscribe(), PHONE);
            assertThat(bench.takeSent()).containsExactly(first.get(0));
            bench.pass(Duration.ofSeconds(33));
            bench.takeSent();
            bench.request(phone.subscribe(), PHONE);
            assertThat(bench.takeSent()).as("after 32 s it is a new request").hasSize(2);
        }
    }

    @Test
    void thePhoneIsLoggedAgainWhenItsUrlChanges() {
        try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
            for (int i = 0; i < 4; i++) {
                if (i == 2) {
                    bench.phone(MAC, URL + ".new");
                }
                SmallSipPhone phone = new SmallSipPhone(PnpDialect.SNOM, MAC, "10.0.0.9", i + "@10.0.0.9");
                bench.request(phone.subscribe(), PHONE);
                bench.takeSent().forEach(message -> bench.response(phone.receive(message.message())));
                bench.pass(Duration.ofMinutes(1));
            }
            assertThat(bench.log()).hasSize(2);
        }
    }

    @Test
    void anUnknownPhoneIsListedAndNotAnswered() {
        try (ResponderBench bench = new ResponderBench()) {
            bench.request(phone(PnpDialect.SNOM).subscribe(), PHONE);
            bench.request(
                    new SmallSipPhone(PnpDialect.GIGASET, "7c2f80e0d603", "10.0.0.8", "x").subscribe(),
                    ResponderBench.address("10.0.0.8", 5060));
            bench.request(
                    new SmallSipPhone(PnpDialect.FANVIL, "0c383e000001", "10.0.0.7", "y").subscribe(),
                    ResponderBench.address("10.0.0.7", 5060));
            assertThat(bench.takeSent()).isEmpty();
            assertThat(bench.visits().unknownPhones(mac -> false))
                    .extracting(UnknownPhone::mac, UnknownPhone::model, UnknownPhone::firmware, UnknownPhone::channel)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(MAC, "snom370", "8.4.18", RequestChannel.PNP),
                            org.assertj.core.groups.Tuple.tuple(
                                    "7c2f80e0d603", "Gigaset DE700 IP PRO", "02.00.12", RequestChannel.PNP),
                            org.assertj.core.groups.Tuple.tuple("0c383e000001", "", "2.12.1", RequestChannel.PNP));
            assertThat(bench.log())
                    .containsExactly("PnP: " + MAC + " at 10.0.0.9 asks for its URL and gets none, because no extension"
                            + " names it. Add it with 'lineman adopt " + MAC
                            + " --extension NUMBER'. 'lineman phones' lists all such phones");
        }
    }

    @Test
    void aUrlWithASecretIsSentOnlyIfItIsAllowed() {
        for (boolean tokens : new boolean[] {false, true}) {
            try (ResponderBench bench = new ResponderBench(new PnpOptions(List.of(), List.of(), tokens))
                    .phone(
                            MAC,
                            mac -> new PhoneDirectory.PnpPhone(
                                    "phone " + mac, "http://10.0.0.2/s3cret/", "http://10.0.0.2/***/", ""))) {
                SmallSipPhone phone = phone(PnpDialect.SNOM);
                for (int i = 0; i < 2; i++) {
                    bench.request(phone.subscribe(), PHONE);
                    bench.takeSent().forEach(message -> bench.response(phone.receive(message.message())));
                }
                assertThat(phone.url()).isEqualTo(tokens ? "http://10.0.0.2/s3cret/" : "");
                assertThat(bench.log())
                        .hasSize(1)
                        .first()
                        .asString()
                        .doesNotContain("s3cret")
                        .contains(tokens ? " gets its URL http://10.0.0.2/***/" : "allow it with --pnp-tokens");
            }
        }
    }

    @Test
    void aPhoneWithAnObstacleIsNotAnsweredAndLoggedOnce() {
        try (ResponderBench bench = new ResponderBench()
                .phone(MAC, mac -> PhoneDirectory.PnpPhone.withoutUrl(mac, "phone x has no file"))) {
            bench.request(changed("Call-ID: ", "Call-ID: 1"), PHONE);
            bench.request(changed("Call-ID: ", "Call-ID: 2"), PHONE);
            assertThat(bench.takeSent()).isEmpty();
            assertThat(bench.log()).containsExactly("PnP: phone x has no file");
        }
    }

    @Test
    void noPhoneIsUnknownBeforeTheInventoryIsRead() {
        try (ResponderBench bench = new ResponderBench()) {
            bench.notReady();
            bench.request(phone(PnpDialect.SNOM).subscribe(), PHONE);
            assertThat(bench.takeSent()).isEmpty();
            assertThat(bench.visits().unknownPhones(mac -> false)).isEmpty();
        }
    }

    /** Also if the options permit all networks. */
    @ParameterizedTest
    @ValueSource(strings = {"224.0.1.75:5060", "0.0.0.0:5060", "10.0.0.2:5060", "10.0.0.9:0"})
    void anAddressThatNoPhoneHasGetsNoAnswer(String source) {
        IpNetwork all = Objects.requireNonNull(IpNetwork.parse("0.0.0.0/0"));
        try (ResponderBench bench =
                new ResponderBench(new PnpOptions(List.of(), List.of(all), false)).phone(MAC, URL)) {
            String[] parts = source.split(":", -1);
            bench.request(
                    phone(PnpDialect.SNOM).subscribe(), ResponderBench.address(parts[0], Integer.parseInt(parts[1])));
            assertThat(bench.takeSent()).isEmpty();
            assertThat(bench.counts()).containsEntry("refused", 1L);
        }
    }

    @Test
    void otherNetworksAreAnsweredIfTheyArePermitted() {
        IpNetwork network = Objects.requireNonNull(IpNetwork.parse("203.0.113.0/24"));
        try (ResponderBench bench =
                new ResponderBench(new PnpOptions(List.of(), List.of(network), false)).phone(MAC, URL)) {
            bench.request(phone(PnpDialect.SNOM).subscribe(), ResponderBench.address("203.0.113.9", 5060));
            assertThat(bench.takeSent()).hasSize(2);
            bench.request(phone(PnpDialect.SNOM).subscribe(), ResponderBench.address("198.51.100.1", 5060));
            bench.request(phone(PnpDialect.SNOM).subscribe(), ResponderBench.address("198.51.100.2", 5060));
            assertThat(bench.takeSent()).isEmpty();
            assertThat(bench.log())
                    .containsExactly(
                            "PnP: requests from 198.51.100.0/24 get no answer, because it is no private network."
                                    + " If your phones are there, permit it with --pnp-networks");
        }
    }

    /** They are for a PBX, or no SIP. */
    @ParameterizedTest
    @ValueSource(strings = {"presence", "message-summary", "ua-profiles", "x;ua-profile", ""})
    void otherSubscriptionsGetNoAnswerAndNoLine(String event) {
        try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
            bench.request(changed("Event: ua-profile", "Event: " + event), PHONE);
            bench.request(changed("SUBSCRIBE sip:", "REGISTER sip:").replace("1 SUBSCRIBE", "1 REGISTER"), PHONE);
            assertThat(bench.takeSent()).isEmpty();
            assertThat(bench.log()).isEmpty();
            assertThat(bench.visits().unknownPhones(mac -> false)).isEmpty();
        }
    }

    @Test
    void lineEndsFoldingAndCompactNamesAreRead() {
        String compact = changed("\r\nVia: ", "\nv: ")
                .replace("\r\nContact: ", "\nm: ")
                .replace("\r\nTo: ", "\nt:")
                .replace("\r\nFrom: ", "\nf : ")
                .replace("\r\nCall-ID: ", "\ni: ")
                .replace("\r\nEvent: ua-profile;", "\no: ua-profile\n  ;")
                .replace("\r\n", "\n");
        for (String request : List.of(compact, "\r\n" + compact, changed("\r\n\r\n", "\r\n"))) {
            try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
                bench.request(request, PHONE);
                assertThat(bench.takeSent()).as(request).hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via: ", "From: ", "To: ", "Call-ID: ", "CSeq: "})
    void aRequestWithoutAMandatoryFieldGetsNoAnswerAndOneLine(String field) {
        try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
            bench.request(changed("\r\n" + field, "\r\nX-" + field), PHONE);
            bench.request(changed("\r\n" + field, "\r\nX-" + field), PHONE);
            assertThat(bench.takeSent()).isEmpty();
            assertThat(bench.log()).hasSize(1).first().asString().contains("is no correct SIP");
        }
    }

    @Test
    void aMacInTheUserAgentIsEnough() {
        String audioCodes = changed("MAC%3a" + MAC + "@", "00000001@");
        try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
            bench.request(audioCodes, PHONE);
            assertThat(bench.takeSent()).hasSize(2);
            bench.request(audioCodes.replace(" " + MAC, ""), ResponderBench.address("10.0.0.8", 5060));
            assertThat(bench.takeSent()).isEmpty();
            assertThat(bench.log())
                    .containsExactly(
                            "PnP: the requests of 10.0.0.8 name no MAC, so they get no answer. Give this device"
                                    + " its URL by DHCP or by hand");
        }
    }

    @Test
    void anUnquotedModelWithABlankIsNoModel() {
        try (ResponderBench bench = new ResponderBench()) {
            bench.request(changed("model=\"T53W\"", "model=VOIP PHONE"), PHONE);
            assertThat(bench.visits()
                            .unknownPhones(mac -> false)
                            .get(0)
                            .device()
                            .reportedModel())
                    .isEmpty();
        }
    }

    @Test
    void aNotifyGoesToTheAddressOfTheDatagramEvenIfTheContactIsElsewhere() {
        try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
            bench.request(changed("<sip:10.0.0.9:5060>", "<sip:victim@203.0.113.1:53>"), PHONE);
            assertThat(bench.takeSent())
                    .hasSize(2)
                    .allMatch(message -> message.to().equals(PHONE));
        }
    }

    @Test
    void aClientThatFloodsIsLimitedAndOthersAreNot() {
        try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
            for (int i = 0; i < 1000; i++) {
                bench.request(changed("Call-ID: ", "Call-ID: " + i), PHONE);
            }
            assertThat(bench.takeSent()).hasSize(2 * 20);
            assertThat(bench.log()).hasSize(1).first().asString().contains("10.0.0.9 sends more requests than");
            bench.request(phone(PnpDialect.SNOM).subscribe(), ResponderBench.address("10.0.0.8", 5060));
            assertThat(bench.takeSent()).hasSize(2);
            bench.pass(Duration.ofSeconds(10));
            bench.takeSent();
            bench.request(phone(PnpDialect.GIGASET).subscribe(), PHONE);
            assertThat(bench.takeSent())
                    .as("after a while it is answered again")
                    .hasSize(2);
        }
    }
}
