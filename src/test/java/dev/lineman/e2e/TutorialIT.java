package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tutorial as written, from top to bottom in one folder. A {@code console} block is typed, and its output must be
 * that of the page. A block with the path of a file is written to this file. An {@code sh} block needs root, a server
 * or a second terminal: the test runs it with {@link #REPLACED}.
 */
class TutorialIT {
    private static final Path PAGE = Path.of("src/docs/tutorial.md");
    private static final String AGENT = "lineman run";
    private static final String INSTALLED = "sudo apt install ./lineman.deb";

    /** The parts of the {@code sh} blocks that need root or another machine, and what the test does in their place. */
    private static final Map<String, String> REPLACED = replaced();

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Path current;
    private Path server;
    private RunningProcess agent;

    private static Map<String, String> replaced() {
        Map<String, String> replaced = new LinkedHashMap<>();
        replaced.put("sudo install -m 0755 target/lineman /usr/local/bin/lineman", "lineman --version > /dev/null");
        // The Debian package makes a root at its first installation. Its own test installs it.
        replaced.put(INSTALLED, "lineman init --yes /srv/lineman > /dev/null");
        replaced.put("apt install ./lineman.deb", "lineman --version > /dev/null");
        replaced.put(
                "dpkg-deb -x lineman.deb new", "install -D $(command -v lineman) new/usr/share/lineman/lineman.jar");
        replaced.put("scp secrets.yaml root@10.0.0.2:", "cp secrets.yaml ");
        replaced.put("runuser -u lineman-git -- ", "");
        replaced.put("git@git.example:phones.git", "../phones.git");
        replaced.put("systemctl enable --now lineman-pull.timer", "test -f .git/HEAD");
        replaced.put("systemctl start lineman-pull", "git -C /srv/lineman pull --quiet --ff-only");
        return replaced;
    }

    @AfterEach
    void stopTheAgent() throws IOException {
        if (agent != null) {
            agent.close();
            agent = null;
        }
    }

    @Test
    void theTutorialWorksAsWritten() throws Exception {
        environment.putAll(Jar.linkedInto(folder.resolve("bin")));
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        for (String role : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + role + "_NAME", "Admin");
            environment.put("GIT_" + role + "_EMAIL", "admin@example.com");
        }
        current = folder;
        server = folder.resolve("server");
        for (DocumentationPage.CodeBlock block : DocumentationPage.blocks(PAGE, "")) {
            String[] kind = block.kind().split(" ", 2);
            if (kind.length == 2) {
                write(kind[1], String.join("\n", block.lines()) + "\n");
            } else if (kind[0].equals("console")) {
                type(block.lines());
                if (agent != null && !Files.exists(server)) {
                    stopTheAgent();
                }
            } else {
                assertThat(kind[0]).isEqualTo("sh");
                runReplaced(String.join("\n", block.lines()));
            }
        }
        assertThat(Jar.run(server, "check").out()).containsExactly("40 extensions, 40 phones, no problems");
    }

    private void write(String name, String content) throws IOException {
        Path file = current.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** Runs commands and compares their output. The last line of a block can change the folder for all that follow. */
    private void type(List<String> lines) throws Exception {
        String last = lines.get(lines.size() - 1);
        boolean moves = last.startsWith("$ cd ");
        List<String> commands = moves ? lines.subList(0, lines.size() - 1) : lines;
        DocumentationPage.runCommands(commands.stream().map(this::here).toList(), current, environment);
        if (moves) {
            current = current.resolve(last.substring("$ cd ".length()));
        }
    }

    private void runReplaced(String written) throws Exception {
        if (written.equals(AGENT)) {
            startAgent(current);
            return;
        }
        String commands = written;
        for (Map.Entry<String, String> part : REPLACED.entrySet()) {
            commands = commands.replace(part.getKey(), part.getValue());
        }
        assertThat(commands).as(written).isNotEqualTo(written);
        Jar.CommandResult result = Jar.run(current, environment, List.of("bash", "-ec", here(commands)));
        assertThat(result.err()).as(written).isEmpty();
        assertThat(result.code()).as(written).isZero();
        if (written.equals(INSTALLED)) {
            startAgent(server);
        }
    }

    private void startAgent(Path root) throws Exception {
        Map<String, String> own = new HashMap<>(environment);
        own.remove("LINEMAN_ADMIN_PORT");
        own.put("LINEMAN_BIND", "127.0.0.1");
        agent = RunningProcess.start(root, own, List.of("bash", "-c", "exec " + AGENT));
        environment.put("LINEMAN_ADMIN_PORT", Integer.toString(agent.adminPort()));
    }

    /** Puts the folder of the server and the ports of the agent of this test into a line of the page. */
    private String here(String line) {
        String local = line.replace("/srv/lineman", server.toString());
        return agent == null ? local : local.replace("127.0.0.1:5481", "127.0.0.1:" + agent.port());
    }

    @Test
    void theReadmeBeginsItsPagesWithTheTutorial() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("""
                | page | topic |
                |---|---|
                | [tutorial.md](src/docs/tutorial.md) |""");
    }
}
