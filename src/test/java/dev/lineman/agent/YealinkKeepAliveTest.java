package dev.lineman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Yealink sends keep-alives each 15 seconds or more seldom. A shorter interval is an error, and the phone keeps its own. */
class YealinkKeepAliveTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "1, false",
        "14, false",
        "15, true",
        "99, true",
        "100, true",
        "999, true",
        "1000, true",
        "2999, true",
        "3599, true",
        "3600, true",
        "3601, false",
        "-15, false",
        "015, false"
    })
    void theIntervalIsZeroOrFrom15To3600Seconds(String seconds, boolean valid) {
        TestRoot root = TestRoot.withBuiltIn(folder);
        for (String model : new String[] {"T54W", "W70B"}) {
            root.writePhone(
                            "vars: {admin_password: a, nat_keepalive: '%s'}".formatted(seconds),
                            "model: Yealink " + model)
                    .runUntilIdle();
            if (valid) {
                assertThat(root.problems()).isEmpty();
            } else {
                assertThat(root.problems())
                        .singleElement()
                        .asString()
                        .contains("'nat_keepalive'", "0, or a number from 15 to 3600");
            }
        }
    }
}
