package dev.lineman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.lineman.cli.console.CommandEnvironment;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.workspace.RuntimeContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A fleet of a thousand phones with marked secrets, and many kinds of failures: no output may contain the mark. */
class FleetSecretsTest {
    private static final String MARK = "s3kr1t";
    private static final int PHONES = 1000;
    private static final long DEADLINE = 60_000_000_000L;

    /** Loggers that the log configuration turns off. */
    private static final List<String> OFF = List.of("io.methvin", "org.apache.velocity", "fi.iki.elonen");

    /** What people may write instead of an extension's password and what follows it; {@code §} is the mark. */
    private static final List<String> BROKEN = List.of(
            "auth_password: §: §",
            "auth_password: §\n  §: x",
            "auth_password: {§: §}",
            "auth_password: {a: §, §}",
            "auth_password: [§, §]",
            "auth_password: \"§",
            "auth_password: '§' §",
            "auth_password: *§",
            "auth_password: &§ [*§]",
            "auth_password: !§ x",
            "auth_password: !secret §!",
            "auth_password: !secret {§: 1}",
            "auth_password: !secret [§]",
            "auth_password: !env §!",
            "auth_password: !!int §",
            "auth_password: %§",
            "auth_password: @§",
            "auth_password: `§",
            "auth_password: {§",
            "auth_password: [§",
            "auth_password: ]§",
            "auth_password: |§\n  x",
            "auth_password: >\n §\n   §\n",
            "auth_password: |\n  §\n  §\n",
            "auth_password: \"§\\q\"",
            "auth_password: \"§\\u0007\"",
            "auth_password: \"§\\n§\"",
            "auth_password: §\n\t§: x",
            "auth_password: §\nauth_password: §",
            "auth_pasword: §",
            "auth_password §: x",
            "auth_password: §\n? §",
            "auth_password: §\n? [§]\n: x",
            "auth_password: §\n<<: {auth_password: §}",
            "auth_password: §\n--- §",
            "auth_password: §\n... §",
            "§",
            "- §",
            "§: §",
            "secret: §",
            "vars: {pin: §, PIN: §}",
            "vars: {pin: [§]}",
            "vars: {pin: {§: §}}",
            "vars: {pin §: x}",
            "vars: [§]",
            "vars: {'pin§!': x}",
            "vars: {extension_auth_pw: §}",
            "vars: {ext_auth_pw_01: §}",
            "options: {token: {§: x}}",
            "options: §",
            "codecs: {§: x}",
            "codecs: [[§]]",
            "blf: [{number: 1, pin: §}]",
            "blf: [{number: {§: 1}}]",
            "blf: §",
            "blf: {§: {number: 1}}",
            "label: !secret § §",
            "site: !secret pin",
            "site: '../§'",
            "model: !secret pin",
            "pbx_ip: !env UNSET §",
            "provisioning_url: !secret pin");

    /** Contents of templates that fail with a secret in hand. */
    private static final List<String> CONTENTS = List.of(
            "$account.authPassword.class",
            "$account.authPassword.bytes",
            "$account.authPassword.foo",
            "$account.authPassword.substring(100)",
            "$account.authPassword.substring(-1, 2)",
            "$account.authPassword.repeat(9)",
            "$account.get($account.authPassword)",
            "$vars[$account.authPassword]",
            "$vars.get($vars.pin)",
            "$accounts[$account.authPassword]",
            "#parse($account.authPassword)",
            "#parse(\"lib/$vars.pin\")",
            "#parse(\"$vars.token\")",
            "#include($account.authPassword)",
            "#evaluate($account.authPassword)",
            "#foreach($c in $account.authPassword)$c#end",
            "#foreach($i in [1..$account.authPassword])$i#end",
            "#set($x = $account.authPassword - 1)$x",
            "#set($x = $account.authPassword * 2)$x",
            "#set($x = -$account.authPassword)$x",
            "#if($account.authPassword > 3)x#end",
            "#set($account.authPassword = 'x')",
            "#set($x = $account.authPassword)#foreach($i in [1..99])#set($x = $x + $x)#end",
            "#set($x = {$account.authPassword: $nothing})",
            "#macro(m $a)$a.foo#end#m($account.authPassword)",
            "$vars $account $nothing",
            "$nothing.get(\"$account.authPassword\")",
            "#set($x = [$account])#foreach($i in [1..99])#set($x = [$x, $x])#end",
            "$account.authPassword.replace($account.authPassword, 7)",
            "$account.authPassword.charAt(99)",
            "${account.authPassword");

    @TempDir
    Path root;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ListAppender<ILoggingEvent> logs = new ListAppender<>();
    private final Map<Logger, Level> levels = new LinkedHashMap<>();

    @BeforeEach
    void listen() {
        level(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.TRACE).addAppender(logs);
        OFF.forEach(name -> level(name, Level.OFF));
        logs.start();
    }

    private Logger level(String name, Level level) {
        Logger logger = (Logger) LoggerFactory.getLogger(name);
        levels.put(logger, logger.getLevel());
        logger.setLevel(level);
        return logger;
    }

