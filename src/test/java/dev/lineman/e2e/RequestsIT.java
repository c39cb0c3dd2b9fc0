package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What phones ask for when they start, as far as it is documented (src/docs/phones): each request gets the right
 * file or a clean refusal. A golden folder's {@code requests.txt} holds them: a request line and header lines as they
 * are sent, then the status and, with 200, which file of {@code out/provisioning} the answer is; blank lines between.
 */
class RequestsIT {
    private static final Path CASES = Path.of("src/test/resources/golden");
    private static final Pattern BLANK_LINES = Pattern.compile("\\n\\n+");

    @TempDir
    Path folder;

    /** One request and its expected answer. */
    private record RequestCase(String method, String path, List<String> headers, String answer) {
        static RequestCase of(String text) {
            List<String> lines =
                    text.lines().filter(line -> !line.startsWith("#")).toList();
            String[] request = lines.get(0).split(" ", 2);
            List<String> headers = new ArrayList<>();
            for (String header : lines.subList(1, lines.size() - 1)) {
                headers.addAll(Arrays.asList(header.split(": ", 2)));
            }
            return new RequestCase(request[0], request[1], headers, lines.get(lines.size() - 1));
        }
    }

    static List<Path> cases() throws IOException {
        try (Stream<Path> all = Files.list(CASES)) {
            return all.filter(path -> Files.exists(path.resolve("requests.txt")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyRequestOfAPhoneGetsTheRightFileOrACleanRefusal(Path golden) throws Exception {
        FixtureRoot root = FixtureRoot.ofSamples(folder);
        Files.delete(root.resolve("extensions.d/100.yaml"));
        Files.delete(root.resolve("extensions.d/_defaults.yaml"));
        // The folders below have rules and values for other phones than those of the requests.
        try (Stream<Path> files = Files.list(golden.resolve("extensions.d"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(
                        file,
                        root.resolve("extensions.d").resolve(file.getFileName().toString()));
            }
        }
        if (Files.exists(golden.resolve("secrets.yaml"))) {
            Path secrets = root.resolve("secrets.yaml");
            Files.copy(golden.resolve("secrets.yaml"), secrets, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-------"));
        }
        List<RequestCase> requestCases = BLANK_LINES
                .splitAsStream(Files.readString(golden.resolve("requests.txt")).strip())
                .map(RequestCase::of)
                .toList();
        assertThat(requestCases).hasSizeGreaterThan(1);
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            // Recently copied static files are published after they have settled.
            Deadline.await(() -> assertThat(agent.adminRequest("readyz").body()).isEqualTo("ready\n"));
            for (RequestCase exchange : requestCases) {
                HttpResponse<String> answer = agent.request(
                        exchange.method(), exchange.path(), exchange.headers().toArray(String[]::new));
                String[] expected = exchange.answer().split(" ", 2);
                assertThat(answer.statusCode()).as(exchange.toString()).isEqualTo(Integer.parseInt(expected[0]));
                if (expected.length > 1) {
                    assertThat(answer.body())
                            .as(exchange.toString())
                            .isEqualTo(Files.readString(
                                    golden.resolve("out/provisioning").resolve(expected[1])));
                }
            }
            assertThat(agent.err()).noneMatch(line -> line.contains(" error: "));
        }
    }
}
