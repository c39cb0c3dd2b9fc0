package dev.lineman.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.IpNetwork;
import dev.lineman.http.message.HeaderFields;
import dev.lineman.http.message.Peer;
import dev.lineman.http.message.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
    private static final Request REQUEST = new Request(
            "GET",
            "/",
            "/",
            "HTTP/1.1",
            HeaderFields.of("X-Forwarded-For", "203.0.113.7"),
            Peer.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));

    @Test
    void onlyATrustedProxySetsTheClientAddress() {
        IpNetwork own = Objects.requireNonNull(IpNetwork.parse("127.0.0.1"));
        assertThat(new TrustedProxies(List.of(own)).sourceOf(REQUEST)).hasToString("203.0.113.7");
        assertThat(new TrustedProxies(List.of()).sourceOf(REQUEST)).hasToString("127.0.0.1");
    }
}
