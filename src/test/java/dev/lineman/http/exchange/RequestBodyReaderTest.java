package dev.lineman.http.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.http.exchange.RequestBodyReader.Progress;
import dev.lineman.http.message.RequestFraming;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestBodyReaderTest {
    private static final RequestFraming CHUNKED = new RequestFraming(0, 0, true, true, false);

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    @Test
    void aBodyWithContentLengthEndsAfterThatLength() {
        RequestBodyReader body = new RequestBodyReader(new RequestFraming(0, 5, false, true, false), 5);
        assertThat(body.discard(bytes("abc"))).isEqualTo(Progress.MORE);
        ByteBuffer rest = bytes("deGET");
        assertThat(body.discard(rest)).isEqualTo(Progress.DONE);
        assertThat(rest.remaining()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0\r\n\r\n",
                "3\r\nabc\r\n0\r\n\r\n",
                "3;a=\"b\"\r\nabc\r\nA \r\n0123456789\r\n000\r\nTrailer: x\r\nAnother: y\r\n\r\n",
                "00000003\r\n\r\n\r\r\n0\r\n\r\n"
            })
    void theEndOfAChunkedBodyDoesNotDependOnHowItsBytesAreSplit(String text) {
        for (int split = 0; split < text.length(); split++) {
            RequestBodyReader body = new RequestBodyReader(CHUNKED, 1000);
            assertThat(body.discard(bytes(text.substring(0, split)))).isEqualTo(Progress.MORE);
            ByteBuffer rest = bytes(text.substring(split) + "GET");
            assertThat(body.discard(rest)).isEqualTo(Progress.DONE);
            assertThat(rest.remaining()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "\r\n",
                "-1",
                "000000001",
                "1\n",
                "1\ra",
                "1;a\n",
                "1;a\rb",
                "1\r\nab",
                "1\r\na\n",
                "1\r\na\rb",
                "0\r\n\n",
                "0\r\n\rx",
                "0\r\na: b\n",
                "0\r\na: b\rc",
                " 1",
                "1\r\na\r\nx"
            })
    void aChunkedBodyThatViolatesTheGrammarIsBroken(String text) {
        assertThat(new RequestBodyReader(CHUNKED, 1000).discard(bytes(text))).isEqualTo(Progress.BROKEN);
    }

    @Test
    void noMoreThanTheAllowedNumberOfBytesIsRead() {
        assertThat(new RequestBodyReader(CHUNKED, 8).discard(bytes("3\r\nabc\r\n")))
                .isEqualTo(Progress.MORE);
        assertThat(new RequestBodyReader(CHUNKED, 8).discard(bytes("3\r\nabc\r\n0")))
                .isEqualTo(Progress.BROKEN);
        assertThat(new RequestBodyReader(CHUNKED, 1000).discard(bytes("ffffffff\r\n" + "a".repeat(2000))))
                .isEqualTo(Progress.BROKEN);
        assertThat(new RequestBodyReader(CHUNKED, 1000).discard(bytes("1;" + "a".repeat(2000))))
                .isEqualTo(Progress.BROKEN);
    }
}
