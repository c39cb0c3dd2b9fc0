package dev.lineman.http.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol: the examples of its specification, byte by byte and damaged. */
final class ProxyHeaderParserTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String FOUR = "7f000002 c0000201 1f90 01bb ";
    private static final String SIX = "20010db8000000000000000000000007 20010db8000000000000000000000001 1f90 01bb ";
    private static final String REST = "GET / HTTP/1.1\r\n\r\n";

    private static byte[] text(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /** A header of version 2 with its length field. */
    private static byte[] binary(String start, String content) {
        return hex(SIGNATURE + start + String.format("%04x", hex(content).length) + content);
    }

    private static ProxyHeader parse(byte[] bytes) {
        return ProxyHeaderParser.parse(ByteBuffer.wrap(bytes));
    }

    private static ProxyHeader client(byte[] header, String address, int port) throws UnknownHostException {
        return new ProxyHeader.Present(header.length, new InetSocketAddress(InetAddress.getByName(address), port));
    }

    /** Checks that all bytes are needed, that no more are taken, and that the bytes after the header do not matter. */
    private static void isRead(byte[] header, ProxyHeader expected) {
        for (int length = 0; length < header.length; length++) {
            assertThat(ProxyHeaderParser.parse(ByteBuffer.wrap(header, 0, length)))
                    .as("%s bytes", length)
                    .isInstanceOf(ProxyHeader.Incomplete.class);
        }
        assertThat(parse(header)).isEqualTo(expected);
        ByteBuffer direct = ByteBuffer.allocateDirect(header.length + 3 + REST.length());
        direct.put(text("abc")).put(header).put(text(REST)).flip().position(3);
        assertThat(ProxyHeaderParser.parse(direct)).isEqualTo(expected);
        assertThat(direct.position()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "TCP4 192.168.0.1 192.168.0.11 56324 443, 192.168.0.1, 56324",
        "TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255, 65535",
        "TCP4 0.0.0.0 1.2.3.4 0 1, 0.0.0.0, 0",
        "TCP6 2001:db8::7 ::1 4711 80, 2001:db8::7, 4711",
        "TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535,"
                + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 65535",
        "TCP6 ::ffff:10.1.2.3 ::1 1 2, 10.1.2.3, 1"
    })
    void aLineOfVersion1NamesTheClient(String line, String address, int port) throws Exception {
        byte[] header = text("PROXY " + line + "\r\n");
        isRead(header, client(header, address, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNKNOWN",
                "UNKNOWN ",
                "UNKNOWN some thing",
                "UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535"
            })
    void anUnknownClientIsNull(String line) {
        byte[] header = text("PROXY " + line + "\r\n");
        assertThat(header.length).isLessThanOrEqualTo(107);
        isRead(header, new ProxyHeader.Present(header.length, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\n",
                "PROXY TCP4 192.168.0.1 192.168.0.11 56324\r\n",
                "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443 \r\n",
                "PROXY TCP4  192.168.0.1 192.168.0.11 56324 443\r\n",
                "PROXY  TCP4 192.168.0.1 192.168.0.11 56324 443\r\n",
                "PROXY TCP4 192.168.0.1 192.168.0.11 56324 65536\r\n",
                "PROXY TCP4 192.168.0.1 192.168.0.11 056324 443\r\n",
                "PROXY TCP4 192.168.0.1 192.168.0.11 -1 443\r\n",
                "PROXY TCP4 192.168.0.256 192.168.0.11 1 443\r\n",
                "PROXY TCP4 192.168.0.01 192.168.0.11 1 443\r\n",
                "PROXY TCP4 192.168.0 192.168.0.11 1 443\r\n",
                "PROXY TCP4 localhost 192.168.0.11 1 443\r\n",
                "PROXY TCP4 ::1 ::1 1 443\r\n",
                "PROXY TCP6 192.168.0.1 192.168.0.11 1 443\r\n",
                "PROXY TCP6 .::1 ::1 1 443\r\n",
                "PROXY TCP6 fe80::1%lo ::1 1 443\r\n",
                "PROXY TCP6 1::2::3 ::1 1 443\r\n",
                "PROXY TCP6 ::1 abc 1 443\r\n",
                "PROXY TCP5 ::1 ::1 1 443\r\n",
                "PROXY UDP4 1.2.3.4 1.2.3.4 1 443\r\n",
                "PROXY tcp4 1.2.3.4 1.2.3.4 1 443\r\n",
                "PROXY \r\n"
            })
    void aLineThatBreaksTheGrammarIsMalformed(String line) {
        assertThat(parse(text(line))).isInstanceOf(ProxyHeader.Malformed.class);
    }

    @Test
    void aLineOfVersion1HasAtMost107Bytes() {
        assertThat(parse(text("PROXY UNKNOWN " + "x".repeat(91) + "\r\n")))
                .isEqualTo(new ProxyHeader.Present(107, null));
        assertThat(parse(text("PROXY UNKNOWN " + "x".repeat(92) + "\r\n"))).isInstanceOf(ProxyHeader.Malformed.class);
        assertThat(parse(text("PROXY UNKNOWN " + "x".repeat(93)))).isInstanceOf(ProxyHeader.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1", "POST / HTTP/1.1", "PUT / HTTP/1.1", "PROPFIND / HTTP/1.1", "PATCH / HTTP/1.1",
                "PROXY / HTTP/1.1", "PROXY * HTTP/1.1", "PROXYX / HTTP/1.1", "PRI * HTTP/2.0", "\r\nGET / HTTP/1.1",
                "proxy TCP4", "\026\003\001"
            })
    void anythingElseIsNotAHeader(String beginning) {
        ProxyHeader outcome = new ProxyHeader.Incomplete();
        for (int length = 0; length <= beginning.length() && outcome instanceof ProxyHeader.Incomplete; length++) {
            outcome = parse(text(beginning.substring(0, length)));
        }
        assertThat(outcome).isInstanceOf(ProxyHeader.Absent.class);
        assertThat(parse(text(beginning))).isInstanceOf(ProxyHeader.Absent.class);
    }

    @Test
    void aHeaderOfVersion2NamesTheClientWithAnyAdditionalFields() throws Exception {
        byte[] four = binary("2111", FOUR);
        isRead(four, client(four, "127.0.0.2", 8080));
        byte[] six = binary("2121", SIX);
        isRead(six, client(six, "2001:db8::7", 8080));
        byte[] fields = binary("2111", FOUR + "01 0002 6832 04 0000 ea 0003 aabbcc");
        isRead(fields, client(fields, "127.0.0.2", 8080));
        byte[] long4 = binary("2111", FOUR + "04 0f00 " + "00".repeat(0xf00));
        assertThat(parse(long4)).isEqualTo(client(long4, "127.0.0.2", 8080));
    }

    @ParameterizedTest
    @CsvSource({
        "2000, ''",
        "2000, 0102030405",
        "2011, 7f000002c00002011f9001bb",
        "2100, ''",
        "2100, ffffff",
        "2101, ''",
        "2110, 7f000002c00002011f9001bb",
        "2112, 7f000002c00002011f9001bb",
        "2122, ''",
        "2131, 2f746d70",
        "2132, 2f746d70"
    })
    void aHeaderWithoutATcpClientIsSkipped(String start, String content) {
        byte[] header = binary(start, content);
        isRead(header, new ProxyHeader.Present(header.length, null));
    }

    @ParameterizedTest
    @CsvSource({
        "1111, 7f000002c00002011f9001bb",
        "3111, 7f000002c00002011f9001bb",
        "2211, 7f000002c00002011f9001bb",
        "2141, 7f000002c00002011f9001bb",
        "21f1, 7f000002c00002011f9001bb",
        "2113, 7f000002c00002011f9001bb",
        "2111, 7f000002c00002011f9001",
        "2111, ''",
        "2121, 7f000002c00002011f9001bb",
        "2111, 7f000002c00002011f9001bb01",
        "2111, 7f000002c00002011f9001bb0100",
        "2111, 7f000002c00002011f9001bb010001",
        "2111, 7f000002c00002011f9001bb01ffff00",
        "2111, 7f000002c00002011f9001bb03000400000000",
        "2111, 7f000002c00002011f9001bb03000300000000"
    })
    void aHeaderThatContradictsItselfIsMalformed(String start, String content) {
        assertThat(parse(binary(start, content))).isInstanceOf(ProxyHeader.Malformed.class);
    }

    @Test
    void aHeaderLongerThan4KiBIsRefusedBeforeItHasArrived() {
        byte[] beginning = hex(SIGNATURE + "2111" + "0ff1");
        assertThat(parse(beginning)).isInstanceOf(ProxyHeader.Malformed.class);
        assertThat(parse(hex(SIGNATURE + "2111" + "0ff0"))).isInstanceOf(ProxyHeader.Incomplete.class);
        assertThat(parse(hex(SIGNATURE + "2000" + "ffff"))).isInstanceOf(ProxyHeader.Malformed.class);
    }

    @Test
    void aChecksumIsVerified() throws Exception {
        byte[] header = binary("2111", FOUR + "03 0004 00000000 04 0001 00");
        int type = 16 + 12;
        int at = type + 3;
        ByteBuffer.wrap(header).putInt(at, checksum(header));
        isRead(header, client(header, "127.0.0.2", 8080));
        for (int i = 16; i < header.length; i++) {
            if (i == type) {
                // With another type the field is no checksum.
                continue;
            }
            byte[] damaged = header.clone();
            damaged[i] ^= 0x10;
            assertThat(parse(damaged)).as("byte %s", i).isNotEqualTo(client(header, "127.0.0.2", 8080));
        }
    }

    /** CRC-32C bit by bit (RFC 3720, section 12.1). */
    private static int checksum(byte[] bytes) {
        int sum = -1;
        for (byte each : bytes) {
            sum ^= each & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                sum = sum >>> 1 ^ ((sum & 1) == 0 ? 0 : 0x82f63b78);
            }
        }
        return ~sum;
    }

    /** Law: every input has a result, and more bytes do not change a result other than {@code Incomplete}. */
    @Test
    void theResultForADamagedHeaderDoesNotChangeWithMoreBytes() {
        List<byte[]> seeds = new ArrayList<>(List.of(
                text("PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n" + REST),
                text("PROXY TCP6 2001:db8::7 ::1 4711 80\r\n" + REST),
                text("PROXY UNKNOWN\r\n" + REST),
                binary("2111", FOUR + "01 0002 6832 03 0004 00000000"),
                binary("2121", SIX + "04 0003 000000"),
                binary("2000", "")));
        Random random = new Random(23);
        for (int round = 0; round < Rounds.of(5_000); round++) {
            byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : bytes[random.nextInt(bytes.length)];
            }
            ProxyHeader before = new ProxyHeader.Incomplete();
            for (int length = 0; length <= bytes.length; length++) {
                ProxyHeader outcome = ProxyHeaderParser.parse(ByteBuffer.wrap(bytes, 0, length));
                if (!(before instanceof ProxyHeader.Incomplete)) {
                    assertThat(outcome).as("round %s", round).isEqualTo(before);
                }
                if (outcome instanceof ProxyHeader.Present present) {
                    assertThat(present.length()).isBetween(15, length);
                }
                before = outcome;
            }
        }
    }
}
