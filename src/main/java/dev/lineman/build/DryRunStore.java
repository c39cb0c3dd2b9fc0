package dev.lineman.build;

import dev.lineman.build.copy.StaticFileResult;
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

/**
 * A store for commands that publish nothing, such as {@code check} and {@code plan}. It records what would be
 * published. For one thread.
 */
public final class DryRunStore implements OutputStore {
    /** What is published before the run, by folded name. */
    private final Map<String, Plan.PublishedOutput> base;

    /** What would be published after the run, by folded name. */
    private final Map<String, Plan.PublishedOutput> current;

    private final Set<Digest> baseBodies;

    /** Whether rendered bytes stay in memory, for commands that show them. */
    private final boolean keepsBytes;

    private final Map<Digest, byte[]> rendered = new HashMap<>();
    private final Map<Digest, StaticFile> staticFiles = new HashMap<>();

    private DryRunStore(Map<String, Plan.PublishedOutput> base, boolean keepsBytes) {
        this.base = base;
        this.current = new HashMap<>(base);
        this.baseBodies = base.values().stream().map(Plan.PublishedOutput::body).collect(Collectors.toSet());
        this.keepsBytes = keepsBytes;
    }

    /** A store on top of an empty publication. It does not keep bytes. */
    public static DryRunStore empty() {
        return new DryRunStore(Map.of(), false);
    }

    /**
     * A store on top of a publication. It keeps the rendered bytes.
     *
     * @param published the published files by folded name
     */
    public static DryRunStore basedOn(Map<String, Plan.PublishedOutput> published) {
        return new DryRunStore(Map.copyOf(published), true);
    }

    /** A store on top of what this store would have published. */
    public DryRunStore next() {
        return basedOn(current);
    }

    /** Returns what was published before the run. */
    public Plan.PublishedNames base() {
        return Plan.PublishedNames.of(base);
    }

    /** Returns the folded names of files that the run would create, change or remove, sorted. */
    public List<String> changedNames() {
        Set<String> names = new TreeSet<>(base.keySet());
        names.addAll(current.keySet());
        names.removeIf(name -> Objects.equals(base.get(name), current.get(name)));
        return List.copyOf(names);
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
        return Plan.PublishedNames.of(current);
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
