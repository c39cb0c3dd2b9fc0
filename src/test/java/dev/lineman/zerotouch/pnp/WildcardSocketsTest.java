package dev.lineman.zerotouch.pnp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class WildcardSocketsTest {
    private static boolean isFound(ProtocolFamily family, InetSocketAddress at) throws IOException {
        try (DatagramChannel socket = DatagramChannel.open(family)) {
            socket.bind(at);
            return WildcardSockets.exist(((InetSocketAddress) socket.getLocalAddress()).getPort());
        }
    }

    @Test
    void aSocketAtAllAddressesIsFound() throws Exception {
        assertThat(isFound(StandardProtocolFamily.INET, new InetSocketAddress("0.0.0.0", 0)))
                .isTrue();
    }

    @Test
    void aSocketAtItsOwnAddressIsNotFound() throws Exception {
        assertThat(isFound(StandardProtocolFamily.INET, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
                .isFalse();
    }
}
