package dev.lineman.cycle;

import dev.lineman.disk.Digest;
import dev.lineman.disk.FileName;
import dev.lineman.make.Kept;
import dev.lineman.plan.Output;
import dev.lineman.plan.Plan;
import dev.lineman.plan.Unit;
import dev.lineman.source.StaticFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Publishes nowhere, and remembers what it was asked to publish. For one thread. */
public final class Rehearsal implements Store {
    private final Plan.Publication base;
    private final Set<String> baseNames;
    private final Set<Digest> baseBodies;
    private final boolean keeping;
    private final TreeMap<String, Plan.@Nullable Standing> changed = new TreeMap<>();
    private final Map<Digest, byte[]> rendered = new HashMap<>();
    private final Map<Digest, StaticFile> files = new HashMap<>();

    /**
     * A rehearsal on top of what is published already.
     *
     * @param names the folded names of that
     * @param bodies the digests of that
     */
    public Rehearsal(Plan.Publication base, Set<String> names, Set<Digest> bodies) {
        this(base, names, bodies, true);
    }

    private Rehearsal(Plan.Publication base, Set<String> names, Set<Digest> bodies, boolean keeping) {
        this.base = base;
        this.baseNames = names;
        this.baseBodies = bodies;
        this.keeping = keeping;
    }

    /** One where nothing is published yet, and that keeps no bytes. */
    public static Rehearsal fromNothing() {
        return new Rehearsal(name -> null, Set.of(), Set.of(), false);
    }

    /** One on top of what this one would have published. */
    public Rehearsal continued() {
        Plan.Publication published = published();
        Set<Digest> bodies = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (String name : names()) {
            Plan.Standing standing = published.at(name);
            if (standing != null) {
                names.add(name);
                bodies.add(standing.body());
            }
        }
        return new Rehearsal(published, names, bodies);
    }

    /** What was published before. */
    public Plan.Publication base() {
        return base;
    }

    /** The names (folded) whose files would be other than they were, or gone. */
    public List<String> changes() {
        return changed.keySet().stream()
                .filter(name -> {
                    Plan.Standing now = changed.get(name);
                    return now == null ? base.at(name) != null : !now.equals(base.at(name));
                })
                .toList();
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
        return name -> changed.containsKey(name) ? changed.get(name) : base.at(name);
    }

    @Override
    public Iterable<String> names() {
        List<String> names = new ArrayList<>(baseNames);
        changed.forEach((name, standing) -> {
            if (!baseNames.contains(name)) {
                names.add(name);
            }
        });
        return names;
    }

    @Override
    public int size() {
        int size = baseNames.size();
        for (Map.Entry<String, Plan.@Nullable Standing> name : changed.entrySet()) {
            size += (name.getValue() == null ? 0 : 1) - (baseNames.contains(name.getKey()) ? 1 : 0);
        }
        return size;
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
                    changed.put(
                            FileName.fold(output.path()),
                            new Plan.Standing(output.path(), output.body(), output.access()));
                }
                plan.drops().forEach(path -> changed.put(FileName.fold(path), null));
                return Receipt.NOTHING;
            }
        };
    }
}
