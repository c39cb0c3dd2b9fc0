package dev.lineman.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Chunked text equals the written text, at every border of a chunk. */
class ChunkedTextTest {
    private static final int SEEDS = Rounds.of(10);
    private static final int LONGEST = 300_000;
    private static final String LETTERS = "ab\u00fc\u20ac\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d";

    @Test
    void chunkedTextEqualsTheWrittenText() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            StringBuilder expected = new StringBuilder();
            ChunkedText chunkedText = new ChunkedText(random.nextInt(100));
            while (expected.length() < LONGEST) {
                String text = text(random);
                int start = random.nextInt(text.length() / 2 + 1);
                expected.append(text, start, text.length());
                chunkedText.append(text.substring(start));
            }
            String whole = expected.toString();
            assertThat(chunkedText.length()).as("seed %d", seed).isEqualTo(whole.length());
            assertThat(chunkedText.toString().equals(whole)).as("seed %d", seed).isTrue();
            assertThat(chunkedText.utf8()).as("seed %d", seed).isEqualTo(whole.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 100; i++) {
                int start = random.nextInt(whole.length());
                int end = start + random.nextInt(Math.min(200_000, whole.length() - start));
                assertThat(chunkedText.charAt(start)).isEqualTo(whole.charAt(start));
                assertThat(chunkedText.subSequence(start, end).equals(whole.substring(start, end)))
                        .as("seed %d from %d to %d", seed, start, end)
                        .isTrue();
            }
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(10) == 0 ? random.nextInt(200_000) : random.nextInt(20);
        while (text.length() < length) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
