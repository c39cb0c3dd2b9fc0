package dev.lineman.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lineman init} with the built jar: on a terminal of script(1), then git, the agent and the workflow. */
class InitIT {
    /** The commands of a step of a workflow. */
    private static final Pattern STEP = Pattern.compile("(?m)^ +run: \\|\\n((?: {10}.*\\n)+)");

    @TempDir
    Path folder;

    @Test
    void answersOnATerminalMakeARootThatServesThePhone() throws Exception {
        try (TerminalSession session = new TerminalSession("init", "my phones")) {
            session.answer("PBX address [192.0.2.10]: ", "127.0.0.1");
            session.answer("Extension [100]: ", "0207");
            session.answer("First name [Jane]: ", "Zoë");
            session.answer("Last name [Doe]: ", "O'Neil: #1");
            session.answer("MAC [00:00:5e:00:53:01]: ", "00-15-65-AA-BB-01");
            session.answer("Model [Yealink T54W]: ", "yealink t5");
            session.answer("Model or number [Yealink T54W]: ", session.numberOf("Yealink T53W"));
            session.answer("Time zone [", "Europe/Berln");
            session.answer("Time zone or number [", "1");
            session.answer("Language [", "german");
            session.answer("Site templates [none]: ", "phonebooks");
            assertThat(session.exitCode()).as(session::screen).isZero();
            assertThat(session.screen()).contains("1 extension, 1 phone, no problems");
        }
        FixtureRoot root = new FixtureRoot(folder.resolve("my phones"));
        assertThat(root.read("extensions.d/0207.yaml"))
                .contains("extension: 0207\n", "first_name: Zoë\n", "last_name: 'O''Neil: #1'\n")
                .contains("mac: 00:15:65:aa:bb:01\n", "model: Yealink T53W\n");
        assertThat(root.read("extensions.d/_defaults.yaml"))
                .contains("timezone: Europe/Berlin\n", "language: German\n", "site_templates: [phonebooks]\n");
        Jar.CommandResult checked = Jar.run(root.path(), "check", "--strict");
        assertThat(checked.err()).isEmpty();
        assertThat(checked.code()).isZero();
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            assertThat(agent.get("001565aabb01.cfg")).contains("account.1.user_name = 0207", "O'Neil: #1");
        }
    }

    @Test
    void theEndOfTheInputAndCtrlCWriteNothing() throws Exception {
        for (String key : new String[] {"\u0004", "\u0003"}) {
            try (TerminalSession session = new TerminalSession("init", "phones")) {
                session.answer("PBX address [192.0.2.10]: ", "127.0.0.1");
                session.await("Extension [100]: ");
                session.press(key);
                assertThat(session.exitCode()).as(session::screen).isNotZero();
            }
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void anotherUsersFolderCannotBeWritten() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        if (Files.isWritable(closed)) {
            // The superuser can write everywhere. Its files belong to the owner of the folder.
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
            assertThat(run(folder, "chown 1234:2345 closed").code()).isZero();
            assertThat(Jar.run(folder, "init", "--yes", "closed").code()).isZero();
            assertThat(run(closed, "find . -not -user 1234 -o -not -group 2345").out())
                    .isEmpty();
            return;
        }
        Jar.CommandResult refused = Jar.run(folder, "init", "--yes", "closed/phones");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err())
                .containsExactly("lineman: " + closed
                        + " cannot be written: permission denied. Run init as a user that can write there");
    }

    @Test
    void theRootIsReadyForGitAndItsWorkflow() throws Exception {
        Jar.CommandResult made = Jar.run(folder, "init", "--yes", "phones");
        assertThat(made.code()).isZero();
        String git = made.out().stream()
                .filter(line -> line.contains("git init"))
                .findFirst()
                .orElseThrow();
        assertThat(run(folder, git).code()).isZero();
        Path root = folder.resolve("phones");
        assertThat(run(root, "git ls-files").out())
                .containsExactly(
                        ".github/workflows/lineman.yml",
                        ".gitignore",
                        ".schemas/defaults.json",
                        ".schemas/extension.json",
                        ".schemas/secrets.json",
                        ".vscode/settings.json",
                        "extensions.d/100.yaml",
                        "extensions.d/_defaults.yaml");
        Path clone = folder.resolve("clone");
        assertThat(run(folder, "git clone -q phones clone").code()).isZero();
        assertThat(run(clone, "sed -i s/Jane/Joan/ extensions.d/100.yaml").code())
                .isZero();
        List<String> steps = new ArrayList<>();
        String workflow = Files.readString(clone.resolve(".github/workflows/lineman.yml"));
        for (MatchResult step : STEP.matcher(workflow).results().toList()) {
            steps.add(step.group(1));
        }
        assertThat(steps).hasSize(3);
        assertThat(run(clone, "LINEMAN_URL= \n" + steps.get(0)).code()).isEqualTo(1);
        Path program = folder.resolve("program");
        Files.writeString(program, "#!/bin/sh\nexec '" + Jar.JAVA + "' -jar '" + Jar.FILE + "' \"$@\"\n");
        for (String step : steps) {
            Jar.CommandResult ended = run(clone, "export LINEMAN_URL=file://" + program + " BASE=origin/main\n" + step);
            assertThat(ended.code()).as(() -> step + ended).isZero();
            if (step.contains(" plan ")) {
                assertThat(ended.out()).anyMatch(line -> line.contains("Joan"));
            }
        }
    }

    @Test
    void theSchemaOfAFolderThatIsNoRootIsBuiltIn() throws Exception {
        Jar.CommandResult schema = Jar.run(folder, "schema", "extension");
        assertThat(schema.code()).as(schema::toString).isZero();
        assertThat(String.join("\n", schema.out())).contains("Yealink T54W");
        assertThat(Jar.run(folder, "schema", "extension", "--root", "gone").code())
                .isEqualTo(3);
    }

    @Test
    void theCommandsOfTheReadmeMakeARoot() throws Exception {
        Files.createDirectory(folder.resolve("target"));
        Files.copy(
                Jar.FILE.resolveSibling("lineman"),
                folder.resolve("target/lineman"),
                StandardCopyOption.COPY_ATTRIBUTES);
        List<DocumentationPage.CodeBlock> blocks = DocumentationPage.blocks(Path.of("README.md"), "Start from nothing");
        assertThat(blocks).hasSize(1);
        DocumentationPage.runCommands(blocks.get(0).lines(), folder, Map.of("HOME", folder.toString()));
    }

    /** Runs commands of a shell that stops at the first failure, as GitHub does. */
    private Jar.CommandResult run(Path in, String commands) throws IOException, InterruptedException {
        return Jar.run(
                in,
                Map.of(
                        "RUNNER_TEMP", folder.toString(),
                        "HOME", folder.toString(),
                        "GIT_AUTHOR_NAME", "A",
                        "GIT_AUTHOR_EMAIL", "a@example.org",
                        "GIT_COMMITTER_NAME", "A",
                        "GIT_COMMITTER_EMAIL", "a@example.org"),
                List.of("bash", "-e", "-c", commands));
    }

    /** A command on a terminal that script(1) makes. */
    private final class TerminalSession implements AutoCloseable {
        private final Path typescript = Files.createTempFile("lineman", ".typescript");
        private final Process process;
        private int seen;

        TerminalSession(String... arguments) throws IOException {
            // A build in the background of a shell ignores Ctrl-C, and so would the program.
            StringBuilder command = new StringBuilder("exec env --default-signal=INT ");
            for (String word : Jar.command(List.of("-Duser.timezone=UTC"), arguments)) {
                command.append('\'').append(word).append("' ");
            }
            ProcessBuilder builder = new ProcessBuilder(
                            Debian.program("script", "bsdutils").toString(),
                            "-qefc",
                            command.toString(),
                            typescript.toString())
                    .directory(folder.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            Jar.clearJavaVariables(builder.environment());
            builder.environment().put("SHELL", "/bin/sh");
            builder.environment().put("TERM", "dumb");
            process = builder.start();
        }

        String screen() {
            try {
                return Files.readString(typescript).replace("\r", "");
            } catch (IOException e) {
                return e.toString();
            }
        }

        /** Waits for a text behind the last one that was awaited. */
        void await(String text) throws Exception {
            Deadline.await(() ->
                    assertThat(screen().indexOf(text, seen)).as(this::screen).isPositive());
            seen = screen().indexOf(text, seen) + text.length();
        }

        /** Waits for a prompt, and types a line. */
        void answer(String prompt, String text) throws Exception {
            await(prompt);
            press(text + "\n");
        }

        void press(String keys) throws IOException {
            process.getOutputStream().write(keys.getBytes(UTF_8));
            process.getOutputStream().flush();
        }

        /** Waits for a choice, and returns its number. */
        String numberOf(String choice) throws Exception {
            await(") " + choice + "\n");
            return screen().substring(0, seen).replaceAll("(?s).*\\n +(\\d+)\\) [^\\n]*\\n$", "$1");
        }

        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(this::screen).isTrue();
            return process.exitValue();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            Files.delete(typescript);
        }
    }
}
