package dev.lineman.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.Network;
import dev.lineman.http.Fields;
import dev.lineman.http.Peer;
import dev.lineman.http.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProxiesTest {
    private static final Request REQUEST = new Request(
            "GET",
            "/",
            "/",
            "HTTP/1.1",
            Fields.of("X-Forwarded-For", "203.0.113.7"),
            Peer.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));

    @Test
    void onlyATrustedProxySaysWhereARequestComesFrom() {
        Network own = Objects.requireNonNull(Network.parse("127.0.0.1"));
        assertThat(new Proxies(List.of(own)).sourceOf(REQUEST)).hasToString("203.0.113.7");
        assertThat(new Proxies(List.of()).sourceOf(REQUEST)).hasToString("127.0.0.1");
    }
}
