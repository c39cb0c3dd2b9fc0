package dev.lineman.cycle;

import dev.lineman.disk.Digest;
import dev.lineman.disk.FileName;
import dev.lineman.make.Kept;
import dev.lineman.plan.Output;
import dev.lineman.plan.Plan;
import dev.lineman.plan.Unit;
import dev.lineman.source.StaticFile;
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
public final class Rehearsal implements Store {
    private final Map<String, Plan.Standing> base;
    private final Map<String, Plan.Standing> current;
    private final Set<Digest> baseBodies;
    private final boolean keeping;
    private final Map<Digest, byte[]> rendered = new HashMap<>();
    private final Map<Digest, StaticFile> files = new HashMap<>();

    private Rehearsal(Map<String, Plan.Standing> base, boolean keeping) {
        this.base = base;
        this.current = new HashMap<>(base);
        this.baseBodies = base.values().stream().map(Plan.Standing::body).collect(Collectors.toSet());
        this.keeping = keeping;
    }

    /** One where nothing is published yet, and that keeps no bytes. */
    public static Rehearsal fromNothing() {
        return new Rehearsal(Map.of(), false);
    }

    /** One on top of what is published already, by folded names. */
    public static Rehearsal on(Map<String, Plan.Standing> published) {
        return new Rehearsal(Map.copyOf(published), true);
    }

    /** One on top of what this one would have published. */
    public Rehearsal continued() {
        return on(current);
    }

    /** What was published before. */
    public Plan.Publication base() {
        return Plan.Publication.of(base);
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
    public Plan.Publication published() {
        return Plan.Publication.of(current);
    }

    @Override
    public Draft begin() {
        Set<Digest> made = new HashSet<>();
        return new Draft() {
            @Override
            public void put(Digest digest, byte[] bytes) {
                made.add(digest);
                if (keeping) {
                    rendered.put(digest, bytes);
                }
            }

            @Override
            public Kept put(StaticFile file) {
                made.add(file.digest());
                files.put(file.digest(), file);
                return Kept.AT_HAND;
            }

            @Override
            public boolean has(Digest body) {
                return baseBodies.contains(body) || rendered.containsKey(body) || made.contains(body);
            }

            @Override
            public Receipt commit(Plan plan, Map<String, @Nullable Unit> units, Set<String> costly) {
                for (Output output : plan.writes()) {
                    current.put(
                            FileName.fold(output.path()),
                            new Plan.Standing(output.path(), output.body(), output.access()));
                }
                plan.drops().forEach(path -> current.remove(FileName.fold(path)));
                return Receipt.NOTHING;
            }
        };
    }
}
