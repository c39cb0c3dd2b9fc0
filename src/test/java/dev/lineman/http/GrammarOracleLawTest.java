package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.http.exchange.BodyDecision;
import dev.lineman.http.exchange.RequestHandler;
import dev.lineman.http.message.HttpLimits;
import dev.lineman.http.message.Request;
import dev.lineman.http.message.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Law: for any input in any pieces, a client gets the responses that {@link GrammarOracle} computes, and no
 * others.
 */
final class GrammarOracleLawTest {
    private static final HttpLimits SMALL = new HttpLimits(
            16,
            16,
            1,
            300,
            6,
            60,
            1 << 20,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    private static final RequestHandler ECHO = request -> Response.of(200, "text/plain", "body".getBytes(ISO_8859_1))
            .with("Name", GrammarOracle.name(request.method(), request.path(), request.version(), request.fields()));
    /** Longer than what fits into the limit for discarded bodies. */
    private static final int LONGEST_BODY = 70;

    /** Receives each body and repeats it. */
    private static final RequestHandler RECEIVING = new RequestHandler() {
        @Override
        public Response handle(Request request) {
            return ECHO.handle(request);
        }

        @Override
        public BodyDecision decide(Request request) {
            return new BodyDecision.Receive(new BodyRecorder(
                    LONGEST_BODY,
                    body -> Response.empty(200)
                            .with(
                                    "Name",
                                    GrammarOracle.name(
                                                    request.method(),
                                                    request.path(),
                                                    request.version(),
                                                    request.fields())
                                            + ' '
                                            + GrammarOracle.hex(body))));
        }
    };

    private static final Pattern ANSWER =
            Pattern.compile("HTTP/1\\.1 (\\d{3}) [A-Za-z -]+\\r\\n((?:[A-Za-z-]+: [^\\r\\n]*\\r\\n)*)\\r\\n");
    private static final Pattern NAME = Pattern.compile("Name: ((\\S+) .*)\\r\\n");
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)\\r\\n");

