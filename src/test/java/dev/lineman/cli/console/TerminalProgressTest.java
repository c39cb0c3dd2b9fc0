package dev.lineman.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** Long work shows its progress; short work shows nothing. */
class TerminalProgressTest {
    private static final long MILLISECOND = 1_000_000;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private long now = 42;
    private final TerminalProgress progress = new TerminalProgress(new PrintStream(shown, true, UTF_8), () -> now);

    @Test
    void shortWorkShowsNothing() {
        work("reading", 999, MILLISECOND);
        progress.done();
        assertThat(shown.toString(UTF_8)).isEmpty();
    }

    @Test
    void longWorkShowsProgressTenTimesASecondAndErasesIt() {
        work("reading", 1500, MILLISECOND);
        work("rendering", 300, MILLISECOND);
        progress.done();
        assertThat(shown.toString(UTF_8).split("\r\u001b\\[K", -1))
                .containsExactly(
                        "",
                        "reading 1001 files …",
                        "reading 1101 files …",
                        "reading 1201 files …",
                        "reading 1301 files …",
                        "reading 1401 files …",
                        "rendering …",
                        "rendering 101 files …",
                        "rendering 201 files …",
                        "");
    }

    @Test
    void eachWorkHasItsOwnDelay() {
        work("reading", 1200, MILLISECOND);
        progress.done();
        shown.reset();
        now += 5000 * MILLISECOND;
        work("reading", 900, MILLISECOND);
        progress.done();
        assertThat(shown.toString(UTF_8)).isEmpty();
    }

    private void work(String doing, int files, long each) {
        for (int i = 0; i < files; i++) {
            progress.step(doing);
            now += each;
        }
    }
}
