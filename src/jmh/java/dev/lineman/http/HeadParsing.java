package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lineman.http.message.HeadParseResult;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Peer;
import dev.lineman.http.message.RequestHeadParser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The head of a phone's request is read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HeadParsing {
    private final HttpLimits limits = HttpLimits.standard();
    private final Peer peer = Peer.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711));
    private final byte[] bytes = """
            GET /provisioning/0004f2000007.xml HTTP/1.1
            Host: 10.1.0.1:5481
            User-Agent: Mozilla/4.0 (compatible; snomD735-SIP 10.1.84.12)
            Accept-Language: de
            Connection: keep-alive

            """.replace("\n", "\r\n").getBytes(ISO_8859_1);

    @Benchmark
    public Object parse() {
        HeadParseResult head = new RequestHeadParser(limits, peer).feed(ByteBuffer.wrap(bytes));
        if (!(head instanceof HeadParseResult.Complete)) {
            throw new IllegalStateException("this head is whole: " + Objects.toString(head));
        }
        return head;
    }
}