    private static final List<String> GOOD = List.of(
            "GET /provisioning/cfg000413246672 HTTP/1.1\r\nHost: x\r\nUser-Agent: snom\r\n\r\n",
            "HEAD /a%20b//c?d HTTP/1.1\r\nHost: [::1]:80\r\nX: 1\r\n\r\n",
            "GET http://h:80/%c3%bc/. HTTP/1.0\r\nConnection: keep-alive\r\nx: y\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nGET /",
            "PUT /b HTTP/1.1\r\nHost:x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "POST /c HTTP/1.1\r\nhost: x\r\ntransfer-encoding:chunked\r\n\r\nA;x=y\r\n0123456789\r\n0\r\nT: r\r\n\r\n",
            "PUT /e HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n" + "e".repeat(64)
                    + "\r\n7\r\n1234567\r\n0\r\n\r\n",
            "POST /d HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nab",
            "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
            "\r\n\nGET / HTTP/1.1\nHost: x\nX: \t a b \n\n",
            "GET / HTTP/1.1\r\nHost: x\r\nConnection: x, Close\r\n\r\n",
            "GET /.x/..y/%2e HTTP/1.1\r\nHost: x\r\nContent-Length: 00\r\n\r\n");
    private static final List<String> WORDS = List.of(
            "GET",
            "HEAD",
            "POST",
            "FOO",
            "CONNECT",
            "MKCOL",
            " ",
            "  ",
            "/",
            "//",
            "/../",
            "/./",
            "%2e",
            "%2F",
            "%00",
            "%",
            "%c3%bc",
            "\u00c3\u00bc",
            "\u00ff",
            "?",
            "#",
            "\\",
            "*",
            "http://",
            "h:80",
            "HTTP/1.1",
            "HTTP/1.0",
            "HTTP/2.0",
            "HTTP/1.9",
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            "Host: x\r\n",
            "Host:",
            "Content-Length: ",
            "5",
            "0",
            "61",
            "1, 1",
            "-1",
            "99999999999999999999",
            "Transfer-Encoding: ",
            "chunked",
            "gzip",
            ", ",
            ",",
            "Connection: ",
            "close",
            "keep-alive",
            "Expect: ",
            "100-continue",
            "\t",
            "\u0000",
            "\u007f",
            "\u0016\u0003\u0001",
            ":",
            ";",
            "X: ",
            "a",
            "A\r\n",
            "0\r\n\r\n",
            "T: r\r\n",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyInputIsParsedAsTheOracleParsesIt(boolean receives) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < Rounds.of(5_000); i++) {
            byte[] input = input(random).getBytes(ISO_8859_1);
            ConnectionDriver connectionDriver = new ConnectionDriver(
                    SMALL, receives ? RECEIVING : ECHO, random.nextBoolean() ? 64 << 10 : 1 + random.nextInt(40));
            for (int from = 0; from < input.length; ) {
                int to = random.nextInt(4) == 0 ? input.length : Math.min(input.length, from + 1 + random.nextInt(80));
                connectionDriver.send(Arrays.copyOfRange(input, from, to));
                from = to;
            }
            String text = GrammarOracle.latin(input);
            assertThat(responses(connectionDriver))
                    .as("seed %d, case %d: %s", seed, i, visible(text))
                    .isEqualTo(GrammarOracle.read(SMALL, text, receives ? LONGEST_BODY : -1));
            assertThat(connectionDriver.faults).isEmpty();
        }
    }

    private static List<String> responses(ConnectionDriver connectionDriver) {
        String said = connectionDriver.output();
        List<String> responses = new ArrayList<>();
        Matcher answer = ANSWER.matcher(said);
        int at = 0;
        while (at < said.length()) {
            answer.region(at, said.length());
            assertThat(answer.lookingAt()).as(visible(said.substring(at))).isTrue();
            Matcher name = NAME.matcher(answer.group(2));
            Matcher length = LENGTH.matcher(answer.group(2));
            boolean named = name.find();
            responses.add(answer.group(1) + (named ? ' ' + name.group(1) : ""));
            at = answer.end();
            boolean headOnly = named ? name.group(2).equals("HEAD") : at == said.length();
            at += length.find() && !headOnly ? Integer.parseInt(length.group(1)) : 0;
        }
        assertThat(at).isEqualTo(said.length());
        boolean over =
                connectionDriver.phase() == ConnectionPhase.DONE || connectionDriver.phase() == ConnectionPhase.LINGER;
        responses.add(over ? "closed" : "open");
        return responses;
    }

    private static String input(Random random) {
        StringBuilder input = new StringBuilder();
        int kind = random.nextInt(10);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            if (kind == 0) {
                byte[] noise = new byte[random.nextInt(100)];
                random.nextBytes(noise);
                input.append(GrammarOracle.latin(noise));
            } else if (kind == 1) {
                for (int j = random.nextInt(30); j > 0; j--) {
                    input.append(pick(random, WORDS));
                }
            } else {
                input.append(pick(random, GOOD));
            }
        }
        for (int i = kind == 2 ? 0 : random.nextInt(4); i > 0; i--) {
            mutate(random, input);
        }
        return input.toString();
    }

    private static void mutate(Random random, StringBuilder input) {
        int at = random.nextInt(input.length() + 1);
        int to = Math.min(input.length(), at + random.nextInt(6));
        switch (random.nextInt(6)) {
            case 0 -> input.delete(at, to);
            case 1 -> input.insert(at, pick(random, WORDS));
            case 2 -> input.replace(at, to, pick(random, WORDS));
            case 3 -> input.insert(at, (char) random.nextInt(256));
            case 4 -> input.insert(at, input.substring(at, to));
            default -> input.setLength(at);
        }
    }

    private static String pick(Random random, List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.chars()
                .forEach(c ->
                        visible.append(c >= ' ' && c < 0x7f ? Character.toString(c) : String.format("\\x%02x", c)));
        return visible.toString();
    }
}
