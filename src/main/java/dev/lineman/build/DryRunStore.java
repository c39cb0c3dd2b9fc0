package dev.lineman.build;

import dev.lineman.build.make.StaticFileResult;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.Plan;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileNames;
import dev.lineman.input.StaticFile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Publishes nowhere, and remembers what it was asked to publish. For one thread. */
public final class DryRunStore implements OutputStore {
    private final Map<String, Plan.PublishedOutput> base;
    private final Map<String, Plan.PublishedOutput> current;
    private final Set<Digest> baseBodies;
    private final boolean keeping;
    private final Map<Digest, byte[]> rendered = new HashMap<>();
    private final Map<Digest, StaticFile> files = new HashMap<>();

    private DryRunStore(Map<String, Plan.PublishedOutput> base, boolean keeping) {
        this.base = base;
        this.current = new HashMap<>(base);
        this.baseBodies = base.values().stream().map(Plan.PublishedOutput::body).collect(Collectors.toSet());
        this.keeping = keeping;
    }

    /** One where nothing is published yet, and that keeps no bytes. */
    public static DryRunStore fromNothing() {
        return new DryRunStore(Map.of(), false);
    }

    /** One on top of what is published already, by folded names. */
    public static DryRunStore on(Map<String, Plan.PublishedOutput> published) {
        return new DryRunStore(Map.copyOf(published), true);
    }

    /** One on top of what this one would have published. */
    public DryRunStore continued() {
        return on(current);
    }

    /** What was published before. */
    public Plan.PublishedNames base() {
        return Plan.PublishedNames.of(base);
    }

    /** The names (folded) whose files would be other than they were, or gone. */
    public List<String> changes() {
        Set<String> names = new TreeSet<>(base.keySet());
        names.addAll(current.keySet());
        names.removeIf(name -> Objects.equals(base.get(name), current.get(name)));
        return List.copyOf(names);
    }

    /** The bytes that were made and hash to this; null when there are none. */
    public byte @Nullable [] rendered(Digest body) {
        return rendered.get(body);
    }

    /** The same, to be made again when somebody asks once more. */
    public byte @Nullable [] taken(Digest body) {
        return rendered.remove(body);
    }

    /** The static file that has this digest, if one would be published. */
    @Nullable
    public StaticFile file(Digest body) {
        return files.get(body);
    }

    @Override
    public Plan.PublishedNames published() {
        return Plan.PublishedNames.of(current);
    }

    @Override
    public OutputTransaction begin() {
        Set<Digest> made = new HashSet<>();
        return new OutputTransaction() {
            @Override
            public void put(Digest digest, byte[] bytes) {
                made.add(digest);
                if (keeping) {
                    rendered.put(digest, bytes);
                }
            }

            @Override
            public StaticFileResult put(StaticFile file) {
                made.add(file.digest());
                files.put(file.digest(), file);
                return StaticFileResult.AT_HAND;
            }

            @Override
            public boolean has(Digest body) {
                return baseBodies.contains(body) || rendered.containsKey(body) || made.contains(body);
            }

            @Override
            public OutputReceipt commit(
                    Plan plan, Map<String, @Nullable BuildTarget> buildTargets, Set<String> costly) {
                for (Output output : plan.writes()) {
                    current.put(
                            FileNames.fold(output.path()),
                            new Plan.PublishedOutput(output.path(), output.body(), output.access()));
                }
                plan.drops().forEach(path -> current.remove(FileNames.fold(path)));
                return OutputReceipt.NOTHING;
            }
        };
    }
}
