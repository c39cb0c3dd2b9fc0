package dev.lineman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.cli.console.CommandEnvironment;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.workspace.RuntimeContext;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminOptionsTest {
    @TempDir
    Path root;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void anAddressOfTheNetworkNeedsAPassword() {
        assertThat(run(Map.of(), "--admin-bind", "0.0.0.0")).isEqualTo(ExitCode.COULD_NOT_START);
        assertThat(err.toString(UTF_8))
                .isEqualTo(
                        "lineman: --admin-bind 0.0.0.0 is open to the network, and so needs a password: write one to a"
                                + " file and name that with --admin-password-file\n");
        assertThat(run(Map.of(), "--admin-bind", "::")).isEqualTo(ExitCode.COULD_NOT_START);
    }

    @Test
    void anUnreadablePasswordIsAnError() throws Exception {
        Path file = root.resolve("password");
        assertThat(run(Map.of(), "--admin-password-file", file.toString())).isEqualTo(ExitCode.COULD_NOT_START);
        assertThat(err.toString(UTF_8)).contains("the password in " + file + " cannot be read");
        Files.writeString(file, "\nlater");
        assertThat(run(Map.of(), "--admin-password-file", file.toString())).isEqualTo(ExitCode.COULD_NOT_START);
        assertThat(err.toString(UTF_8))
                .contains("the password in " + file + " is empty")
                .doesNotContain("later");
        assertThat(run(Map.of("LINEMAN_ADMIN_PASSWORD", " "))).isEqualTo(ExitCode.COULD_NOT_START);
        assertThat(err.toString(UTF_8)).contains("the password in LINEMAN_ADMIN_PASSWORD is empty");
    }

    /** With the password only the root is wrong, which is checked next. */
    @Test
    void withAPasswordEveryAddressIsAllowed() throws Exception {
        Files.writeString(root.resolve("password"), "s3cret\n");
        String file = root.resolve("password").toString();
        assertThat(run(Map.of(), "--admin-bind", "0.0.0.0", "--admin-password-file", file))
                .isEqualTo(ExitCode.COULD_NOT_START);
        assertThat(err.toString(UTF_8))
                .contains("is no folder")
                .doesNotContain("--admin")
                .doesNotContain("s3cret");
        err.reset();
        run(Map.of("LINEMAN_ADMIN_PASSWORD", "s3cret"), "--admin-bind", "0.0.0.0");
        assertThat(err.toString(UTF_8))
                .contains("is no folder")
                .doesNotContain("--admin")
                .doesNotContain("s3cret");
    }

    private int run(Map<String, String> environment, String... options) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("LINEMAN_ROOT", root.resolve("missing").toString());
        PrintStream stream = new PrintStream(err, true, UTF_8);
        RuntimeContext runtimeContext = new RuntimeContext(Clock.systemUTC(), System::nanoTime, all);
        String[] arguments = new String[options.length + 1];
        arguments[0] = "run";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Lineman.execute(new CommandEnvironment(stream, stream, runtimeContext, stop -> {}), arguments);
    }
}
