package dev.lineman.zerotouch.pnp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.text.ParseException;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that differ from those of the vendors in {@link PnpDialect}. */
class PnpRequestTest {
    private static final String MAC = "0004132e08b4";

    private static PnpRequest read(String user, String contact) throws ParseException {
        String request =
                "SUBSCRIBE sip:" + user + "@224.0.1.75 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.9:5060\r\nFrom: <sip:" + user
                        + "@224.0.1.75>;tag=1\r\nTo: <sip:" + user
                        + "@224.0.1.75>\r\nCall-ID: a\r\nCSeq: 1 SUBSCRIBE\r\nEvent: ua-profile\r\nContact: " + contact
                        + "\r\n\r\n";
        return PnpRequest.read(Objects.requireNonNull(SipHeaders.read(request.getBytes(ISO_8859_1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mac%3a0004132E08B4",
                "MAC-0004132e08b4",
                "MAC_0004132e08b4",
                "MAC%3D0004132e08b4",
                "MAC%3a00%3a04%3A13%3a2e%3a08%3ab4",
                "MAC00-04-13-2e-08-b4",
                "0004132e08b4",
                "00-04-13-2e-08-b4"
            })
    void aMacIsReadInAllUsualForms(String user) throws Exception {
        assertThat(read(user, "<sip:10.0.0.9>").mac()).isEqualTo(MAC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000001",
                "MAC%3a0004132e08b4f",
                "0004132e08b4f",
                "a0004132e08b4",
                "MACRO0004132e08b4",
                "x-0004132e08b4"
            })
    void anotherUserIsNoMac(String user) throws Exception {
        assertThat(read(user, "<sip:10.0.0.9>").mac()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:@@@", "\"open <sip:10.0.0.9>", "<sip:10.0.0.9:port>", "*", "<tel:+123>", ";"})
    void aContactThatCannotBeReadIsLeftOut(String contact) throws Exception {
        assertThat(read("MAC%3a" + MAC, contact).contact()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:a@10.0.0.9:5059>",
                "sip:a@10.0.0.9:5059;expires=0",
                "\"Phone, \\\"first\\\"; <new>\" <sip:a@10.0.0.9:5059>;q=1, <sip:b@10.0.0.8>"
            })
    void theNotifyNamesTheFirstContact(String contact) throws Exception {
        assertThat(Objects.requireNonNull(read("MAC%3a" + MAC, contact).contact())
                        .encode())
                .isEqualTo("sip:a@10.0.0.9:5059");
    }
}
