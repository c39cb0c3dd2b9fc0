package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Linphone without a window: one start of it, which is over after {@link #close}. */
final class Softphone implements AutoCloseable {
    private static final Pattern ANSWER = Pattern.compile("^HTTP/1[.]1 ([2-5]\\d\\d) ", Pattern.MULTILINE);

    private final Process process;
    private final Writer commands;
    private final Path log;
    private final Path out;
    private final Thread undertaker;

    private Softphone(Process process, Path log, Path out) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.log = log;
        this.out = out;
        this.undertaker = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(undertaker);
    }

    /**
     * Starts the phone.
     *
     * @param home its memory: what it was told at an earlier start is still there
     * @param url where its file is
     * @param sip more lines for the section on SIP of a new memory
     */
    static Softphone start(Path home, String url, String... sip) throws IOException {
        // Without its folders it does not fetch.
        Files.createDirectories(home.resolve(".local/share/linphone"));
        Files.createDirectories(home.resolve(".config/linphone"));
        Path configuration = home.resolve("linphonerc");
        if (!Files.exists(configuration)) {
            Files.writeString(configuration, """
                    [misc]
                    config-uri=%s
                    [sip]
                    bind_address=127.0.0.1
                    sip_port=-1
                    sip_tcp_port=-1
                    sip_tls_port=-1
                    guess_hostname=0
                    %s
                    """.formatted(url, String.join("\n", sip)));
        }
        Path log = home.resolve("linphone.log");
        Path out = home.resolve("linphone.out");
        Files.deleteIfExists(log);
        ProcessBuilder builder = new ProcessBuilder(
                        Debian.program("linphonec", "linphone-cli").toString(),
                        "-d",
                        "6",
                        "-l",
                        log.toString(),
                        "-c",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
        builder.environment().put("HOME", home.toString());
        builder.environment().put("PULSE_RUNTIME_PATH", home.resolve("pulse").toString());
        return new Softphone(builder.start(), log, out);
    }

    /** The status with which its file was answered, once it was. */
    int answered() throws Exception {
        AtomicInteger status = new AtomicInteger();
        Deadline.await(() -> {
            Matcher answer = ANSWER.matcher(logged());
            assertThat(answer.find()).as("its file was answered").isTrue();
            status.set(Integer.parseInt(answer.group(1)));
        });
        return status.get();
    }

    /** Waits until it has logged something. */
    void awaitLogged(String expected) throws Exception {
        Deadline.await(() -> assertThat(logged()).contains(expected));
    }

    /** What it prints after a command, once that contains something. */
    void says(String command, String expected) throws Exception {
        commands.write(command + "\n");
        commands.flush();
        Deadline.await(() -> assertThat(Files.readString(out)).contains(expected));
    }

    private String logged() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** Takes its power away: it may be asking for a password, and then hears no command. */
    void unplug() {
        process.destroyForcibly().onExit().join();
    }

    /** The end of its log. */
    String told() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Quits: it takes its registrations back and ends. */
    @Override
    public void close() throws IOException {
        try (commands) {
            if (process.isAlive()) {
                commands.write("quit\n");
            }
        } finally {
            process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
            process.destroyForcibly().onExit().join();
            Runtime.getRuntime().removeShutdownHook(undertaker);
        }
    }
}
