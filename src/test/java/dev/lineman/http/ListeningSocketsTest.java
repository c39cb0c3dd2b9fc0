package dev.lineman.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many sockets listen at an address, by the queue that the system allows for each. */
@EnabledOnOs(OS.LINUX)
final class ListeningSocketsTest {
    @ParameterizedTest
    @CsvSource({
        "2, 16384, 4096, 6",
        "1, 16384, 4096, 5",
        "4, 16384, 4096, 8",
        "2, 16384, 65535, 2",
        "2, 1, 4096, 2",
        "2, 16384, 128, 16"
    })
    void allConnectionsOfTheLimitsFindRoomInTheQueuesOfFewSockets(int loops, int connections, int limit, int count) {
        assertThat(new ListeningSockets(loops, connections, limit).count()).isEqualTo(count);
    }

    @Test
    void theLimitOfTheSystemIsTheOneThatSysctlShows() throws Exception {
        Process sysctl = new ProcessBuilder("cat", "/proc/sys/net/core/somaxconn").start();
        String shown = new String(sysctl.getInputStream().readAllBytes(), US_ASCII);
        assertThat(ListeningSockets.systemLimit()).hasToString(shown.strip());
    }

    @Test
    void aSystemWithShortQueuesGivesOneWarningWithAValueThatHelps() {
        assertThat(new ListeningSockets(2, 16384, 4096).shortage()).isNull();
        assertThat(new ListeningSockets(2, 16384, 128).shortage())
                .contains("at most 2048 new connections")
                .contains("net.core.somaxconn to 1024 or more");
        assertThat(new ListeningSockets(2, 16384, 1024).shortage()).isNull();
        assertThat(new ListeningSockets(2, 16384, 1023).shortage()).isNotNull();
    }
}
