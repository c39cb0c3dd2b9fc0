package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.phonefile.PhoneVendors;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What phones ask for when they start, as far as it is documented ({@code src/docs/phones}): each request gets the right file
 * or a clean refusal. {@code requests/VENDOR.txt} holds them for the phones of {@code golden/phones-VENDOR}: a request line
 * and header lines as they are sent, then the status and, with 200, which file of {@code out/provisioning} the answer is;
 * blank lines between, and comments with {@code #}.
 */
class PhoneRequestsTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Path REQUESTS = RESOURCES.resolve("requests");
    private static final Pattern BLANK_LINES = Pattern.compile("\\n\\n+");
    private static final Pattern LOGIN = Pattern.compile("(?m)^ *provisioning: \\{user:.*\\n");
    private static final String PREFIX = "/provisioning/";
    private static final String TOKEN = "0123456789abcdef";
    private static final String SITE = "acme";

    @TempDir
    Path root;

    /**
     * One request and its expected answer.
     *
     * @param file the file of the answer; empty for none
     */
    private record PhoneRequest(String method, String path, List<String> headers, int status, String file) {
        static PhoneRequest of(String text) {
            List<String> lines =
                    text.lines().filter(line -> !line.startsWith("#")).toList();
            String[] request = lines.get(0).split(" ", 2);
            List<String> headers = new ArrayList<>();
            for (String header : lines.subList(1, lines.size() - 1)) {
                headers.addAll(Arrays.asList(header.split(": ", 2)));
            }
            String[] answer = lines.get(lines.size() - 1).split(" ", 2);
            return new PhoneRequest(
                    request[0], request[1], headers, Integer.parseInt(answer[0]), answer.length == 1 ? "" : answer[1]);
        }

        /** The same request below another prefix. */
        PhoneRequest below(String prefix) {
            return new PhoneRequest(method, path.replaceFirst(PREFIX, prefix), headers, status, file);
        }
    }

    static List<String> vendors() throws IOException {
        return PhoneVendors.all();
    }

    @BeforeEach
    void turnOnTheSiteTemplateOfTheGoldenFolders() throws IOException {
        Path site = Files.createDirectories(root.resolve("templates/site"));
        Files.copy(Path.of("templates/site/poly-master.xml"), site.resolve("poly-master.xml"));
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void everyRequestOfAPhoneGetsTheRightFileOrACleanRefusal(String vendor) throws Exception {
        copyInputs(golden(vendor), "extensions.d");
        play(requests(vendor), root.resolve("out/provisioning"));
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void belowItsTokenAndSiteAPhoneGetsTheSameFiles(String vendor) throws Exception {
        copyInputs(golden(vendor), "extensions.d/" + SITE);
        Files.writeString(
                root.resolve("extensions.d/_defaults.yaml"),
                "site: %s\nprovisioning: {token: %s}\n".formatted(SITE, TOKEN));
        List<PhoneRequest> requests = new ArrayList<>();
        for (PhoneRequest request : requests(vendor)) {
            requests.add(request.below(PREFIX + TOKEN + '/' + SITE + '/'));
            if (request.status() == 200) {
                PhoneRequest without = request.below(PREFIX + SITE + '/');
                requests.add(new PhoneRequest(without.method(), without.path(), without.headers(), 404, ""));
            }
        }
        play(requests, root.resolve("out/provisioning").resolve(SITE));
    }

    /** Each kind of file that the templates of a vendor make is the answer to a request. */
    @ParameterizedTest
    @MethodSource("vendors")
    void everyKindOfFileIsAskedFor(String vendor) throws IOException {
        List<String> answers = requests(vendor).stream()
                .filter(request -> request.status() == 200)
                .map(request -> request.file().replaceFirst(".*/", ""))
                .toList();
        for (String pattern : Files.readAllLines(golden(vendor).resolve("file-names.txt"))) {
            assertThat(answers).as("a request for a file " + pattern).anyMatch(answer -> answer.matches(pattern));
        }
    }

    private static Path golden(String vendor) {
        return RESOURCES.resolve("golden/phones-" + vendor);
    }

    private static List<PhoneRequest> requests(String vendor) throws IOException {
        List<PhoneRequest> requests = BLANK_LINES
                .splitAsStream(
                        Files.readString(REQUESTS.resolve(vendor + ".txt")).strip())
                .map(PhoneRequest::of)
                .toList();
        assertThat(requests).hasSizeGreaterThan(1);
        return requests;
    }

    /**
     * Copies the inputs of a golden folder, without the logins of phones: if a file of the root has one, the server answers
     * 401 to unknown names.
     */
    private void copyInputs(Path golden, String folder) throws IOException {
        Path extensions = golden.resolve("extensions.d");
        try (Stream<Path> files = Files.walk(extensions)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target =
                        root.resolve(folder).resolve(extensions.relativize(file).toString());
                Files.createDirectories(target.getParent());
                String text = LOGIN.matcher(Files.readString(file)).replaceAll("");
                if (text.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#"))) {
                    Files.writeString(target, text);
                }
            }
        }
        if (Files.exists(golden.resolve("secrets.yaml"))) {
            Path secrets = root.resolve("secrets.yaml");
            Files.copy(golden.resolve("secrets.yaml"), secrets);
            Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private void play(List<PhoneRequest> requests, Path files) throws Exception {
        try (RunningAgent agent = RunningAgent.withBuiltInTemplates(root)) {
            RunningAgent.await(() -> isReady(agent));
            for (PhoneRequest request : requests) {
                HttpResponse<byte[]> answer = answer(agent, request);
                assertThat(answer.statusCode()).as(request.toString()).isEqualTo(request.status());
                if (!request.file().isEmpty()) {
                    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                            .as(request.toString())
                            .isEqualTo(Files.readString(files.resolve(request.file())));
                }
            }
        }
    }

    /** The answer to a request. A file that takes long to make is published after the others. */
    private static HttpResponse<byte[]> answer(RunningAgent agent, PhoneRequest request) throws Exception {
        AtomicReference<HttpResponse<byte[]>> answer = new AtomicReference<>();
        RunningAgent.await(() -> {
            try {
                answer.set(agent.send(request.method(), request.path(), request.headers()));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return request.status() != 200 || answer.get().statusCode() == 200;
        });
        return answer.get();
    }

    private static boolean isReady(RunningAgent agent) {
        try {
            return agent.isReady();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
