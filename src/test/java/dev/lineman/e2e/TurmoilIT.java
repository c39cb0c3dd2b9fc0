package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stress for a running agent: kills, checkouts of whole branches, editors that save in unusual ways. */
class TurmoilIT {
    private static final int KILLS = Rounds.of(3);
    private static final int FLEET = 40;
    private static final int BRANCH = 2000;

    @TempDir
    Path folder;

    @Test
    void aKillAtAnyMomentLeavesNothingIncomplete() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder.resolve("root"));
        Random random = new Random(20261123);
        root.write("out/provisioning/foreign.txt", "not ours\n");
        for (int kill = 0; kill < KILLS; kill++) {
            try (RunningProcess agent = RunningProcess.startListening(root, List.of(), "--max-wait=200ms")) {
                edit(root, random, kill);
                LockSupport.parkNanos(random.nextInt(400_000_000));
                assertWhole(agent.request("GET", "/provisioning/cfg" + FixtureRoot.mac(101)));
                edit(root, random, kill);
                LockSupport.parkNanos(random.nextInt(60_000_000));
                agent.kill();
            }
        }
        for (int number = 101; number <= 100 + FLEET; number++) {
            root.write("extensions.d/" + number + ".yaml", FixtureRoot.extension(number, "Last"));
        }
        Map<String, String> expected = root.renderFromScratch(folder.resolve("scratch"));
        try (RunningProcess agent = RunningProcess.startReady(root, "--max-wait=200ms")) {
            Deadline.await(() -> {
                Map<String, String> files = root.provisioning();
                assertThat(files.remove("foreign.txt")).isEqualTo("not ours\n");
                assertThat(files).isEqualTo(expected);
            });
            assertThat(agent.get("foreign.txt")).isEqualTo("404");
            assertWhole(agent.request("GET", "/provisioning/cfg" + FixtureRoot.mac(101)));
        }
    }

    private static void edit(FixtureRoot root, Random random, int round) throws IOException {
        for (int i = 0; i < FLEET / 2; i++) {
            int number = 101 + random.nextInt(FLEET);
            if (random.nextInt(5) == 0) {
                Files.deleteIfExists(root.resolve("extensions.d/" + number + ".yaml"));
            } else {
                root.write("extensions.d/" + number + ".yaml", FixtureRoot.extension(number, "Round" + round));
            }
        }
    }

    /** Checks that a body is complete: its ETag is its digest. */
    private static void assertWhole(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).isIn(200, 404);
        if (response.statusCode() == 200) {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(response.body().getBytes(StandardCharsets.UTF_8));
            assertThat(response.headers().firstValue("ETag").orElseThrow().replace("\"", ""))
                    .isNotEmpty()
                    .isSubstringOf(HexFormat.of().formatHex(hash));
        }
    }

    @Test
    void aCheckoutOfThousandsOfFilesEndsInTheResultOfAFirstRun() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder.resolve("root"));
        for (int number = 0; number < BRANCH; number++) {
            root.write(
                    "extensions.d/" + number % 10 + "/" + number + ".yaml",
                    FixtureRoot.extension(1000 + number, "Main"));
        }
        git(root, "init", "-q");
        git(root, "checkout", "-q", "-b", "one");
        commit(root);
        git(root, "checkout", "-q", "-b", "two");
        for (int number = 0; number < BRANCH; number += 2) {
            root.write(
                    "extensions.d/" + number % 10 + "/" + number + ".yaml",
                    FixtureRoot.extension(1000 + number, "Two"));
        }
        for (int number = 1; number < BRANCH / 2; number += 2) {
            Files.delete(root.resolve("extensions.d/" + number % 10 + "/" + number + ".yaml"));
        }
        root.write("extensions.d/_defaults.yaml", "pbx_ip: 192.0.2.1\n");
        commit(root);
        try (RunningProcess agent = RunningProcess.startReady(root, "--max-wait=300ms")) {
            for (String branch : new String[] {"one", "two", "one"}) {
                git(root, "checkout", "-q", branch);
                Map<String, String> expected = root.renderFromScratch(Files.createTempDirectory(folder, branch));
                Deadline.await(() -> assertThat(root.provisioning().equals(expected))
                        .as("files as of branch " + branch)
                        .isTrue());
            }
            assertThat(agent.err()).isEmpty();
        }
    }

    @Test
    void aPhoneAlwaysGetsItsFileHoweverAnEditorSaves() throws Exception {
        FixtureRoot root = FixtureRoot.ofOnePhone(folder.resolve("root"));
        Path file = root.resolve("extensions.d/100.yaml");
        String content = Files.readString(file);
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            AtomicBoolean done = new AtomicBoolean();
            AtomicReference<String> missed = new AtomicReference<>("");
            Thread phone = new Thread(() -> {
                try {
                    while (!done.get()) {
                        String got = agent.get("cfg000413246672");
                        if (!got.startsWith("# First account")) {
                            missed.set(got);
                        }
                    }
                } catch (IOException | InterruptedException e) {
                    missed.set(e.toString());
                }
            });
            phone.start();
            for (int round = 0; round < 12; round++) {
                String name = "John" + round;
                String next = content.replace("first_name: John", "first_name: " + name);
                switch (round % 4) {
                    case 0 -> {
                        Path backup = file.resolveSibling("100.yaml~");
                        Files.move(file, backup);
                        LockSupport.parkNanos(100_000_000);
                        Files.writeString(file, next);
                        Files.delete(backup);
                    }
                    case 1 -> {
                        Path aside = file.resolveSibling("#100.yaml#");
                        Files.writeString(aside, next);
                        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
                    }
                    case 2 -> {
                        Files.writeString(file, "");
                        LockSupport.parkNanos(100_000_000);
                        Files.writeString(file, next);
                    }
                    default -> {
                        Jar.CommandResult sed = Jar.run(
                                root.path(),
                                Map.of(),
                                List.of("sed", "-i", "s/^first_name: .*/first_name: " + name + "/", file.toString()));
                        assertThat(sed.code()).isZero();
                    }
                }
                Deadline.await(() -> assertThat(agent.get("cfg000413246672")).contains(name + " Doe"));
            }
            done.set(true);
            phone.join();
            assertThat(missed).hasValue("");
        }
    }

    private static void commit(FixtureRoot root) throws Exception {
        git(root, "add", "extensions.d", "templates");
        git(root, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "a branch");
    }

    private static void git(FixtureRoot root, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Jar.CommandResult ended = Jar.run(root.path(), Map.of(), command);
        assertThat(ended.code()).as(String.join("\n", ended.err())).isZero();
    }
}
