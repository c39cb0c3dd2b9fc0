package dev.lineman.recall;

import dev.lineman.disk.Unpacker;
import dev.lineman.plan.Unit;
import dev.lineman.resolve.Fact;
import dev.lineman.resolve.FactSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What units had looked up, as it was packed: it is taken apart when the units are there. */
public final class Lookups {
    private final List<byte[]> blocks;

    Lookups(List<byte[]> blocks) {
        this.blocks = blocks;
    }

    /**
     * Units that are as they are remembered, with what they had looked up.
     *
     * @param readers their keys by what they had looked up
     * @param strange the keys of units that are remembered otherwise, or not at all, or that are not there
     */
    public record Recognised(List<Unit> units, Map<FactSet, List<String>> readers, Set<String> strange) {}

    /**
     * Recognises units.
     *
     * @param strangers units by their keys, which know of nothing that they had looked up; those that are not recognised stay
     * @throws IllegalArgumentException when something else than what was packed lies here
     * @throws IndexOutOfBoundsException when it ends before it should
     */
    public Recognised recognise(Map<String, Unit> strangers) {
        Map<FactSet, Readers> readers = new HashMap<>();
        Set<String> strange = new HashSet<>();
        List<Unit> recognised = new ArrayList<>(strangers.size());
        for (byte[] block : blocks) {
            Unpacker in = new Unpacker(block);
            in.number();
            List<Readers> sets = new ArrayList<>();
            while (in.hasMore()) {
                String key = in.text();
                long mark = in.word();
                int known = in.number();
                if (known == 0) {
                    sets.add(readers.computeIfAbsent(facts(in), facts -> new Readers(facts, new ArrayList<>())));
                }
                Readers alike = sets.get(known == 0 ? sets.size() - 1 : known - 1);
                Unit unit = strangers.get(key);
                if (unit == null || mark != Mark.of(unit)) {
                    strange.add(key);
                } else {
                    strangers.remove(key);
                    alike.keys.add(unit.key());
                    recognised.add(new Unit(unit.key(), unit.outputs(), alike.facts, unit.owners()));
                }
            }
        }
        strange.addAll(strangers.keySet());
        recognised.addAll(strangers.values());
        Map<FactSet, List<String>> keys = new HashMap<>();
        readers.values().forEach(alike -> keys.put(alike.facts, alike.keys));
        return new Recognised(recognised, keys, strange);
    }

    private record Readers(FactSet facts, List<String> keys) {}

    private static FactSet facts(Unpacker in) {
        List<Fact> facts = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            facts.add(new Fact(Fact.Kind.valueOf(in.text()), in.text()));
        }
        return FactSet.of(facts);
    }
}
