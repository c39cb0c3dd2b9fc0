package dev.lineman.access;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "0.0.0.0/0, 203.0.113.7, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 203.0.113.7, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "2001:db8::/65, 2001:db8::7fff:0:0:1, true",
        "2001:db8::/65, 2001:db8:0:0:8000::1, false",
        "2001:db8::/64, 2001:db8:0:1::1, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "::ffff:10.0.0.0/104, 11.1.2.3, false",
    })
    void aNetworkContainsItsAddresses(String network, String address, boolean contains) {
        assertThat(network(network).contains(address(address))).isEqualTo(contains);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10.0.0",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/08",
                "10.0.0.256",
                "010.0.0.1",
                "10.0.0.0.0",
                "localhost",
                "example.com/8",
                "::/129",
                ":::",
                ".::1",
                "1::2::3",
                "fe80::1%lo",
                "10.0.0.0/8/8",
                " 10.0.0.1",
                "::ffff:10.0.0.0/95",
                "１.2.3.4"
            })
    void aTextThatIsNotANetworkGivesNull(String text) {
        assertThat(IpNetwork.parse(text)).isNull();
    }

    @Test
    void maskingClearsTheBitsAfterThePrefix() {
        assertThat(network("10.1.2.3/8").masked()).hasToString("10.0.0.0/8");
        assertThat(network("2001:db8::1/33").masked()).isEqualTo(network("2001:db8::/33"));
        assertThat(network("10.0.0.0/8").masked()).isEqualTo(network("10.0.0.0/8"));
    }

    @Test
    void anAddressIsEqualAfterFormattingAndParsing() throws UnknownHostException {
        for (String text : new String[] {
            "0.0.0.0",
            "255.255.255.255",
            "10.172.0.2",
            "2001:db8::1",
            "::1",
            "::",
            "fe80::",
            "1:0:0:2::3",
            "1:0:2:3:4:5:6:7"
        }) {
            assertThat(address(text)).hasToString(text);
            assertThat(IpAddress.of(InetAddress.getByName(text))).isEqualTo(address(text));
        }
    }

    @Test
    void aSourceNetworkIsAnIpv4AddressOrAnIpv6Network() {
        assertThat(address("2001:db8::1").sourceNetwork())
                .isEqualTo(address("2001:db8::ffff:1").sourceNetwork());
        assertThat(address("2001:db8:0:1::1").sourceNetwork())
                .isNotEqualTo(address("2001:db8::1").sourceNetwork());
        assertThat(address("192.0.2.1").sourceNetwork())
                .isNotEqualTo(address("192.0.2.2").sourceNetwork());
    }

    /** Law: compared with arithmetic on big integers. */
    @Test
    void aNetworkContainsTheAddressesWithTheSameFirstBits() throws UnknownHostException {
        Random random = new Random(6);
        for (int round = 0; round < Rounds.of(5_000); round++) {
            int bytes = random.nextBoolean() ? 4 : 16;
            byte[] base = new byte[bytes];
            random.nextBytes(base);
            int prefix = random.nextInt(bytes * 8 + 1);
            byte[] other =
                    new BigInteger(1, base).flipBit(random.nextInt(bytes * 8)).toByteArray();
            byte[] address = new byte[bytes];
            for (int i = 0; i < bytes && i < other.length; i++) {
                address[bytes - 1 - i] = other[other.length - 1 - i];
            }
            String text = InetAddress.getByAddress(base).getHostAddress() + "/" + prefix;
            boolean same = new BigInteger(1, base)
                    .shiftRight(bytes * 8 - prefix)
                    .equals(new BigInteger(1, address).shiftRight(bytes * 8 - prefix));
            assertThat(network(text).contains(IpAddress.of(InetAddress.getByAddress(address))))
                    .as(text)
                    .isEqualTo(same);
        }
    }

    private static IpNetwork network(String text) {
        return requireNonNull(IpNetwork.parse(text));
    }

    private static IpAddress address(String text) {
        return requireNonNull(IpAddress.parse(text));
    }
}
