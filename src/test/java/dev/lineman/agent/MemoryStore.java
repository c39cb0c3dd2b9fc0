package dev.lineman.agent;

import dev.lineman.cycle.Store;
import dev.lineman.disk.Digest;
import dev.lineman.disk.FileName;
import dev.lineman.disk.RecentTexts;
import dev.lineman.make.Kept;
import dev.lineman.plan.Output;
import dev.lineman.plan.Plan;
import dev.lineman.plan.Unit;
import dev.lineman.publish.Publication;
import dev.lineman.recall.Remembered;
import dev.lineman.recall.UnitMemo;
import dev.lineman.render.Reads;
import dev.lineman.source.StaticFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A publication in memory, so that laws about the cycle need no flushed disk. */
final class MemoryStore implements Store {
    private final Map<String, Plan.Standing> standing = new HashMap<>();
    private final Map<Digest, byte[]> bodies = new HashMap<>();
    private final Map<String, byte[]> memos = new HashMap<>();
    private final Map<Digest, Reads> reads = new HashMap<>();
    private Set<String> costly = Set.of();

    /** What a process remembers of the last publication that starts now. */
    Remembered restored() throws IOException {
        Map<String, Unit> units = new HashMap<>();
        for (Map.Entry<String, byte[]> memo : memos.entrySet()) {
            units.put(
                    memo.getKey(),
                    UnitMemo.unit(memo.getKey(), memo.getValue(), reads, new RecentTexts(), Publication.EMPTY));
        }
        return new Remembered(units, reads.keySet(), costly);
    }

    /** What is published: path and content. */
    Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        standing.values()
                .forEach(file -> files.put(file.path(), new String(bodies.get(file.body()), StandardCharsets.UTF_8)));
        return files;
    }

    /** Who may fetch what is published: path and access. */
    Map<String, String> accesses() {
        Map<String, String> accesses = new TreeMap<>();
        standing.values().forEach(file -> accesses.put(file.path(), file.access()));
        return accesses;
    }

    @Override
    public Plan.Publication published() {
        return Plan.Publication.of(standing);
    }

    @Override
    public Draft begin() {
        Map<Digest, byte[]> fresh = new HashMap<>();
        return new Draft() {
            @Override
            public void put(Digest digest, byte[] bytes) {
                fresh.put(digest, bytes);
            }

            @Override
            public Kept put(StaticFile file) {
                try {
                    byte[] bytes = Files.readAllBytes(file.file());
                    fresh.put(Digest.of(bytes), bytes);
                    return Digest.of(bytes).equals(file.digest()) ? Kept.AT_HAND : Kept.CHANGED;
                } catch (IOException e) {
                    return Kept.CHANGED;
                }
            }

            @Override
            public boolean has(Digest body) {
                return fresh.containsKey(body) || bodies.containsKey(body);
            }

            @Override
            public Receipt commit(Plan plan, Map<String, @Nullable Unit> units, Set<String> costly) {
                long bytes = 0;
                for (Output output : plan.writes()) {
                    byte[] body = fresh.getOrDefault(output.body(), bodies.get(output.body()));
                    bytes += body.length;
                    bodies.put(output.body(), body);
                    standing.put(
                            FileName.fold(output.path()),
                            new Plan.Standing(output.path(), output.body(), output.access()));
                }
                units.forEach((key, unit) -> remember(key, unit));
                MemoryStore.this.costly = Set.copyOf(costly);
                plan.drops().forEach(path -> standing.remove(FileName.fold(path)));
                return new Receipt(plan.writes().size(), plan.drops().size(), bytes, List.of());
            }
        };
    }

    private void remember(String key, @Nullable Unit unit) {
        if (unit == null || unit.outputs().isEmpty()) {
            memos.remove(key);
            return;
        }
        memos.put(key, UnitMemo.encode(unit, UnitMemo::digest));
        unit.outputs().forEach(output -> reads.put(UnitMemo.digest(output.reads()), output.reads()));
    }
}
