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

/** Linphone without a window: one start of it, until {@link #close}. */
final class Softphone implements AutoCloseable {
    private static final Pattern ANSWER = Pattern.compile("^HTTP/1[.]1 ([2-5]\\d\\d) ", Pattern.MULTILINE);

    private final Process process;
    private final Writer commands;
    private final Path log;
    private final Path out;
    private final Thread shutdownHook;

    private Softphone(Process process, Path log, Path out) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.log = log;
        this.out = out;
        this.shutdownHook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /**
     * Starts the phone.
     *
     * @param home its folder; it keeps the settings of earlier starts
     * @param url the URL of its file
     * @param sip more lines for the SIP section of a new configuration
     */
    static Softphone start(Path home, String url, String... sip) throws IOException {
        // It does not fetch if its folders are missing.
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

    /** Waits for the response to its file request and returns the status. */
    int fetchStatus() throws Exception {
        AtomicInteger status = new AtomicInteger();
        Deadline.await(() -> {
            Matcher answer = ANSWER.matcher(readLog());
            assertThat(answer.find()).as("its file was answered").isTrue();
            status.set(Integer.parseInt(answer.group(1)));
        });
        return status.get();
    }

    /** Waits until its log contains a text. */
    void awaitLogged(String expected) throws Exception {
        Deadline.await(() -> assertThat(readLog()).contains(expected));
    }

    /** Sends a command until its output contains a text. */
    void awaitOutput(String command, String expected) throws Exception {
        commands.write(command + "\n");
        commands.flush();
        Deadline.await(() -> assertThat(Files.readString(out)).contains(expected));
    }

    private String readLog() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** Kills it: while it asks for a password, it accepts no command. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Returns the end of its log. */
    String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Quits: it removes its registrations and ends. */
    @Override
    public void close() throws IOException {
        try (commands) {
            if (process.isAlive()) {
                commands.write("quit\n");
            }
        } finally {
            process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
            process.destroyForcibly().onExit().join();
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        }
    }
}
