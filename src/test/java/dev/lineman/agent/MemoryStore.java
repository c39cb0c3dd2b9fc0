package dev.lineman.agent;

import dev.lineman.build.OutputStore;
import dev.lineman.build.copy.StaticFileResult;
import dev.lineman.build.memo.TargetMemo;
import dev.lineman.build.memo.TargetMemos;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.Plan;
import dev.lineman.collection.StringPool;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileNames;
import dev.lineman.input.StaticFile;
import dev.lineman.publish.store.Publication;
import dev.lineman.render.content.ReadNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A publication in memory: laws about the cycle need no disk. */
final class MemoryStore implements OutputStore {
    private final Map<String, Plan.PublishedOutput> published = new HashMap<>();
    private final Map<Digest, byte[]> bodies = new HashMap<>();
    private final Map<String, byte[]> memos = new HashMap<>();
    private final Map<Digest, ReadNames> reads = new HashMap<>();
    private Set<String> costly = Set.of();

    /** Returns the memos that a new process restores from the last publication. */
    TargetMemos restoredMemos() throws IOException {
        Map<String, BuildTarget> buildTargets = new HashMap<>();
        for (Map.Entry<String, byte[]> memo : memos.entrySet()) {
            buildTargets.put(
                    memo.getKey(),
                    TargetMemo.decode(memo.getKey(), memo.getValue(), reads, new StringPool(), Publication.EMPTY));
        }
        return new TargetMemos(buildTargets, reads.keySet(), costly);
    }

    /** Returns the published content by path. */
    Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        published
                .values()
                .forEach(file -> files.put(file.path(), new String(bodies.get(file.body()), StandardCharsets.UTF_8)));
        return files;
    }

    /** Returns the access rules by published path. */
    Map<String, String> accesses() {
        Map<String, String> accesses = new TreeMap<>();
        published.values().forEach(file -> accesses.put(file.path(), file.access()));
        return accesses;
    }

    @Override
    public Plan.PublishedNames published() {
        return Plan.PublishedNames.of(published);
    }

    @Override
    public OutputTransaction begin() {
        Map<Digest, byte[]> fresh = new HashMap<>();
        return new OutputTransaction() {
            @Override
            public void put(Digest digest, byte[] bytes) {
                fresh.put(digest, bytes);
            }

            @Override
            public StaticFileResult put(StaticFile file) {
                try {
                    byte[] bytes = Files.readAllBytes(file.file());
                    fresh.put(Digest.of(bytes), bytes);
                    return Digest.of(bytes).equals(file.digest()) ? StaticFileResult.STORED : StaticFileResult.CHANGED;
                } catch (IOException e) {
                    return StaticFileResult.CHANGED;
                }
            }

            @Override
            public boolean hasBody(Digest body) {
                return fresh.containsKey(body) || bodies.containsKey(body);
            }

            @Override
            public OutputReceipt commit(
                    Plan plan, Map<String, @Nullable BuildTarget> buildTargets, Set<String> costly) {
                long bytes = 0;
                for (Output output : plan.writes()) {
                    byte[] body = fresh.getOrDefault(output.body(), bodies.get(output.body()));
                    bytes += body.length;
                    bodies.put(output.body(), body);
                    published.put(
                            FileNames.fold(output.path()),
                            new Plan.PublishedOutput(output.path(), output.body(), output.access()));
                }
                buildTargets.forEach((key, buildTarget) -> remember(key, buildTarget));
                MemoryStore.this.costly = Set.copyOf(costly);
                plan.drops().forEach(path -> published.remove(FileNames.fold(path)));
                return new OutputReceipt(plan.writes().size(), plan.drops().size(), bytes, List.of());
            }
        };
    }

    private void remember(String key, @Nullable BuildTarget buildTarget) {
        if (buildTarget == null || buildTarget.outputs().isEmpty()) {
            memos.remove(key);
            return;
        }
        memos.put(key, TargetMemo.encode(buildTarget, TargetMemo::digest));
        buildTarget.outputs().forEach(output -> reads.put(TargetMemo.digest(output.reads()), output.reads()));
    }
}
