package dev.lineman.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is packed comes out again, whatever it is. */
class PackerTest {
    private static final List<String> TEXTS =
            List.of("", "a", "Ünal", "😀", "half a pair: \uD83D", "\u0000", "\uFFFD", "x".repeat(70_000));

    @Test
    void whatIsPackedComesOutAgain() {
        for (long seed = 0; seed < 50; seed++) {
            Packer packer = new Packer();
            List<Object> packed = new ArrayList<>();
            Random random = new Random(seed);
            for (int i = random.nextInt(100); i > 0; i--) {
                packed.add(one(random, packer));
            }
            ByteBuffer all = packer.packed();
            byte[] bytes = new byte[all.remaining()];
            all.get(bytes);
            Unpacker unpacker = new Unpacker(bytes);
            for (Object thing : packed) {
                assertThat(same(unpacker, thing)).as("seed " + seed).isEqualTo(thing);
            }
            assertThat(unpacker.hasMore()).isFalse();
        }
    }

    private static Object one(Random random, Packer packer) {
        switch (random.nextInt(4)) {
            case 0 -> {
                int number = random.nextInt() >> random.nextInt(32);
                packer.number(number);
                return number;
            }
            case 1 -> {
                long word = random.nextLong();
                packer.word(word);
                return word;
            }
            case 2 -> {
                boolean flag = random.nextBoolean();
                packer.flag(flag);
                return flag;
            }
            default -> {
                String text = TEXTS.get(random.nextInt(TEXTS.size()));
                packer.text(text);
                return text;
            }
        }
    }

    private static Object same(Unpacker unpacker, Object thing) {
        if (thing instanceof Integer) {
            return unpacker.number();
        }
        if (thing instanceof Long) {
            return unpacker.word();
        }
        return thing instanceof Boolean ? (Object) unpacker.flag() : unpacker.text();
    }
}
