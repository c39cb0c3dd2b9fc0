package dev.lineman.agent;

import static dev.lineman.agent.AdoptionClient.button;
import static dev.lineman.agent.AdoptionClient.lines;
import static dev.lineman.agent.AdoptionClient.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.build.plan.RemovalLimit;
import dev.lineman.command.PlanPreview;
import dev.lineman.command.adopt.AdoptCommands;
import dev.lineman.command.adopt.AdoptionRequest;
import dev.lineman.command.diff.DiffSummary;
import dev.lineman.fs.FileMode;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that adopts unknown phones, over HTTP, on a running agent. */
class AdoptionPageTest {
    private static final String MAC = "0004139999ff";
    private static final String AGENT = "Mozilla/4.0 (compatible; snom320-SIP 8.7.5.35)";
    private static final Map<String, String> KIM = Map.of("extension", "117", "first_name", "Kim", "model", "Snom 320");

    @TempDir
    private Path root;

    @BeforeEach
    void aRoot() throws IOException {
        write(
                "templates/phones/t.xml",
                TestRoot.template("Snom 320", "%%mac_address%%.cfg", "%%extension_first_name%% %%extension_auth_pw%%"));
        write(
                "templates/site/book.xml",
                TestRoot.template(
                        "site-template",
                        "book",
                        "filename=\"book.txt\" syntax=\"velocity\"",
                        "#foreach($e in $extensions) $e.number#end"));
        write("extensions.d/_defaults.yaml", "pbx_ip: 10.0.0.1\nauth_password: s3cret\n");
        write(
                "extensions.d/100.yaml",
                "extension: 100\nfirst_name: Ann\nlast_name: Lee\nauth_id: 100\nphone: {mac: 000413000100, model: Snom 320}\n");
        write("extensions.d/101.yaml", "extension: 101\nfirst_name: Bob\nlast_name: Lee\nauth_id: 101\n");
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private RunningAgent asked(String password) throws Exception {
        RunningAgent agent = new RunningAgent(root, password);
        RunningAgent.await(() -> isServed(agent, "/provisioning/000413000100.cfg"));
        assertThat(agent.fetch("/provisioning/" + MAC + ".cfg", AGENT)).isNull();
        return agent;
    }

    private static boolean isServed(RunningAgent agent, String path) {
        try {
            return agent.fetch(path) != null;
        } catch (Exception e) {
            return false;
        }
    }

    private List<Path> extensionFiles() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("extensions.d"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private Settings settings() {
        return new Settings(root, root.resolve("secrets.yaml"), FileMode.DEFAULT, Duration.ZERO, RemovalLimit.DEFAULT);
    }

    private static RuntimeContext context() {
        return new RuntimeContext(InstantSource.system(), System::nanoTime, Map.of());
    }

    @Test
    void anUnknownPhoneIsAdoptedAndServed() throws Exception {
        try (RunningAgent agent = asked(AdoptionClient.PASSWORD)) {
            AdoptionClient client = new AdoptionClient(agent);
            RunningAgent.await(() -> opens(client, "/unknown", "href=\"/unknown/" + MAC + '"'));
            String form = client.open("/unknown/00:04:13:99:99:FF");
            assertThat(form)
                    .contains(
                            "name=\"model\" value=\"Snom 320\"",
                            "<option value=\"101\">",
                            "if it is empty, &#39;10.0.0.1&#39;")
                    .doesNotContain("<option value=\"100\">", "s3cret", "data-live=\"main\"");
            String plan = client.plan(MAC, KIM);
            String yaml = "extension: 117\nfirst_name: Kim\nlast_name: ''\nauth_id: 117\nphone:\n  mac: " + MAC
                    + "\n  model: Snom 320";
            assertThat(lines(plan, "Content of extensions.d/117.yaml"))
                    .isEqualTo(yaml.lines().toList());
            assertThat(lines(plan, "Changes of files"))
                    .contains("+++ out/provisioning/" + MAC + ".cfg", "+Kim ••••••", "+++ out/site/book.txt");
            assertThat(plan).doesNotContain("s3cret");
            assertThat(extensionFiles()).hasSize(3);

            HttpResponse<String> written = client.press(plan);
            assertThat(written.statusCode()).as(written.body()).isEqualTo(303);
            assertThat(written.headers().firstValue("Location")).hasValue("/unknown/" + MAC);
            assertThat(root.resolve("extensions.d/117.yaml")).hasContent(yaml);
            assertThat(extensionFiles()).hasSize(4);
            RunningAgent.await(() -> isServed(agent, "/provisioning/" + MAC + ".cfg"));
            assertThat(new String(agent.fetch("/provisioning/" + MAC + ".cfg"), UTF_8))
                    .contains("Kim s3cret");
            RunningAgent.await(() -> opens(client, "/unknown/" + MAC, "href=\"/phones/" + MAC + '"'));
            assertThat(text(client.open("/unknown/" + MAC))).contains("extensions.d/117.yaml", "first_name: Kim");
        }
    }

    private static boolean opens(AdoptionClient client, String path, String part) {
        try {
            return client.open(path).contains(part);
        } catch (Exception e) {
            return false;
        }
    }

    @Test
    void thePlanIsThatOfTheCommandsAfterTheFileIsThere() throws Exception {
        List<String> plan;
        List<String> yaml;
        try (RunningAgent agent = asked(null)) {
            String page = new AdoptionClient(agent).plan(MAC, KIM);
            plan = lines(page, "Changes of files");
            yaml = lines(page, "Content of");
        }
        AdoptionRequest request =
                new AdoptionRequest(MAC, "117", "Snom 320", null, Map.of("first_name", "Kim", "last_name", ""));
        List<String> dry =
                AdoptCommands.adopt(settings(), context(), request, true).lines();
        assertThat(dry.subList(1, dry.size()))
                .isEqualTo(yaml.stream().map(line -> "  " + line).toList());
        assertThat(AdoptCommands.adopt(settings(), context(), request, false).problems())
                .isEmpty();
        assertThat(DiffSummary.of(
                        PlanPreview.againstOut(settings(), context(), false).fileDiffs(), false))
                .isNotEmpty()
                .isEqualTo(plan);
    }

    @Test
    void withoutAPasswordThePageShowsTheCommandAndWritesNothing() throws Exception {
        try (RunningAgent agent = asked(null)) {
            AdoptionClient client = new AdoptionClient(agent);
            String page = client.plan(MAC, Map.of("extension", "117", "first_name", "Kim O'Hara", "model", "Snom 320"));
            assertThat(button(page)).isEmpty();
            assertThat(text(page)).contains("start the agent with --admin-password-file");
            assertThat(lines(page, "The command"))
                    .containsExactly("lineman adopt " + MAC + " --root " + root
                            + " --extension 117 --model 'Snom 320' --first-name 'Kim O'\\''Hara' --last-name ''");
            assertThat(lines(page, "Content of")).contains("first_name: 'Kim O''Hara'");
            HttpResponse<String> forced = client.submit("/unknown/" + MAC + "?extension=117&first_name=Kim&digest=x");
            assertThat(forced.statusCode()).isEqualTo(403);
            assertThat(extensionFiles()).hasSize(3);
        }
    }

    @Test
    void aRootInAGitWorkingTreeIsNotWritten() throws Exception {
        write(".git/HEAD", "ref: refs/heads/main\n");
        try (RunningAgent agent = asked(AdoptionClient.PASSWORD)) {
            AdoptionClient client = new AdoptionClient(agent);
            String page = client.plan(MAC, KIM);
            assertThat(button(page)).isEmpty();
            assertThat(text(page)).contains("extensions.d is in the Git working tree " + root.toRealPath());
            assertThat(lines(page, "The command")).hasSize(1);
            assertThat(client.submit("/unknown/" + MAC + "?extension=117&first_name=Kim&digest=x")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(extensionFiles()).hasSize(3);
        }
    }

    @Test
    void aPageOfAnotherSiteAndAClientWithoutThePasswordWriteNothing() throws Exception {
        try (RunningAgent agent = asked(AdoptionClient.PASSWORD)) {
            AdoptionClient client = new AdoptionClient(agent);
            String target = button(client.plan(MAC, KIM));
            assertThat(target).contains("digest=");
            assertThat(client.submit(target, "Origin", "http://evil.example").statusCode())
                    .isEqualTo(403);
            assertThat(client.submit(target, "Sec-Fetch-Site", "cross-site").statusCode())
                    .isEqualTo(403);
            assertThat(agent.submit("/unknown/" + MAC, target).statusCode()).isEqualTo(401);
            assertThat(agent.operator("/unknown/" + MAC).statusCode()).isEqualTo(401);
            // A form of another type, as a script of another site can send it.
            assertThat(client.submit(target, "Content-Type", "text/plain").statusCode())
                    .isEqualTo(415);
            assertThat(extensionFiles()).hasSize(3);
            assertThat(client.submit(target, "Origin", "http://127.0.0.1:" + agent.adminPort())
                            .statusCode())
                    .isEqualTo(303);
        }
    }

    @Test
    void anExtensionThatExistsGetsTheLinesToAdd() throws Exception {
        try (RunningAgent agent = asked(AdoptionClient.PASSWORD)) {
            AdoptionClient client = new AdoptionClient(agent);
            String page = client.plan(MAC, Map.of("extension", "101", "model", "Snom 320"));
            assertThat(button(page)).isEmpty();
            assertThat(text(page)).contains("extensions.d/101.yaml:1:12", "has a file already");
            assertThat(lines(page, "Lines to add")).containsExactly("phone:", "  mac: " + MAC, "  model: 'Snom 320'");
            assertThat(lines(page, "The command")).isEmpty();
        }
    }

    @Test
    void aLongPlanIsCutAndWrittenAllTheSame() throws Exception {
        write("templates/phones/t.xml", TestRoot.template("Snom 320", "%%mac_address%%.cfg", "a line\n".repeat(1200)));
        try (RunningAgent agent = asked(AdoptionClient.PASSWORD)) {
            AdoptionClient client = new AdoptionClient(agent);
            String page = client.plan(MAC, KIM);
            List<String> plan = lines(page, "Changes of files");
            assertThat(plan).hasSize(1001);
            assertThat(plan.get(1)).isEqualTo("+++ out/provisioning/" + MAC + ".cfg");
            assertThat(plan.get(1000)).matches("# and \\d+ more lines");
            assertThat(client.press(page).statusCode()).isEqualTo(303);
        }
    }

    @Test
    void missingAndWrongValuesAreNamedAsOnTheForm() throws Exception {
        try (RunningAgent agent = asked(AdoptionClient.PASSWORD)) {
            AdoptionClient client = new AdoptionClient(agent);
            assertThat(text(client.plan(MAC, Map.of("extension", "117"))))
                    .contains("first_name and last_name are missing; give 'First name' and 'Last name'");
            assertThat(text(client.plan(MAC, Map.of("extension", "1 7")))).contains("'1 7' is not an extension number");
            assertThat(text(client.plan(MAC, Map.of("extension", "117", "into", "extensions.d/../x"))))
                    .contains("'extensions.d/../x' is not a folder for extensions");
            assertThat(text(client.plan(MAC, Map.of("extension", "_defaults", "first_name", "Kim"))))
                    .contains("defaults are not written");
            assertThat(agent.operator("/unknown/0004").statusCode()).isEqualTo(401);
            assertThat(client.open("/unknown/0004")).contains("Nothing here");
        }
    }

    @Test
    void whatChangedSinceThePlanIsShownInsteadOfWritten() throws Exception {
        try (RunningAgent agent = asked(AdoptionClient.PASSWORD)) {
            AdoptionClient client = new AdoptionClient(agent);
            String page = client.plan(MAC, KIM);
            // The agent may not have seen it when the button is pressed.
            write("extensions.d/102.yaml", "extension: 102\nfirst_name: Cy\nlast_name: Lee\nauth_id: 102\n");
            HttpResponse<String> answer = client.press(page);
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(text(answer.body())).contains("The inputs have changed since you saw the plan");
            assertThat(lines(answer.body(), "Changes of files")).anyMatch(line -> line.contains("102"));
            assertThat(root.resolve("extensions.d/117.yaml")).doesNotExist();
            assertThat(client.press(answer.body()).statusCode()).isEqualTo(303);
        }
    }

    @Test
    void aFileThatAppearsAndAPhoneThatIsAdoptedMeanwhileStay() throws Exception {
        try (RunningAgent agent = asked(AdoptionClient.PASSWORD)) {
            AdoptionClient client = new AdoptionClient(agent);
            String page = client.plan(MAC, KIM);
            write("extensions.d/117.yaml", "# a note\n");
            HttpResponse<String> taken = client.press(page);
            assertThat(taken.statusCode()).isEqualTo(409);
            assertThat(text(taken.body()))
                    .contains("extensions.d/117.yaml is already there; choose another folder with 'Folder'");
            assertThat(root.resolve("extensions.d/117.yaml")).hasContent("# a note");
            Files.delete(root.resolve("extensions.d/117.yaml"));

            AdoptCommands.adopt(
                    settings(),
                    context(),
                    new AdoptionRequest(MAC, "118", "Snom 320", null, Map.of("first_name", "K", "last_name", "R")),
                    false);
            HttpResponse<String> adopted = client.press(page);
            assertThat(adopted.statusCode()).isEqualTo(409);
            assertThat(text(adopted.body())).contains("phone " + MAC + " already belongs to extension 118");
            assertThat(root.resolve("extensions.d/117.yaml")).doesNotExist();
        }
    }

    @Test
    void ofTwoAdoptionsAtTheSameTimeOneIsWritten() throws Exception {
        try (RunningAgent agent = asked(AdoptionClient.PASSWORD)) {
            AdoptionClient client = new AdoptionClient(agent);
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            String one = client.plan(MAC, KIM);
            String other = client.plan(MAC, Map.of("extension", "118", "first_name", "Kim", "model", "Snom 320"));
            CountDownLatch start = new CountDownLatch(1);
            for (String page : List.of(one, other, one, other)) {
                answers.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        start.await();
                        return client.press(page).statusCode();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            start.countDown();
            List<Integer> codes = answers.stream().map(CompletableFuture::join).toList();
            // The same button pressed twice is one adoption.
            assertThat(codes).containsOnly(303, 409).contains(303, 409);
            assertThat(extensionFiles()).hasSize(4);
        }
    }

    @Test
    void aSlowPlanDelaysNoOtherRequestAndASecondOneWaits() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (RunningAgent agent = new RunningAgent(root, AdoptionClient.PASSWORD, () -> {
            if (Thread.currentThread().getName().equals("adoption")) {
                await(release);
            }
            return System.nanoTime();
        })) {
            AdoptionClient client = new AdoptionClient(agent);
            RunningAgent.await(() -> isServed(agent, "/provisioning/000413000100.cfg"));
            String path = "/unknown/" + MAC + "?extension=117&first_name=Kim&model=Snom+320";
            RunningAgent.await(() -> opensOnce(client, path, "Lineman is rendering what would change"));
            assertThat(opensOnce(client, path.replace(MAC, "0004139999fe"), "Lineman is busy with another phone"))
                    .isTrue();
            assertThat(agent.operator("/healthz").body()).startsWith("ok");
            release.countDown();
            assertThat(button(client.open(path))).isNotEmpty();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean opensOnce(AdoptionClient client, String path, String part) {
        try {
            return client.once(path).contains(part);
        } catch (Exception e) {
            return false;
        }
    }
}
