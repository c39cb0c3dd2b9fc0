package dev.lineman.http.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lineman.http.ConnectionDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RepresentationTest {
    private static final Instant CHANGED = Instant.parse("1994-11-06T08:49:37.5Z");
    private static final Representation TEN =
            new Representation(ResponseBody.of("0123456789".getBytes(ISO_8859_1)), "text/plain", "abc", CHANGED);

    private static final Instant NOW = CHANGED.plusSeconds(3600);

    private static Response ask(String... fields) {
        return TEN.respond(request("GET", fields), NOW);
    }

    private static Request request(String method, String... fields) {
        return new Request(
                method, "/", "/", "HTTP/1.1", HeaderFields.of(fields), Peer.plain(ConnectionDriver.SOMEWHERE));
    }

    private static String head(Response answer) {
        return new String(answer.head(CHANGED.getEpochSecond() + 10, ""), ISO_8859_1);
    }

    @Test
    void lastModifiedIsNeverLaterThanDate() {
        assertThat(new String(ask().head(CHANGED.getEpochSecond() - 2, ""), ISO_8859_1))
                .contains("Last-Modified: Sun, 06 Nov 1994 08:49:35 GMT\r\n");
        assertThat(ask("If-Modified-Since", "Sun, 06 Nov 1994 08:49:35 GMT").status())
                .isEqualTo(200);
    }

    @Test
    void aRangeBeyondTheEndIsCutAtTheEnd() throws IOException {
        assertThat(content(ask("Range", "bytes=8-99999999999999999999999"))).isEqualTo("89");
        assertThat(content(ask("Range", "bytes=-99999999999999999999999"))).isEqualTo("0123456789");
        assertThat(ask("Range", "bytes=99999999999999999999999-").status()).isEqualTo(416);
    }

    private static String content(Response answer) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(100);
        while (all.position() < answer.body().length()) {
            answer.body().read(all.position(), all);
        }
        return new String(all.array(), 0, all.position(), ISO_8859_1);
    }

    @Test
    void aRequestWithoutConditionsGetsTheWholeContent() throws IOException {
        Response answer = ask();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(content(answer)).isEqualTo("0123456789");
        assertThat(head(answer))
                .contains(
                        "ETag: \"abc\"\r\n",
                        "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
                        "Accept-Ranges: bytes\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"abc\"", "W/\"abc\"", "*", "\"x\", \"abc\"", "\"x\",W/\"abc\",\"y\"", "\"a, b\" ,\"abc\""})
    void aMatchingEntityTagGives304(String tags) {
        Response answer = ask("If-None-Match", tags);
        assertThat(answer.status()).isEqualTo(304);
        assertThat(head(answer))
                .contains("ETag: \"abc\"\r\n", "Last-Modified: ")
                .doesNotContain("Content-Type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"abcd\"", "\"ABC\"", "abc", "\"abc", "", "\"x, abc\"", "w/\"x\"", "W/", "\"\""})
    void anotherEntityTagGivesTheWholeContent(String tags) {
        assertThat(ask("If-None-Match", tags).status()).isEqualTo(200);
    }

    @Test
    void anEntityTagTakesPrecedenceOverADate() {
        String date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assertThat(ask("If-None-Match", "\"x\"", "If-Modified-Since", date).status())
                .isEqualTo(200);
        assertThat(ask("If-Match", "\"abc\"", "If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:36 GMT")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 06 Nov 1994 08:49:37 GMT | 304",
                "Sunday, 06-Nov-94 08:49:37 GMT | 304",
                "Sun Nov  6 08:49:37 1994 | 304",
                "Sun, 06 Nov 1994 08:49:38 GMT | 304",
                "Sun, 06 Nov 1994 09:49:37 GMT | 304",
                "Sun, 06 Nov 1994 08:49:36 GMT | 200",
                "yesterday | 200",
                "Sun, 06 Nov 1994 08:49:37 CET | 200",
                "Mon, 06 Nov 1994 08:49:37 GMT | 200"
            })
    void datesAreComparedInWholeSecondsAndParsedInThreeFormats(String date, int status) {
        assertThat(ask("If-Modified-Since", date).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 09:49:38 GMT",
                "Mon, 07 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 09:49:38 GMT",
                "Thu Jan  1 00:00:00 2099",
                "Fri, 31 Dec 9999 23:59:59 GMT"
            })
    void aDateLaterThanTheServersClockIsIgnored(String date) {
        assertThat(ask("If-Modified-Since", date).status()).isEqualTo(200);
        assertThat(ask("If-Modified-Since", date, "If-None-Match", "\"abc\"").status())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource({
        "If-Match, *, 200",
        "If-Match, '\"abc\"', 200",
        "If-Match, 'W/\"abc\"', 412",
        "If-Match, '\"x\"', 412",
        "If-Unmodified-Since, 'Sun, 06 Nov 1994 08:49:37 GMT', 200",
        "If-Unmodified-Since, 'Sun, 06 Nov 1994 08:49:36 GMT', 412"
    })
    void aFailedPreconditionGives412(String field, String value, int status) {
        assertThat(ask(field, value).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, 0123, 0-3",
        "bytes=4-4, 4, 4-4",
        "bytes=7-, 789, 7-9",
        "bytes=-3, 789, 7-9",
        "bytes=-99, 0123456789, 0-9",
        "Bytes=8-99, 89, 8-9"
    })
    void aRangeGivesAPartOfTheContent(String range, String part, String where) throws IOException {
        Response answer = ask("Range", range);
        assertThat(answer.status()).isEqualTo(206);
        assertThat(content(answer)).isEqualTo(part);
        assertThat(answer.fields())
                .contains("Content-Range: bytes " + where + "/10\r\n", "ETag: \"abc\"\r\n", "Content-Type: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,3-4", "bytes=3-2", "bytes=-", "bytes=a-b", "lines=0-1", "bytes 0-1"})
    void anInvalidRangeOrSeveralRangesAreIgnored(String range) {
        assertThat(ask("Range", range).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0"})
    void aRangeOutsideOfTheContentGives416(String range) {
        Response answer = ask("Range", range);
        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.fields()).contains("Content-Range: bytes */10\r\n");
    }

    @Test
    void aRangeOfAnotherVersionGivesTheWholeContent() {
        assertThat(ask("Range", "bytes=0-3", "If-Range", "\"abc\"").status()).isEqualTo(206);
        assertThat(ask("Range", "bytes=0-3", "If-Range", "W/\"abc\"").status()).isEqualTo(200);
        assertThat(ask("Range", "bytes=0-3", "If-Range", "\"x\"").status()).isEqualTo(200);
        assertThat(ask("Range", "bytes=0-3", "If-Range", "Sun, 06 Nov 1994 08:49:37 GMT")
                        .status())
                .isEqualTo(206);
        assertThat(ask("Range", "bytes=0-3", "If-Range", "Sun, 06 Nov 1994 08:49:38 GMT")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aHeadRequestIgnoresRange() {
        assertThat(TEN.respond(request("HEAD", "Range", "bytes=0-3"), NOW).status())
                .isEqualTo(200);
    }

    @Test
    void aRangeOfAnEmptyContentGives416() {
        Representation empty = new Representation(ResponseBody.of(new byte[0]), "text/plain", "e", CHANGED);
        assertThat(empty.respond(request("GET"), NOW).status()).isEqualTo(200);
        assertThat(empty.respond(request("GET", "Range", "bytes=0-"), NOW).status())
                .isEqualTo(416);
        assertThat(empty.respond(request("GET", "Range", "bytes=-5"), NOW).status())
                .isEqualTo(416);
    }

    @Test
    void aHeaderValueWithALineBreakIsRejected() {
        assertThatThrownBy(() -> Response.empty(200).with("X", "a\r\nSet-Cookie: b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Response.empty(200).with("X", "a\u2028")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyFormattedDateParsesToTheSameTime() {
        for (long second = 0; second < 4_000_000_000L; second += 1_234_567) {
            Instant instant = Instant.ofEpochSecond(second);
            assertThat(HttpDate.parse(HttpDate.format(second))).isEqualTo(instant);
        }
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(HttpDate.format(784_111_777)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        } finally {
            Locale.setDefault(before);
        }
    }
}
