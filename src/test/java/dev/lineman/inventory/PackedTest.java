package dev.lineman.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is kept packed says what it said, whole and in parts. */
class PackedTest {
    private static final List<String> TEXTS = List.of("", "100", "two words", "Ünal 😀", "half a pair: \uD83D");

    private final Sharing sharing = new Sharing();

    @Test
    void aMappingIsUnpackedAsItWas() {
        for (long seed = 0; seed < 500; seed++) {
            Fields fields = fields(new Random(seed), 3);
            Packed packed = Packed.of(fields, sharing);
            assertThat(packed.fields()).as("seed %s", seed).isEqualTo(fields);
            assertThat(packed)
                    .isEqualTo(Packed.of(fields, new Sharing()))
                    .hasSameHashCodeAs(Packed.of(fields, sharing));
            for (int i = 0; i < fields.size(); i++) {
                assertThat(packed.text(fields.key(i))).as("seed %s", seed).isEqualTo(fields.text(fields.key(i)));
                assertThat(packed.parts().get(i).unpacked()).as("seed %s", seed).isEqualTo(fields.value(i));
            }
        }
    }

    @Test
    void twoAreEqualWhenTheMappingsAre() {
        List<Fields> all = new ArrayList<>();
        for (long seed = 0; seed < 60; seed++) {
            all.add(fields(new Random(seed), 1));
        }
        for (Fields one : all) {
            for (Fields other : all) {
                assertThat(Packed.of(one, sharing).equals(Packed.of(other, sharing)))
                        .isEqualTo(one.equals(other));
            }
        }
    }

    @Test
    void aPartIsComparedByItself() {
        Fields inner = new Fields(new String[] {"mac"}, new Object[] {"000413246600"}, new int[] {7});
        Fields one = new Fields(new String[] {"a", "phone"}, new Object[] {"short", inner}, new int[] {1, 2});
        Fields other = new Fields(new String[] {"a", "phone"}, new Object[] {"much longer", inner}, new int[] {1, 2});
        assertThat(Packed.of(one, sharing).part("phone"))
                .isEqualTo(Packed.of(other, sharing).part("phone"));
        assertThat(Packed.of(one, sharing)).isNotEqualTo(Packed.of(other, sharing));
    }

    private static Fields fields(Random random, int depth) {
        int size = random.nextInt(5);
        String[] keys = new String[size];
        for (int i = 0; i < size; i++) {
            keys[i] = "key" + (i * 2 + random.nextInt(2));
        }
        return size == 0 ? Fields.EMPTY : new Fields(keys, values(random, depth, size), places(random, size));
    }

    private static Object[] values(Random random, int depth, int size) {
        Object[] values = new Object[size];
        for (int i = 0; i < size; i++) {
            values[i] = switch (random.nextInt(depth > 0 ? 5 : 3)) {
                case 0 -> TEXTS.get(random.nextInt(TEXTS.size()));
                case 1 -> new Fields.Reference(true, "secret");
                case 2 -> new Fields.Reference(false, "LINEMAN_X");
                case 3 -> fields(random, depth - 1);
                default -> {
                    int items = random.nextInt(3);
                    yield new Fields.Items(List.of(values(random, depth - 1, items)), places(random, items));
                }
            };
        }
        return values;
    }

    private static int[] places(Random random, int size) {
        return random.ints(size, 0, 2).toArray();
    }
}
