package dev.lineman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong options of the services by which phones find their configuration. */
class ZeroTouchOptionsTest {
    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--pnp-tokens | --pnp-interface, --pnp-networks and --pnp-tokens need --pnp",
                "--pnp-interface=eth0 | --pnp-interface, --pnp-networks and --pnp-tokens need --pnp",
                "--pnp-networks=203.0.113.0/24 | --pnp-interface, --pnp-networks and --pnp-tokens need --pnp",
                "--pnp-networks=office | 'office' is not a network; write for example 10.0.0.0/8",
                "--pnp --pnp-interface=eth0, | --pnp-interface takes names of network interfaces, such as eth0,eth1",
            })
    void aWrongOptionIsExplained(String options, String message) {
        Terminal terminal = new Terminal(root);
        assertThat(terminal.run(("run " + options).split(" ", -1))).isEqualTo(2);
        assertThat(terminal.err()).contains(message);
    }
}
