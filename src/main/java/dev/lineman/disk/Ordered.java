package dev.lineman.disk;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Things in the order of their keys, as what a persistent map is built of at one go: one array, and no tree of objects in
 * between. It is only ever walked from its beginning to its end.
 */
@SuppressWarnings("JdkObsolete") // this is what the persistent maps take
public final class Ordered<T, V> extends AbstractMap<String, V> implements SortedMap<String, V> {
    private final T[] things;
    private final Function<? super T, String> key;
    private final Function<? super T, V> value;
    private final Comparator<? super String> order;

    private Ordered(
            T[] things,
            Function<? super T, String> key,
            Function<? super T, V> value,
            Comparator<? super String> order) {
        this.things = things;
        this.key = key;
        this.value = value;
        this.order = order;
        Arrays.sort(things, Comparator.comparing(key, order));
    }

    /**
     * Things of different keys.
     *
     * @param key of a thing, at no cost
     */
    @SuppressWarnings("unchecked") // nobody but this class sees the array
    public static <T> Ordered<T, T> of(
            Collection<T> things, Function<? super T, String> key, Comparator<? super String> order) {
        return new Ordered<>((T[]) things.toArray(), key, thing -> thing, order);
    }

    /** A map in another order, with what is made of its values when they are come upon. */
    public static <A, V> Ordered<String, V> of(
            Map<String, A> map, Function<? super A, V> made, Comparator<? super String> order) {
        return new Ordered<>(map.keySet().toArray(new String[0]), key -> key, key -> made.apply(map.get(key)), order);
    }

    @Override
    public Comparator<? super String> comparator() {
        return order;
    }

    @Override
    public int size() {
        return things.length;
    }

    @Override
    public Set<Map.Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, V>> iterator() {
                return Arrays.stream(things)
                        .map(thing -> Map.entry(key.apply(thing), value.apply(thing)))
                        .iterator();
            }

            @Override
            public int size() {
                return things.length;
            }
        };
    }

    @Override
    public SortedMap<String, V> subMap(String from, String to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SortedMap<String, V> headMap(String to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SortedMap<String, V> tailMap(String from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String firstKey() {
        return key.apply(things[0]);
    }

    @Override
    public String lastKey() {
        return key.apply(things[things.length - 1]);
    }
}
