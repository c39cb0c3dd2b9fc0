package dev.lineman.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    @Test
    void anyCharactersBecomeWhatThePlatformMakesOfThem() {
        Random random = new Random(20261127);
        for (int round = 0; round < Rounds.of(5_000); round++) {
            char[] characters = new char[random.nextInt(12)];
            for (int i = 0; i < characters.length; i++) {
                characters[i] = (char)
                        switch (random.nextInt(5)) {
                            case 0 -> random.nextInt(0x80);
                            case 1 -> random.nextInt(0x800);
                            case 2 -> 0xd800 + random.nextInt(0x400);
                            case 3 -> 0xdc00 + random.nextInt(0x400);
                            default -> random.nextInt(0x10000);
                        };
            }
            int length = characters.length == 0 ? 0 : random.nextInt(characters.length + 1);
            byte[] expected = new String(characters, 0, length).getBytes(StandardCharsets.UTF_8);
            assertThat(Utf8.of(characters, length)).isEqualTo(expected);
        }
    }
}
