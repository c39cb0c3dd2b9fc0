package dev.lineman.build;

import dev.lineman.build.copy.StaticFileResult;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.build.plan.Plan;
import dev.lineman.fs.Digest;
import dev.lineman.fs.FileNames;
import dev.lineman.input.StaticFile;
import dev.lineman.publish.store.Publication;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A store for commands that publish nothing, such as {@code check} and {@code plan}. It records what would be
 * published. For one thread.
 */
public final class DryRunStore implements OutputStore {
    /** What is published before the run. */
    private final Plan.PublishedNames base;

    /** The bodies that are known before the run. */
    private final Set<Digest> baseBodies;

    /** What the run publishes instead, by folded name; empty for a file that it removes. */
    private final Map<String, Optional<Plan.PublishedOutput>> changes = new HashMap<>();

    /** Whether rendered bytes stay in memory, for commands that show them. */
    private final boolean keepsBytes;

    private final Map<Digest, byte[]> rendered = new HashMap<>();
    private final Map<Digest, StaticFile> staticFiles = new HashMap<>();

    private DryRunStore(Plan.PublishedNames base, Set<Digest> baseBodies, boolean keepsBytes) {
        this.base = base;
        this.baseBodies = baseBodies;
        this.keepsBytes = keepsBytes;
    }

    /** A store on top of an empty publication. It does not keep bytes. */
    public static DryRunStore empty() {
        return new DryRunStore(Plan.PublishedNames.of(Map.of()), Set.of(), false);
    }

    /**
     * A store on top of a publication. It keeps the rendered bytes.
     *
     * @param published the published files by folded name
     */
    public static DryRunStore basedOn(Map<String, Plan.PublishedOutput> published) {
        return new DryRunStore(
                Plan.PublishedNames.of(Map.copyOf(published)),
                published.values().stream().map(Plan.PublishedOutput::body).collect(Collectors.toSet()),
                true);
    }

    /**
     * A store on top of the publication of an agent. It copies nothing, so a run costs what it changes. It keeps the rendered
     * bytes.
     */
    public static DryRunStore over(Publication publication) {
        return new DryRunStore(PublicationStore.names(publication), Set.of(), true);
    }

    /** A store on top of what this store would have published until now. */
    public DryRunStore next() {
        Map<String, Optional<Plan.PublishedOutput>> until = Map.copyOf(changes);
        Set<Digest> bodies = new HashSet<>(baseBodies);
        until.values().forEach(change -> change.ifPresent(output -> bodies.add(output.body())));
        return new DryRunStore(new ChangedNames(base, until), bodies, true);
    }

    /** Published names with changes. */
    private record ChangedNames(Plan.PublishedNames base, Map<String, Optional<Plan.PublishedOutput>> changes)
            implements Plan.PublishedNames {
        @Override
        public Plan.@Nullable PublishedOutput find(String name) {
            Optional<Plan.PublishedOutput> change = changes.get(name);
            return change == null ? base.find(name) : change.orElse(null);
        }

        @Override
        public Iterable<String> names() {
            Set<String> names = new HashSet<>();
            base.names().forEach(names::add);
            changes.forEach((name, change) -> {
                boolean unused = change.isPresent() ? names.add(name) : names.remove(name);
            });
            return names;
        }

        @Override
        public int size() {
            int size = base.size();
            for (Map.Entry<String, Optional<Plan.PublishedOutput>> change : changes.entrySet()) {
                int before = base.find(change.getKey()) == null ? 0 : 1;
                size += (change.getValue().isPresent() ? 1 : 0) - before;
            }
            return size;
        }
    }

    /** Returns what was published before the run. */
    public Plan.PublishedNames base() {
        return base;
    }

    /** Returns the folded names of files that the run would create, change or remove, sorted. */
    public List<String> changedNames() {
        return changes.keySet().stream()
                .filter(name -> !Objects.equals(base.find(name), published().find(name)))
                .sorted()
                .toList();
    }

    /** Returns rendered bytes by their digest; null when this store has none. */
    public byte @Nullable [] rendered(Digest body) {
        return rendered.get(body);
    }

    /** Returns rendered bytes and releases them. A later request needs another rendering. */
    public byte @Nullable [] takeRendered(Digest body) {
        return rendered.remove(body);
    }

    /** Returns the static file with a digest; null when none would be published. */
    @Nullable
    public StaticFile staticFile(Digest body) {
        return staticFiles.get(body);
    }

    @Override
    public Plan.PublishedNames published() {
        return new ChangedNames(base, changes);
    }

    @Override
    public OutputTransaction begin() {
        Set<Digest> made = new HashSet<>();
        return new OutputTransaction() {
            @Override
            public void put(Digest digest, byte[] bytes) {
                made.add(digest);
                if (keepsBytes) {
                    rendered.put(digest, bytes);
                }
            }

            @Override
            public StaticFileResult put(StaticFile file) {
                made.add(file.digest());
                staticFiles.put(file.digest(), file);
                return StaticFileResult.STORED;
            }

            @Override
            public boolean hasBody(Digest body) {
                return baseBodies.contains(body) || rendered.containsKey(body) || made.contains(body);
            }

            @Override
            public OutputReceipt commit(
                    Plan plan, Map<String, @Nullable BuildTarget> buildTargets, Set<String> costly) {
                for (Output output : plan.writes()) {
                    changes.put(
                            FileNames.fold(output.path()),
                            Optional.of(new Plan.PublishedOutput(output.path(), output.body(), output.access())));
                }
                plan.drops().forEach(path -> changes.put(FileNames.fold(path), Optional.empty()));
                return OutputReceipt.NOTHING;
            }
        };
    }
}
