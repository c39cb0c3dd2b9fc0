package dev.lineman.zerotouch.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lineman.access.IpAddress;
import dev.lineman.access.TftpPermission;
import dev.lineman.serve.PhoneClient;
import dev.lineman.serve.ServingDecision;
import dev.lineman.serve.visits.MissedRequest;
import dev.lineman.serve.visits.RequestChannel;
import dev.lineman.serve.visits.UnknownPhone;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The TFTP server over real sockets. */
class TftpServerTest {
    private static final String MAC = "001122334455";
    private static final String SEP = "SEP001122334455.cnf.xml";
    private static final int FILE_NOT_FOUND = 1;
    private static final int ACCESS_VIOLATION = 2;
    private static final int ILLEGAL_OPERATION = 4;
    private static final int UNKNOWN_TID = 5;

    @TempDir
    Path out;

    private TftpFiles files;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger("dev.lineman");

    @BeforeEach
    void open() throws IOException {
        lines.start();
        log.addAppender(lines);
        files = new TftpFiles(out);
    }

    @AfterEach
    void close() throws IOException {
        files.close();
        log.detachAppender(lines);
        assertThat(lines.list).noneMatch(line -> line.getLevel() == Level.ERROR);
    }

    private static byte[] content(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private TftpTestClient client() throws IOException {
        return new TftpTestClient(files.port(), 3000);
    }

    private TftpTestClient.Download get(String name, String... options) throws IOException {
        try (TftpTestClient client = client()) {
            return client.get(name, "octet", options);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private List<String> warnings() {
        return lines.list.stream()
                .filter(line -> line.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 513, 1024, 1025, 5000, 100_000})
    void aFileOfAnyLengthArrives(int length) throws Exception {
        files.file("firmware.bin", "", content(length));
        TftpTestClient.Download download = get("firmware.bin");
        assertThat(download.bytes()).isEqualTo(content(length));
        assertThat(download.options()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "blksize 1024                           | blksize=1024",
                "blksize 65464                          | blksize=1428",
                "BlkSize 8                              | blksize=8",
                "blksize 7                              | ''",
                "blksize 65465                          | ''",
                "blksize -1                             | ''",
                "blksize 99999999999                    | ''",
                "tsize 0                                | tsize=3000",
                "tsize 0 blksize 512 timeout 1          | blksize=512 timeout=1 tsize=3000",
                "timeout 255                            | ''",
                "timeout 0                              | ''",
                "windowsize 4 blksize 1428 tsize 0      | blksize=1428 tsize=3000 windowsize=4",
                "windowsize 65535                       | windowsize=16",
                "windowsize 0 multicast x rollover 1    | ''",
                "blksize 600 windowsize 3 unknown x     | blksize=600 windowsize=3",
            })
    void optionsAreAcceptedWithinBoundsAndNeverRaised(String asked, String accepted) throws Exception {
        files.file("a.bin", "", content(3000));
        TftpTestClient.Download download = get("a.bin", asked.strip().split(" ", -1));
        assertThat(download.bytes()).isEqualTo(content(3000));
        List<String> texts = new ArrayList<>();
        download.options().forEach((name, value) -> texts.add(name + "=" + value));
        assertThat(texts)
                .containsExactlyInAnyOrderElementsOf(accepted.isEmpty() ? List.of() : List.of(accepted.split(" ", -1)));
    }

    @Test
    void netasciiConvertsLineEndsAndGivesNoSize() throws Exception {
        files.file("a.txt", "", "a\nb\rc\r\n".repeat(300).getBytes(StandardCharsets.US_ASCII));
        try (TftpTestClient client = client()) {
            TftpTestClient.Download download = client.get("a.txt", "NetASCII", "tsize", "0", "blksize", "100");
            assertThat(new String(download.bytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("a\r\nb\r\0c\r\0\r\n".repeat(300));
            assertThat(download.options()).isEqualTo(Map.of("blksize", "100"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SEP,
                "/" + SEP,
                "//" + SEP,
                "./" + SEP,
                "\\" + SEP,
                "sep001122334455.CNF.XML",
                "acme/" + SEP,
                "\\acme\\" + SEP,
                "Acme/./" + SEP
            })
    void aFileOfASiteIsFoundByItsPathAndAtTheTop(String name) throws Exception {
        files.file("acme/" + SEP, "", content(700));
        assertThat(get(name).bytes()).isEqualTo(content(700));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing",
                "",
                "..",
                "../.lineman/journal",
                "acme/../" + SEP,
                "..\\" + SEP,
                "/etc/passwd",
                "x/" + SEP,
                "SEP001122334466.cnf.xml",
                "provisioning/acme/" + SEP,
                "acme/" + SEP + "/" + "/x"
            })
    void anotherNameIsNotFound(String name) throws Exception {
        files.file("acme/" + SEP, "", content(700)).file("secret/shared.cfg", "", content(1));
        assertThat(get(name).error()).isEqualTo(FILE_NOT_FOUND);
    }

    @Test
    void aVisitIsRecordedWhenTheWholeFileHasArrived() throws Exception {
        files.file("acme/" + SEP, "n=127.0.0.0/8", content(700));
        get(SEP);
        await(() -> !files.visits().of(MAC).isEmpty());
        assertThat(files.visits().of(MAC)).singleElement().satisfies(visit -> {
            assertThat(visit.status()).isEqualTo(200);
            assertThat(visit.file()).isEqualTo("provisioning/acme/" + SEP);
            assertThat(visit.from()).hasToString("127.0.0.1");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"n=10.0.0.0/8", "e=1000", "f=1", "a", "c", "u=dQ.x.y", "t=0123.16"})
    void aRuleThatDoesNotHoldHidesTheFile(String rule) throws Exception {
        files.file(SEP, rule, content(700));
        if (rule.equals("f=1")) {
            assertThat(get(SEP).bytes()).isNotNull();
            await(() -> !files.visits().of(MAC).isEmpty());
        }
        assertThat(get(SEP).error()).isEqualTo(FILE_NOT_FOUND);
        assertThat(get(SEP).error()).isEqualTo(FILE_NOT_FOUND);
        await(() -> files.visits().of(MAC).get(0).status() == 404);
        boolean never = List.of("a", "c", "u=dQ.x.y", "t=0123.16").contains(rule);
        assertThat(warnings()).hasSize(never ? 1 : 0);
        if (never) {
            assertThat(warnings().get(0))
                    .startsWith("phone " + MAC + " does not get provisioning/" + SEP + " by TFTP: its rule asks for ")
                    .contains("Write 'provisioning: {")
                    .doesNotContain("0123");
        }
    }

    @Test
    void aPhoneThatDoesNotUseTftpIsRefusedWithWhatToDo() throws Exception {
        files.file("acme/" + SEP, "", content(700)).file("dialplan.xml", "", content(10));
        files.permission(TftpPermission.DENIED);
        assertThat(get(SEP).error()).isEqualTo(FILE_NOT_FOUND);
        assertThat(get(SEP).error()).isEqualTo(FILE_NOT_FOUND);
        assertThat(get("dialplan.xml").bytes()).isEqualTo(content(10));
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("phone " + MAC + " asks for provisioning/acme/" + SEP)
                .contains("or its extension has an error", "'provisioning: {tftp: true}'");
    }

    @Test
    void aRequestBeforeTheInventoryIsLoadedIsAnsweredLater() throws Exception {
        files.file(SEP, "", content(700));
        files.permission(TftpPermission.UNKNOWN);
        try (TftpTestClient client = client()) {
            client.send(TftpTestClient.request(1, SEP, "octet"));
            await(() -> files.count("not_ready") == 1);
            files.permission(TftpPermission.PERMITTED);
            client.send(TftpTestClient.request(1, SEP, "octet"));
            assertThat(client.receive(3000)).isNotNull();
        }
    }

    @Test
    void anUnknownPhoneIsListedAndAKnownOneHasItsMissedRequest() throws Exception {
        files.phone(MAC);
        assertThat(get("SEP00112233AABB.cnf.xml").error()).isEqualTo(FILE_NOT_FOUND);
        assertThat(get("CTLSEP001122334455.tlv").error()).isEqualTo(FILE_NOT_FOUND);
        await(() -> !files.visits().missed(MAC).isEmpty());
        List<UnknownPhone> unknown = files.visits().unknownPhones(mac -> false);
        assertThat(unknown).singleElement().satisfies(phone -> {
            assertThat(phone.mac()).isEqualTo("00112233aabb");
            assertThat(phone.channel()).isEqualTo(RequestChannel.TFTP);
            assertThat(phone.name()).isEqualTo("provisioning/SEP00112233AABB.cnf.xml");
        });
        List<MissedRequest> missed = files.visits().missed(MAC);
        assertThat(missed)
                .singleElement()
                .extracting(MissedRequest::name)
                .isEqualTo("provisioning/CTLSEP001122334455.tlv");
    }

    @Test
    void aWriteIsAnAccessViolationAndAnUnknownModeIllegal() throws Exception {
        files.file("a.bin", "", content(10));
        try (TftpTestClient client = client()) {
            client.send(TftpTestClient.request(2, "a.bin", "octet"));
            assertThat(error(client)).isEqualTo(ACCESS_VIOLATION);
            client.send(TftpTestClient.request(1, "a.bin", "mail"));
            assertThat(error(client)).isEqualTo(ILLEGAL_OPERATION);
        }
        assertThat(warnings()).singleElement().asString().contains("wants to write a file by TFTP");
    }

    private static int error(TftpTestClient client) throws IOException {
        DatagramPacket packet = client.receive(3000);
        assertThat(packet).isNotNull();
        byte[] bytes = TftpTestClient.bytes(packet);
        assertThat(bytes[1]).isEqualTo((byte) 5);
        return bytes[3];
    }

    @Test
    void aStrangerIsSentAwayAndTheTransferGoesOn() throws Exception {
        files.file("a.bin", "", content(600));
        try (TftpTestClient client = client();
                TftpTestClient stranger = client()) {
            client.send(TftpTestClient.request(1, "a.bin", "octet"));
            DatagramPacket first = client.receive(3000);
            assertThat(first).isNotNull();
            stranger.send(TftpTestClient.acknowledgment(1), first.getSocketAddress());
            assertThat(error(stranger)).isEqualTo(UNKNOWN_TID);
            stranger.send(new byte[] {0, 5, 0, 0, 0}, first.getSocketAddress());
            client.send(TftpTestClient.acknowledgment(1), first.getSocketAddress());
            DatagramPacket second = client.receive(3000);
            assertThat(second).isNotNull();
            assertThat(second.getLength()).isEqualTo(4 + 88);
            assertThat(stranger.receive(200)).isNull();
        }
    }

    @Test
    void aRepeatedRequestBeginsNoSecondTransfer() throws Exception {
        files.file("a.bin", "", content(5000)).file("b.bin", "", content(100));
        try (TftpTestClient client = client()) {
            byte[] request = TftpTestClient.request(1, "a.bin", "octet");
            client.send(request);
            client.send(request);
            client.send(request);
            await(() -> files.count("repeated") == 2);
            assertThat(files.count("started")).isEqualTo(1);
            // Another file from the same port ends the transfer.
            client.send(TftpTestClient.request(1, "b.bin", "octet"));
            await(() -> files.count("started") == 2);
        }
    }

    @Test
    void aPhoneThatStartsAnewDuringATransferGetsANewOne() throws Exception {
        files.file("a.bin", "", content(5000));
        try (TftpTestClient client = client()) {
            byte[] request = TftpTestClient.request(1, "a.bin", "octet");
            client.send(request);
            DatagramPacket first = client.receive(3000);
            assertThat(first).isNotNull();
            client.send(TftpTestClient.acknowledgment(1), first.getSocketAddress());
            // The second block, and three retransmissions of it.
            for (int i = 0; i < 4; i++) {
                assertThat(client.receive(5000)).isNotNull();
            }
            client.send(request);
            await(() -> files.count("started") == 2);
        }
    }

    /** The packets and bytes that a source gets for one request, without an answer to what it gets. */
    @ParameterizedTest
    @CsvSource({"'', 2", "tsize 0 blksize 1428, 1", "windowsize 16 blksize 1428 tsize 0, 1"})
    void aForgedAddressGetsFewPackets(String options, int most) throws Exception {
        files.file(SEP, "", content(100_000));
        try (TftpTestClient client = client()) {
            String[] texts = options.isEmpty() ? new String[0] : options.split(" ", -1);
            byte[] request = TftpTestClient.request(1, SEP, "octet", texts);
            client.send(request);
            int packets = 0;
            int bytes = 0;
            for (DatagramPacket next = client.receive(3000); next != null; next = client.receive(3000)) {
                packets++;
                bytes += next.getLength();
            }
            assertThat(packets).isEqualTo(most);
            assertThat(bytes).isLessThanOrEqualTo(options.isEmpty() ? 2 * 516 : request.length);
        }
    }

    @Test
    void theTransfersOfAnAddressAreBoundedAndUnverifiedOnesMakeRoom() throws Exception {
        files.file("a.bin", "", content(5000));
        List<TftpTestClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < TransferTable.MAX_PER_SOURCE; i++) {
                TftpTestClient client = client();
                clients.add(client);
                client.send(TftpTestClient.request(1, "a.bin", "octet"));
                DatagramPacket first = client.receive(3000);
                assertThat(first).isNotNull();
                if (i > 0) {
                    client.send(TftpTestClient.acknowledgment(1), first.getSocketAddress());
                    assertThat(client.receive(3000)).isNotNull();
                }
            }
            TftpTestClient one = client();
            clients.add(one);
            one.send(TftpTestClient.request(1, "a.bin", "octet"));
            DatagramPacket first = one.receive(3000);
            assertThat(first).isNotNull();
            one.send(TftpTestClient.acknowledgment(1), first.getSocketAddress());
            assertThat(one.receive(3000)).isNotNull();
            TftpTestClient more = client();
            clients.add(more);
            more.send(TftpTestClient.request(1, "a.bin", "octet"));
            await(() -> files.count("limited") == 1);
            assertThat(warnings()).anyMatch(line -> line.contains("too many transfers run"));
            try (TftpTestClient elsewhere =
                    new TftpTestClient(files.port(), 3000, InetAddress.getByName("127.0.0.9"))) {
                assertThat(elsewhere.get("a.bin", "octet").bytes()).hasSize(5000);
            }
        } finally {
            clients.forEach(TftpTestClient::close);
        }
    }

    @Test
    void aStormOfRequestsIsAnsweredInPartAndCostsOthersNothing() throws Exception {
        files.file("a.bin", "", content(100));
        try (TftpTestClient client = client()) {
            byte[] request = TftpTestClient.request(1, "no.bin", "octet");
            // A busy server has lost a part of them in its socket.
            await(() -> {
                try {
                    client.send(request);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                return files.count("limited") > 0;
            });
            try (TftpTestClient elsewhere =
                    new TftpTestClient(files.port(), 3000, InetAddress.getByName("127.0.0.9"))) {
                assertThat(elsewhere.get("a.bin", "octet").bytes()).hasSize(100);
            }
        }
        assertThat(warnings()).singleElement().asString().contains("too many requests by TFTP from 127.0.0.1");
    }

    @Test
    void aScanOverMacsIsDetectedAndDoesNotCloseHttpOrOtherAddresses() throws Exception {
        files.file(SEP, "", content(100));
        int answered = 0;
        for (int i = 0; i < 40; i++) {
            answered += get(String.format("SEP00041%07d.cnf.xml", i)).error() >= 0 ? 1 : 0;
        }
        assertThat(answered).isEqualTo(40);
        assertThat(get(SEP).error()).isEqualTo(FILE_NOT_FOUND);
        assertThat(warnings()).anyMatch(line -> line.startsWith("guessing by TFTP from 127.0.0.1: 32 phones"));
        IpAddress here = IpAddress.parse("127.0.0.1");
        PhoneClient overHttp = new PhoneClient(here, null, "", "", PhoneClient.PresentedLogin.NONE);
        assertThat(files.policy().decide(overHttp, "/provisioning/" + SEP).kind())
                .isEqualTo(ServingDecision.DecisionKind.SEND);
        try (TftpTestClient elsewhere = new TftpTestClient(files.port(), 3000, InetAddress.getByName("127.0.0.9"))) {
            assertThat(elsewhere.get(SEP, "octet").bytes()).hasSize(100);
        }
    }

    @Test
    void aClientOutsideOfTheNetworksGetsNoAnswer() throws Exception {
        try (TftpFiles closed = new TftpFiles(out.resolve("closed"), "10.0.0.0/8")) {
            closed.file("a.bin", "", content(10));
            try (TftpTestClient client = new TftpTestClient(closed.port(), 500)) {
                client.send(TftpTestClient.request(1, "a.bin", "octet"));
                client.send(TftpTestClient.request(1, "a.bin", "octet"));
                assertThat(client.receive(500)).isNull();
            }
        }
        assertThat(warnings()).singleElement().asString().contains("127.0.0.1 get no answer", "--tftp-networks");
    }

    @Test
    void packetsOfOtherTypesGetNoAnswer() throws Exception {
        try (TftpTestClient client = client()) {
            for (int type : List.of(0, 3, 4, 5, 6, 7, 255)) {
                client.send(new byte[] {0, (byte) type, 0, 1, 0, 0});
            }
            client.send(new byte[0]);
            client.send(new byte[] {0});
            assertThat(client.receive(500)).isNull();
        }
        await(() -> files.count("ignored") == 9);
    }

    @Test
    void aReplacedFileKeepsItsContentInARunningTransfer() throws Exception {
        files.file("a.bin", "", content(1000));
        try (TftpTestClient client = client()) {
            client.send(TftpTestClient.request(1, "a.bin", "octet"));
            DatagramPacket first = client.receive(3000);
            assertThat(first).isNotNull();
            files.file("a.bin", "", content(20));
            client.send(TftpTestClient.acknowledgment(1), first.getSocketAddress());
            DatagramPacket second = client.receive(3000);
            assertThat(second).isNotNull();
            assertThat(TftpTestClient.bytes(second)).endsWith(Arrays.copyOfRange(content(1000), 512, 1000));
        }
        assertThat(get("a.bin").bytes()).isEqualTo(content(20));
    }

    /** 65,535 blocks of 512 bytes are 32 MiB: the number of the next block is 0. */
    @Test
    void aFileOfMoreThan32MebibytesArrives() throws Exception {
        byte[] bytes = content((33 << 20) + 5);
        files.file("firmware.bin", "", bytes);
        assertThat(get("firmware.bin").bytes()).isEqualTo(bytes);
    }

    @Test
    void aPortInUseIsNamedWithWhatToDo() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            assertThatThrownBy(() -> TftpServer.start(
                            new TftpOptions("127.0.0.1", taken.getLocalPort(), TftpOptions.defaultNetworks()),
                            files.policy(),
                            new TftpCounters(),
                            System::nanoTime))
                    .hasMessageContaining(
                            "cannot listen on UDP port " + taken.getLocalPort() + " of 127.0.0.1 for TFTP")
                    .hasMessageContaining("ss -ulpn");
        }
    }
}