    @AfterEach
    void stopListening() {
        levels.forEach(Logger::setLevel);
        levels.keySet().iterator().next().detachAppender(logs);
    }

    @Test
    void noOutputContainsASecret() throws Exception {
        fleet();
        int problems = 0;
        for (String format : List.of("text", "json")) {
            assertThat(execute(stop -> {}, "check", "--format", format)).isEqualTo(ExitCode.PROBLEMS);
            assertThat(execute(stop -> {}, "render", "--format", format, "--max-wait", "0s"))
                    .isEqualTo(ExitCode.PROBLEMS);
            problems = output().length();
        }
        assertThat(problems).isGreaterThan(4 * (BROKEN.size() + CONTENTS.size()) * 40);
        for (int i = 0; i < BROKEN.size(); i++) {
            assertThat(output()).as(BROKEN.get(i)).contains("extensions.d/broken/" + (5000 + i) + ".yaml:");
        }
        for (String kind : List.of("phones", "site")) {
            List<String> untold = new ArrayList<>();
            for (int i = 0; i < CONTENTS.size(); i++) {
                if (!output().contains("templates/" + kind + "/bad" + i + ".xml:")) {
                    untold.add(CONTENTS.get(i));
                }
            }
            assertThat(untold).as("what is allowed in templates of " + kind).isEmpty();
        }
        serveDuringFailures();
        assertNothingMarked(output());
        StringBuilder logged = new StringBuilder();
        for (ILoggingEvent event : List.copyOf(logs.list)) {
            logged.append(event.getFormattedMessage()).append('\n');
            if (event.getThrowableProxy() != null) {
                logged.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        assertThat(logged.toString()).containsPattern("files? changed");
        assertNothingMarked(logged.toString());
    }

    private void serveDuringFailures() throws Exception {
        AtomicReference<Runnable> stop = new AtomicReference<>();
        Thread agent = new Thread(() -> execute(
                stop::set,
                "run",
                "--bind",
                "127.0.0.1",
                "--port",
                "0",
                "--admin-port",
                "0",
                "--rescan",
                "200ms",
                "--max-wait",
                "200ms"));
        agent.start();
        await(() -> logged(Pattern.compile("operator at http://[^ ]*?:(\\d+)/")) != null);
        String admin = logged(Pattern.compile("operator at http://[^ ]*?:(\\d+)/"));
        write("extensions.d/broken/6000.yaml", "extension: 6000\nauth_password: " + MARK + ": x\n");
        await(() -> err.toString(UTF_8).contains("6000.yaml"));
        write("secrets.yaml", "pin: " + MARK + ": " + MARK + "\n" + MARK + "\n");
        await(() -> err.toString(UTF_8).contains("secrets.yaml:1"));
        write("secrets.yaml", "other: " + MARK + "9\npin: " + MARK + "-changed\n");
        write("extensions.d/100.yaml", person(100, "Loop"));
        await(() ->
                logs.list.stream().anyMatch(event -> event.getFormattedMessage().contains("100.yaml")));
        StringBuilder pages = new StringBuilder();
        for (String path : List.of(
                "/",
                "/phones",
                "/phones/000000000100",
                "/phones/000000000101",
                "/phones/000000002000",
                "/problems",
                "/problems?from=100",
                "/unknown",
                "/api/status",
                "/api/phones?count=1000",
                "/api/phones/000000000100",
                "/api/problems?count=1000",
                "/api/unknown",
                "/healthz",
                "/readyz",
                "/metrics")) {
            pages.append(page("http://127.0.0.1:" + admin + path));
        }
        assertThat(pages.toString()).contains("••••••", "provisioning/000000000100", "\"excerpt\":\"");
        assertNothingMarked(pages.toString());
        stop.get().run();
        agent.join(60_000);
        assertThat(agent.isAlive()).isFalse();
    }

    private static String page(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setReadTimeout(10_000);
        InputStream body =
                connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream();
        if (body == null) {
            return "";
        }
        try (body) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    private void fleet() throws IOException {
        StringBuilder secrets = new StringBuilder("pin: " + MARK + "-pin\n");
        for (int i = 0; i < PHONES; i++) {
            write("extensions.d/" + (100 + i) + ".yaml", person(100 + i, i % 2 == 0 ? "Good" : "Loop"));
            secrets.append("p")
                    .append(100 + i)
                    .append(": ")
                    .append(MARK)
                    .append(i)
                    .append('\n');
        }
        write("secrets.yaml", secrets.toString());
        Files.setPosixFilePermissions(root.resolve("secrets.yaml"), PosixFilePermissions.fromString("rw-r--r--"));
        write("templates/phones/good.xml", template("Good", "", "%%mac_address%%", "%%extension_auth_pw%% %%pin%%"));
        write("templates/phones/loop.xml", template("Loop", "velocity", "${phone.mac}", "$account.authPassword"));
        write(
                "templates/phones/unknown.xml",
                template("Unknown", "", "%%mac_address%%", "%%extension_auth_pw%% %%no%%"));
        write("templates/phones/same.xml", template("Same", "", "same", "%%extension_auth_pw%%"));
        write("templates/phones/away.xml", template("Away", "", "%%extension_auth_pw%%/../x", "x"));
        for (int i = 0; i < BROKEN.size(); i++) {
            String body = BROKEN.get(i).replace("§", MARK + "b" + i);
            int number = 5000 + i;
            write(
                    "extensions.d/broken/" + number + ".yaml",
                    "extension: " + number + "\nphone: {mac: 00000000" + number + "}\n" + body + "\n");
        }
        write(
                "extensions.d/broken/_defaults.yaml",
                "{first_name: F, last_name: L, auth_id: i, auth_password: p, pbx_ip: h, model: All,"
                        + " provisioning_url: 'http://h/p'}");
        write(
                "templates/phones/all.xml",
                template(
                        "All",
                        "",
                        "%%mac_address%%",
                        "%%extension_auth_pw%% %%ext_label_01%% %%pbx_ip%% %%provlink.host%%"));
        for (int i = 0; i < CONTENTS.size(); i++) {
            write(
                    "templates/phones/bad" + i + ".xml",
                    template("Bad" + i, "velocity", "${phone.mac}", CONTENTS.get(i)));
            write("extensions.d/bad/" + (2000 + i) + ".yaml", person(2000 + i, "Bad" + i));
            write(
                    "templates/site/bad" + i + ".xml",
                    template(
                                    "S" + i,
                                    "velocity",
                                    "s" + i,
                                    "#foreach($account in $extensions)#set($vars = $account.vars)" + CONTENTS.get(i)
                                            + "#end")
                            .replace("phone-template", "site-template"));
        }
        for (int i = 0; i < 3; i++) {
            write("extensions.d/bad/" + (3000 + i) + ".yaml", person(3000 + i, "Same"));
            write("extensions.d/bad/" + (3010 + i) + ".yaml", person(3010 + i, "Unknown"));
            write("extensions.d/bad/" + (3020 + i) + ".yaml", person(3020 + i, "Away"));
            // One number, one phone, one line, and other secrets.
            write(
                    "extensions.d/bad/torn/conflict" + i + ".yaml",
                    person(3030, "Good").replace("pin:", "token: " + MARK + "c" + i + ", pin:"));
            write(
                    "extensions.d/bad/torn/lines" + i + ".yaml",
                    person(3040 + i, "Good")
                            .replace("mac: 00000000" + (3040 + i), "line: " + (i + 1) + ", mac: 00000000ffff")
                            .replace(
                                    "vars: {",
                                    "options: {secret: " + MARK + "o" + i + "}, vars: {token: " + MARK + "t" + i
                                            + ", "));
        }
        write("extensions.d/bad/torn/_defaults.yaml", "site: torn\n");
        write(
                "extensions.d/waiting/_defaults.yaml",
                "vars: {token: !secret p100}\nauth_password: " + MARK + "\nmac: " + MARK);
        write("extensions.d/waiting/4000.yaml", person(4000, "Good"));
        write("templates/lib/" + "x.vm", "$account.authPassword");
    }

    private static String person(int number, String model) {
        String password = number % 3 == 0
                ? "!secret p" + (100 + number % PHONES)
                : number % 3 == 1 ? MARK + number : "!env HIDDEN";
        return "extension: " + number + "\nfirst_name: F\nlast_name: L\nauth_id: i\nauth_password: " + password
                + "\npbx_ip: 10.0.0.1\nphone: {mac: 00000000" + String.format("%04d", number) + ", model: " + model
                + ", vars: {pin: !secret pin, sip_password: " + MARK + "v}}\n";
    }

    private static String template(String name, String syntax, String file, String content) {
        return "<doc><header><type>phone-template</type><name>" + name + "</name></header><data><device>"
                + "<deviceconfig filename=\"" + file + "\"" + (syntax.isEmpty() ? "" : " syntax=\"" + syntax + '"')
                + "><![CDATA[" + content + "]]></deviceconfig></device></data></doc>";
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private int execute(Consumer<Runnable> whenStopped, String... arguments) {
        CommandEnvironment commandEnvironment = new CommandEnvironment(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                new RuntimeContext(
                        Clock.systemUTC(),
                        System::nanoTime,
                        Map.of("LINEMAN_ROOT", root.toString(), "HIDDEN", MARK + "-env")),
                whenStopped);
        return Lineman.execute(commandEnvironment, arguments);
    }

    private String output() {
        return out.toString(UTF_8) + err.toString(UTF_8);
    }

    private String logged(Pattern what) {
        for (ILoggingEvent event : List.copyOf(logs.list)) {
            Matcher found = what.matcher(event.getFormattedMessage());
            if (found.find()) {
                return found.group(1);
            }
        }
        return null;
    }

    private static void assertNothingMarked(String text) {
        List<String> marked = new ArrayList<>();
        text.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains(MARK))
                .limit(20)
                .forEach(marked::add);
        assertThat(marked).isEmpty();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
