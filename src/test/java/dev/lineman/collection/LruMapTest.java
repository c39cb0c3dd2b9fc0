package dev.lineman.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LruMapTest {
    @Test
    void theLeastRecentlyUsedEntryIsEvicted() {
        Map<String, Integer> map = new LruMap<>(2);
        map.put("a", 1);
        map.put("b", 2);
        map.get("a");
        map.put("c", 3);
        assertThat(map).containsOnlyKeys("a", "c");
        map.merge("a", 1, Integer::sum);
        map.put("d", 4);
        assertThat(map).containsOnlyKeys("a", "d");
    }
}
