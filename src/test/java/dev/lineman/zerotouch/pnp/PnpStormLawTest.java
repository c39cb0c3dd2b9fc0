package dev.lineman.zerotouch.pnp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What clients send that want to do harm, or that are broken: no exception, and bounded answers, log and memory. */
class PnpStormLawTest {
    private static final String MAC = "0004132e08b4";
    private static final String URL = "http://10.0.0.2:5481/provisioning/";
    private static final String[] PIECES = {
        "\r\n",
        "\n",
        "\r",
        " ",
        "\t",
        ";",
        ":",
        "<",
        ">",
        "\"",
        "@",
        "%",
        "=",
        ",",
        "\0",
        "\u00ff",
        "sip:",
        "MAC%3a",
        "z9hG4bK",
        "Via: ",
        "SIP/2.0",
        "rport",
        "[",
        "]",
        "\\",
        "9999999999999999999",
        "*",
        "SUBSCRIBE",
        "tel:",
        "maddr="
    };

    @Test
    void mutatedRequestsCauseNoExceptionAndNoGrowth() {
        SplittableRandom random = new SplittableRandom(26);
        PnpDialect[] dialects = PnpDialect.values();
        try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
            long answered = 0;
            for (int round = 0; round < Rounds.of(20_000); round++) {
                PnpDialect dialect = dialects[random.nextInt(dialects.length)];
                String request = dialect.subscribe(MAC, "10.0.0.9", "c" + round);
                byte[] mutated = mutate(request, random).getBytes(ISO_8859_1);
                InetSocketAddress source =
                        ResponderBench.address("10.0." + random.nextInt(4) + "." + (3 + random.nextInt(250)), 5060);
                bench.request(mutated, source);
                for (ResponderBench.Sent sent : bench.takeSent()) {
                    answered += sent.isNotify() ? 1 : 0;
                    assertThat(sent.to()).isEqualTo(source);
                    assertThat(sent.message().length())
                            .as("round %d: an answer is not much longer than its request", round)
                            .isLessThan(2 * mutated.length + 600);
                    assertThat(fieldsOf(sent.message())).as("round %d", round).isTrue();
                    bench.response(mutate(answer(sent.message()), random).getBytes(ISO_8859_1));
                }
                bench.pass(Duration.ofMillis(20));
                bench.takeSent();
            }
            assertThat(answered).as("most mutations leave the request readable").isGreaterThan(1000);
            assertThat(bench.log().size()).isLessThan(400);
            assertThat(bench.visits().unknownPhones(mac -> false).size()).isLessThanOrEqualTo(1000);
            assertThat(bench.pass(Duration.ofMinutes(1))).isEqualTo(Long.MAX_VALUE);
        }
    }

    /** Whether each line before the body is a field: no part of the request became a line of the answer. */
    private static boolean fieldsOf(String message) {
        String[] lines = message.substring(0, message.indexOf("\r\n\r\n")).split("\r\n", -1);
        for (int i = 1; i < lines.length; i++) {
            if (!lines[i].matches("(?s)(Via|Max-Forwards|From|To|Call-ID|CSeq|Contact|Event|Expires|Subscription-State"
                    + "|Content-Type|Content-Length): [^\\x00-\\x1f]*")) {
                return false;
            }
        }
        return true;
    }

    private static String answer(String message) {
        return "SIP/2.0 200 OK\r\n" + message.substring(message.indexOf("\r\n") + 2, message.indexOf("\r\n\r\n") + 4);
    }

    private static String mutate(String message, SplittableRandom random) {
        StringBuilder text = new StringBuilder(message);
        for (int i = random.nextInt(6); i > 0 && text.length() > 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(6)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 3 -> text.delete(at, Math.min(text.length(), at + random.nextInt(60)));
                case 4 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(200))));
                default -> {
                    if (random.nextInt(50) == 0) {
                        text.insert(at, "x".repeat(random.nextInt(5000)));
                    } else {
                        text.setLength(at);
                    }
                }
            }
        }
        return text.toString();
    }

    @Test
    void aStormFromForgedAddressesGetsBoundedAnswersAndLines() {
        SplittableRandom random = new SplittableRandom(5);
        try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
            long messages = 0;
            for (int i = 0; i < 20_000; i++) {
                String host = random.nextBoolean() ? "10." : "52.";
                InetSocketAddress source = ResponderBench.address(
                        host + random.nextInt(256) + '.' + random.nextInt(256) + '.' + random.nextInt(256),
                        1 + random.nextInt(65_535));
                boolean known = random.nextInt(3) > 0;
                String mac = known ? MAC : String.format("0004%08x", random.nextInt());
                bench.request(
                        PnpDialect.SNOM.subscribe(mac, "10.0.0.9", "c" + i).getBytes(ISO_8859_1), source);
                messages += bench.takeSent().size();
            }
            bench.pass(Duration.ofSeconds(6));
            messages += bench.takeSent().size();
            // 1,000 requests at once for all: 200 and NOTIFY, and at most three more NOTIFYs each.
            assertThat(messages).isBetween(1000L, 5L * 1000);
            assertThat(bench.log().size()).isLessThanOrEqualTo(110);
            assertThat(bench.visits().unknownPhones(mac -> false).size()).isLessThanOrEqualTo(200);
            assertThat(List.copyOf(bench.counts().values()).stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(20_000);
        }
    }

    /** No phone answers: 1,000 requests at once, then 200 a second, are more than the bound within 5 s. */
    @Test
    void openTransactionsAreBounded() {
        try (ResponderBench bench = new ResponderBench().phone(MAC, URL)) {
            int notifies = 0;
            for (int step = 0; step < 98; step++) {
                for (int i = 0; i < 100; i++) {
                    InetSocketAddress source = ResponderBench.address("10." + step + ".0." + (1 + i), 5060);
                    bench.request(
                            PnpDialect.SNOM
                                    .subscribe(MAC, "10.0.0.9", step + "-" + i)
                                    .getBytes(ISO_8859_1),
                            source);
                }
                notifies += (int) bench.takeSent().stream()
                        .filter(ResponderBench.Sent::isNotify)
                        .count();
                bench.pass(Duration.ofMillis(50));
                bench.takeSent();
            }
            assertThat(notifies).isEqualTo(NotifyTransactions.MAX_OPEN);
            assertThat(bench.log())
                    .anyMatch(line -> line.contains("more than " + NotifyTransactions.MAX_OPEN + " phones"));
        }
    }
}
